package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;

/**
 * The gradients of examples, as products with directions and as their two factors.
 *
 * @param <T> float[] or double[]
 */
final class ExampleProducts<T> {

    private final EngineCore<T> core;

    ExampleProducts(EngineCore<T> core) {
        this.core = core;
    }

    private record Prepared(List<Weights> vectors) implements NetworkEngine.Directions {

        @Override
        public int count() {
            return vectors.size();
        }
    }

    /** {@link NetworkEngine#directions}. */
    NetworkEngine.Directions directions(double[] vectors, int count) {
        int size = core.graph.architecture().parameters();
        List<Weights> prepared = new ArrayList<>();
        double[] vector = new double[size];
        for (int t = 0; t < count; t++) {
            Weights weights = Weights.zeros(core.graph, core.kernels, core.heads);
            System.arraycopy(vectors, t * size, vector, 0, size);
            weights.flat().put(0, size, vector);
            core.heads.stack(weights.flat(), weights.stack());
            prepared.add(weights);
        }
        return new Prepared(prepared);
    }

    /** {@link NetworkEngine#exampleProducts}. */
    void compute(Batch batch, NetworkEngine.Directions directions, double[] products) {
        core.stack();
        List<Weights> vectors = ((Prepared) directions).vectors();
        for (RowChunk chunk : core.graph.chunks(batch, EngineCore.CHUNK_ROWS)) {
            ChunkRoom<T> room = core.room(chunk.count());
            boolean together = chunk.separate() || core.graph.architecture().tasks() == 1;
            core.forward(batch, chunk, Dropout.NONE, (start, end, tile) -> {
                core.losses.deltas(chunk, start, end, tile.outputs, false, tile.deltas);
                core.pass.backward(chunk, start, end - start, together ? 0 : core.graph.trunk(), core.parameters, room, tile);
                List<List<T>> moved = moved(chunk, start, end - start, vectors, room, tile);
                TaskChain<T> chain = new TaskChain<>(core, together ? 0 : end - start);
                for (RowChunk.Part part : chunk.parts()) {
                    int from = part.below(start);
                    int to = part.below(end);
                    if (from < to && !together) {
                        chain.backward(part.task(), start, end - start, 0, room);
                    }
                    if (from < to) {
                        addDots(part, from, to, start, end - start, together ? room::deltas : node -> trunkOr(chain, room, node, start),
                                together ? start : 0, moved, tile, products);
                    }
                }
            });
        }
    }

    private interface DeltasOf {
        Matrix of(int node);
    }

    /** Deltas of a tile's own chain in the trunk, of the room above it. */
    private Matrix trunkOr(TaskChain<T> chain, ChunkRoom<T> room, int node, int start) {
        return node <= core.graph.trunk() ? chain.deltas(node) : room.deltas(node).part(start, 0);
    }

    /** AU of each direction and node, rows × width. */
    private List<List<T>> moved(RowChunk chunk, int start, int rows, List<Weights> vectors, ChunkRoom<T> room, ChunkRoom.Tile<T> tile) {
        List<List<T>> moved = new ArrayList<>();
        for (Weights vector : vectors) {
            List<T> nodes = new ArrayList<>();
            nodes.add(core.kernels.array(0));
            for (int node = 1; node <= core.graph.output(); node++) {
                int width = core.graph.nodes().get(node).width();
                core.pass.multiply(node, chunk, start, rows, vector, room, new Matrix(tile.sums, 0, width), 0);
                T values = core.kernels.array(rows * width);
                core.kernels.get(tile.sums, 0, values, 0, rows * width);
                nodes.add(values);
            }
            moved.add(nodes);
        }
        return moved;
    }

    /** Adds the row sums of (AU) ∘ D over all nodes, of heads the columns of the task. */
    private void addDots(RowChunk.Part part, int from, int to, int start, int rows, DeltasOf deltas, int first,
            List<List<T>> moved, ChunkRoom.Tile<T> tile, double[] products) {
        int count = moved.size();
        Arrays.fill(products, (part.pair() + from) * count, (part.pair() + to) * count, 0);
        for (int node = 1; node <= core.graph.output(); node++) {
            NetworkGraph.Node layer = core.graph.nodes().get(node);
            Matrix matrix = deltas.of(node);
            core.kernels.get(matrix.vector(), matrix.at() + first * layer.width(), tile.z, 0, rows * layer.width());
            boolean shared = node <= core.graph.trunk();
            int column = shared ? 0 : layer.column(part.task());
            int width = shared ? layer.width() : layer.width(part.task());
            for (int i = from; i < to; i++) {
                int at = (part.places()[i] - start) * layer.width() + column;
                for (int t = 0; t < count; t++) {
                    products[(part.pair() + i) * count + t] +=
                            core.kernels.dot(moved.get(t).get(node), at, tile.z, at, width);
                }
            }
        }
    }

    /** {@link NetworkEngine#layers}. */
    void layers(Batch batch, int entry, NetworkEngine.LayerVisitor visitor) {
        core.stack();
        int task = batch.labels().get(entry).task();
        for (RowChunk chunk : RowChunk.ofLabels(batch, entry, EngineCore.CHUNK_ROWS)) {
            ChunkRoom<T> room = core.room(chunk.count());
            core.forward(batch, chunk, Dropout.NONE, (start, end, tile) -> {
                core.losses.deltas(chunk, start, end, tile.outputs, false, tile.deltas);
                core.pass.backward(chunk, start, end - start, 0, core.parameters, room, tile);
            });
            visit(chunk, task, room, visitor);
        }
    }

    private void visit(RowChunk chunk, int task, ChunkRoom<T> room, NetworkEngine.LayerVisitor visitor) {
        NetworkGraph graph = core.graph;
        List<Architecture.Block> blocks = graph.architecture().blocks();
        int first = chunk.parts().get(0).from();
        for (int node = 1; node <= graph.output(); node++) {
            boolean shared = node <= graph.trunk();
            int block = graph.blockInto(node, task);
            int group = node - 1 <= graph.trunk() ? 0 : task;
            double[] activations = columns(room.activations(node - 1), graph.activationColumn(node - 1, group),
                    blocks.get(block).rows(), chunk.count());
            double[] deltas = columns(room.deltas(node), shared ? 0 : graph.nodes().get(node).column(task),
                    blocks.get(block).columns(), chunk.count());
            visitor.accept(blocks.get(block), first, chunk.count(), activations, deltas);
        }
    }

    private static double[] columns(Matrix matrix, int column, int width, int rows) {
        double[] values = new double[rows * width];
        double[] row = new double[matrix.stride()];
        RealVector vector = matrix.vector();
        for (int i = 0; i < rows; i++) {
            vector.get(matrix.at() + i * matrix.stride(), matrix.stride(), row);
            System.arraycopy(row, column, values, i * width, width);
        }
        return values;
    }
}
