package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.NetworkGraph.Edge;
import org.mtl.parallel.Workers;

/**
 * Gradients by weights, A'D over all rows of a chunk, cut into ranges of their rows, so that no thread's sums have to be
 * added to another's.
 *
 * @param <T> float[] or double[]
 */
final class GradientPieces<T> {

    /** Values of a piece: with fewer a product is slow. */
    private static final int VALUES = 3 << 15;

    /** Rows of a matrix that is cut in two whatever its size, so that a second thread has something to do. */
    private static final int CUT_ROWS = 256;

    /** Rows {@code from} to {@code to} − 1 of an edge's weights. */
    record Piece(Edge edge, int from, int to) {}

    private final NetworkGraph graph;
    private final RealKernels<T> kernels;

    GradientPieces(NetworkGraph graph, RealKernels<T> kernels) {
        this.graph = graph;
        this.kernels = kernels;
    }

    /** The pieces of some edges, the largest first. */
    List<Piece> pieces(List<Edge> edges) {
        List<Piece> pieces = new ArrayList<>();
        for (Edge edge : edges) {
            int rows = graph.rows(edge);
            int parts = Math.max(rows < CUT_ROWS ? 1 : 2, (int) (((long) rows * edge.columns() + VALUES / 2) / VALUES));
            for (int part = 0; part < parts; part++) {
                pieces.add(new Piece(edge, (int) ((long) rows * part / parts), (int) ((long) rows * (part + 1) / parts)));
            }
        }
        pieces.sort((a, b) -> Integer.compare(
                (b.to() - b.from()) * b.edge().columns(), (a.to() - a.from()) * a.edge().columns()));
        return pieces;
    }

    /** Computes pieces of a gradient from the activations of one room and the deltas of another. */
    void compute(List<Piece> pieces, RowChunk chunk, ChunkRoom<T> activations, ChunkRoom<T> deltas, double beta, Weights gradient,
            Workers workers) {
        workers.forEach(pieces.size(), p -> {
            Piece piece = pieces.get(p);
            Edge edge = piece.edge();
            int[] range = edge.ofTask() ? chunk.range(edge.task(), 0, chunk.count()) : new int[] {0, chunk.count()};
            if (range[0] < range[1]) {
                compute(piece, activations.activations(edge.from()), deltas.deltas(edge.to()), range[0], range[1] - range[0], beta,
                        gradient);
            } else if (beta == 0) {
                clear(piece, gradient);
            }
        });
    }

    /** What a task gives that has no rows. */
    private void clear(Piece piece, Weights gradient) {
        Matrix part = gradient.of(piece.edge(), graph).part(piece.from(), 0);
        int count = (piece.to() - piece.from()) * piece.edge().columns();
        kernels.put(kernels.array(count), 0, part.vector(), part.at(), count);
    }

    /**
     * Computes a piece from rows {@code first} to {@code first + rows − 1}.
     *
     * @param activations those of the node that the edge starts from
     * @param deltas those of the node that it leads to
     */
    void compute(Piece piece, Matrix activations, Matrix deltas, int first, int rows, double beta, Weights gradient) {
        Edge edge = piece.edge();
        int column = graph.activationColumn(edge.from(), edge.group()) + piece.from();
        kernels.multiplyTransposed(piece.to() - piece.from(), edge.columns(), rows, activations.part(first, column),
                deltas.part(first, edge.column()), beta, gradient.of(edge, graph).part(piece.from(), 0));
    }
}
