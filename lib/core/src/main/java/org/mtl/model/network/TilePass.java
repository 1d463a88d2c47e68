package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.NetworkGraph.Edge;
import org.mtl.model.network.NetworkGraph.Node;

/**
 * The forward and the backward pass of a tile of rows.
 *
 * @param <T> float[] or double[]
 */
final class TilePass<T> {

    private final NetworkGraph graph;
    private final RealKernels<T> kernels;
    private final ActivationKernels<T> activation;
    private final List<List<Edge>> into = new ArrayList<>();
    private final List<List<Edge>> outOf = new ArrayList<>();

    TilePass(NetworkGraph graph, RealKernels<T> kernels, ActivationKernels<T> activation) {
        this.graph = graph;
        this.kernels = kernels;
        this.activation = activation;
        for (int node = 0; node <= graph.output(); node++) {
            into.add(graph.into(node));
            outOf.add(graph.outOf(node));
        }
    }

    List<Edge> into(int node) {
        return into.get(node);
    }

    List<Edge> outOf(int node) {
        return outOf.get(node);
    }

    /** What is done with the sums of a hidden node, rows × width in the tile's z, beside activations and slopes. */
    interface SumsVisitor {
        SumsVisitor NONE = node -> { };

        void accept(int node);
    }

    /** Computes activations and slopes of rows {@code start} to {@code end} − 1 of a chunk, and the tile's outputs. */
    void forward(Batch batch, RowChunk chunk, int start, int end, Weights weights, Dropout dropout, ChunkRoom<T> room,
            ChunkRoom.Tile<T> tile, SumsVisitor visitor) {
        int rows = end - start;
        load(batch, chunk, start, end, room, tile);
        for (int node = 1; node < graph.output(); node++) {
            Node layer = graph.nodes().get(node);
            Matrix sums = new Matrix(tile.sums, 0, layer.width());
            boolean adds = graph.addsInputs(node);
            if (adds) {
                putInputs(start, rows, room, tile);
            }
            multiply(node, chunk, start, rows, weights, room, sums, adds ? 1 : 0);
            kernels.get(tile.sums, 0, tile.z, 0, rows * layer.width());
            visitor.accept(node);
            activate(chunk, start, rows, node, dropout, room, tile);
        }
        int output = graph.output();
        int width = graph.nodes().get(output).width();
        Matrix outputs = room.activations(output).part(start, 0);
        multiply(output, chunk, start, rows, weights, room, outputs, 0);
        kernels.get(outputs.vector(), outputs.at(), tile.z, 0, rows * width);
        kernels.widen(tile.z, rows * width, tile.outputs);
    }

    private void load(Batch batch, RowChunk chunk, int start, int end, ChunkRoom<T> room, ChunkRoom.Tile<T> tile) {
        int inputs = graph.architecture().inputs();
        int stride = graph.activationStride(0);
        int[] positions = chunk.positions();
        int row = start;
        while (row < end) {
            int run = 1;
            while (row + run < end && positions[row + run] == positions[row] + run) {
                run++;
            }
            kernels.load(batch.features(), positions[row] * inputs, run, inputs, tile.activations, (row - start) * stride, stride);
            row += run;
        }
        kernels.put(tile.activations, 0, room.activations(0).vector(), start * stride, (end - start) * stride);
    }

    /** Puts the inputs of rows of a chunk in the place of the tile's sums. */
    private void putInputs(int start, int rows, ChunkRoom<T> room, ChunkRoom.Tile<T> tile) {
        int inputs = graph.architecture().inputs();
        Matrix from = room.activations(0);
        for (int row = 0; row < rows; row++) {
            kernels.get(from.vector(), from.at() + (start + row) * from.stride(), tile.z, row * inputs, inputs);
        }
        kernels.put(tile.z, 0, tile.sums, 0, rows * inputs);
    }

    /** The products that lead to a node: its sums from the activations before it. */
    void multiply(int node, RowChunk chunk, int start, int rows, Weights weights, ChunkRoom<T> room, Matrix sums, double beta) {
        for (Edge edge : into.get(node)) {
            int[] range = range(edge, chunk, start, rows);
            Matrix activations = room.activations(edge.from())
                    .part(range[0], graph.activationColumn(edge.from(), edge.group()));
            if (range[0] < range[1]) {
                kernels.multiply(range[1] - range[0], edge.columns(), graph.rows(edge), activations, weights.of(edge, graph), beta,
                        sums.part(range[0] - start, edge.column()));
            }
        }
    }

    /** Which rows of a tile an edge makes. */
    private static int[] range(Edge edge, RowChunk chunk, int start, int rows) {
        return edge.ofTask() ? chunk.range(edge.task(), start, start + rows) : new int[] {start, start + rows};
    }

    private void activate(RowChunk chunk, int start, int rows, int node, Dropout dropout, ChunkRoom<T> room,
            ChunkRoom.Tile<T> tile) {
        int width = graph.nodes().get(node).width();
        if (graph.nodes().get(node).aligned()) {
            System.arraycopy(tile.z, 0, tile.other, 0, rows * width);
            activation.fill(1, room.slopes(node), start * width, 1, rows * width);
            storeActivations(node, start, rows, tile.other, 1, room, tile);
            return;
        }
        activation.forward(tile.z, rows * width, tile.other, room.slopes(node), start * width);
        if (dropout.rate() > 0) {
            long[] keys = new long[rows];
            for (int row = 0; row < rows; row++) {
                keys[row] = ActivationKernels.key(dropout, node, chunk.positions()[start + row]);
            }
            activation.drop(dropout, keys, width, tile.other, room.slopes(node), start * width);
        }
        storeActivations(node, start, rows, tile.other, 1, room, tile);
    }

    /**
     * Stores values of a hidden node as activations.
     *
     * @param values rows × width
     * @param appended what is appended to the values of each group where there is a bias
     */
    void storeActivations(int node, int start, int rows, T values, double appended, ChunkRoom<T> room, ChunkRoom.Tile<T> tile) {
        Node layer = graph.nodes().get(node);
        int stride = graph.activationStride(node);
        T padded = graph.ones() > 0 ? tile.activations : values;
        for (int group = 0; group < layer.groups() && graph.ones() > 0; group++) {
            int column = graph.activationColumn(node, group);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(values, row * layer.width() + layer.column(group), padded, row * stride + column,
                        layer.width(group));
            }
            activation.fill(appended, padded, column + layer.width(group), stride, rows);
        }
        kernels.put(padded, 0, room.activations(node).vector(), start * stride, rows * stride);
    }

    /** Stores the deltas of the outputs and computes those of all hidden nodes above one. */
    void backward(RowChunk chunk, int start, int rows, int above, Weights weights, ChunkRoom<T> room, ChunkRoom.Tile<T> tile) {
        storeOutputDeltas(start, rows, room, tile);
        for (int node = graph.output() - 1; node > above; node--) {
            int width = graph.nodes().get(node).width();
            multiplyBack(node, chunk, start, rows, weights, room, room.deltas(node).part(start, 0), 0);
            kernels.scale(room.deltas(node).vector(), start * width, room.slopes(node), start * width, rows * width);
        }
    }

    /** Stores the tile's deltas as those of the outputs. */
    void storeOutputDeltas(int start, int rows, ChunkRoom<T> room, ChunkRoom.Tile<T> tile) {
        int output = graph.output();
        int width = graph.nodes().get(output).width();
        kernels.narrow(tile.deltas, rows * width, tile.z);
        kernels.put(tile.z, 0, room.deltas(output).vector(), start * width, rows * width);
    }

    /** The products that lead back to a node: its deltas before they are multiplied with slopes. */
    void multiplyBack(int node, RowChunk chunk, int start, int rows, Weights weights, ChunkRoom<T> room, Matrix sums,
            double beta) {
        for (Edge edge : outOf.get(node)) {
            int[] range = range(edge, chunk, start, rows);
            if (range[0] < range[1]) {
                kernels.multiplyByTransposed(range[1] - range[0], edge.inputs(), edge.columns(),
                        room.deltas(edge.to()).part(range[0], edge.column()), weights.of(edge, graph), beta,
                        sums.part(range[0] - start, graph.nodes().get(node).column(edge.group())));
            }
        }
    }
}
