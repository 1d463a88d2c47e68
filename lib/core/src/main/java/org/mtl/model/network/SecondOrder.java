package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.NetworkGraph.Node;

/**
 * Products with second derivatives: how activations and deltas change where the weights move in a direction, carried through
 * the forward and the backward pass (Pearlmutter 1994, Fast exact multiplication by the Hessian).
 *
 * @param <T> float[] or double[]
 */
final class SecondOrder<T> {

    private final EngineCore<T> core;
    private final List<GradientPieces.Piece> movedPieces;
    private Weights moved;
    private Weights result;
    private Changes<T> held;
    private int changesRows;

    SecondOrder(EngineCore<T> core) {
        this.core = core;
        // The inputs do not change.
        this.movedPieces = core.products.pieces(core.graph.edges().stream().filter(edge -> edge.from() > 0).toList());
    }

    /** Changes of activations, in the room's activations, and of deltas; f'' in its slopes; changes of sums beside it. */
    private record Changes<T>(ChunkRoom<T> room, List<T> sums) {}

    /** Room for the changes of a chunk, which is kept for the next one. */
    private Changes<T> changes(int rows) {
        if (changesRows < rows) {
            List<T> sums = new ArrayList<>();
            for (Node node : core.graph.nodes()) {
                sums.add(core.kernels.array(node.hidden() ? rows * node.width() : 0));
            }
            held = new Changes<>(new ChunkRoom<>(core.graph, core.kernels, rows), sums);
            changesRows = rows;
        }
        return held;
    }

    /** {@link NetworkEngine#hessianProduct}. */
    void hessianProduct(Batch batch, double[] direction, double[] product, boolean add) {
        compute(batch, direction, product, add, true);
    }

    /** {@link NetworkEngine#gaussNewtonProduct}. */
    void gaussNewtonProduct(Batch batch, double[] direction, double[] product, boolean add) {
        compute(batch, direction, product, add, false);
    }

    private void compute(Batch batch, double[] direction, double[] product, boolean add, boolean full) {
        core.stack();
        int size = core.graph.architecture().parameters();
        if (moved == null) {
            moved = Weights.zeros(core.graph, core.kernels, core.heads);
            result = Weights.zeros(core.graph, core.kernels, core.heads);
        }
        moved.flat().put(0, size, direction);
        core.heads.stack(moved.flat(), moved.stack());
        boolean adds = false;
        for (RowChunk chunk : core.graph.chunks(batch, EngineCore.CHUNK_ROWS)) {
            Changes<T> changes = changes(chunk.count());
            ChunkRoom<T> room = core.room(chunk.count());
            tiles(batch, chunk, changes, full);
            ChunkRoom<T> deltas = full ? changes.room() : room;
            core.products.compute(core.pieces, chunk, room, deltas, adds ? 1 : 0, result, core.workers);
            if (full) {
                core.products.compute(movedPieces, chunk, changes.room(), room, 1, result, core.workers);
            }
            adds = true;
        }
        if (adds) {
            core.heads.unstack(result.stack(), result.flat());
        } else {
            core.kernels.clear(result.flat());
        }
        double[] values = new double[size];
        result.flat().get(0, size, values);
        for (int i = 0; i < size; i++) {
            product[i] = add ? product[i] + values[i] : values[i];
        }
    }

    private void tiles(Batch batch, RowChunk chunk, Changes<T> changes, boolean full) {
        ChunkRoom<T> room = core.room(chunk.count());
        core.workers.forEach(chunk.tiles(), t -> {
            int start = t * chunk.tileRows();
            int rows = Math.min(chunk.count(), start + chunk.tileRows()) - start;
            ChunkRoom.Tile<T> tile = room.tile(t);
            core.pass.forward(batch, chunk, start, start + rows, core.parameters, Dropout.NONE, room, tile, node -> {
                int width = core.graph.nodes().get(node).width();
                if (core.graph.nodes().get(node).aligned()) {
                    core.activation.fill(0, changes.room().slopes(node), start * width, 1, rows * width);
                } else {
                    core.activation.curvatures(tile.z, rows * width, changes.room().slopes(node), start * width);
                }
            });
            forwardChanges(chunk, start, rows, changes, room, tile);
            double[] changed = new double[rows * core.losses.width()];
            double[] curved = new double[changed.length];
            core.kernels.widen(tile.z, changed.length, changed);
            core.losses.curvatureProducts(chunk, start, start + rows, tile.outputs, changed, curved);
            if (full) {
                core.losses.deltas(chunk, start, start + rows, tile.outputs, true, tile.deltas);
                core.pass.storeOutputDeltas(start, rows, room, tile);
            }
            System.arraycopy(curved, 0, tile.deltas, 0, curved.length);
            if (full) {
                core.pass.storeOutputDeltas(start, rows, changes.room(), tile);
                backwardChanges(chunk, start, rows, changes, room, tile);
            } else {
                core.pass.backward(chunk, start, rows, 0, core.parameters, room, tile);
            }
        });
    }

    /** Changes of sums and activations, node by node; leaves those of the outputs in the tile's z. */
    private void forwardChanges(RowChunk chunk, int start, int rows, Changes<T> changes, ChunkRoom<T> room,
            ChunkRoom.Tile<T> tile) {
        for (int node = 1; node <= core.graph.output(); node++) {
            Node layer = core.graph.nodes().get(node);
            int width = layer.width();
            Matrix sums = new Matrix(tile.sums, 0, width);
            core.pass.multiply(node, chunk, start, rows, moved, room, sums, 0);
            if (core.pass.into(node).get(0).from() > 0) {
                core.pass.multiply(node, chunk, start, rows, core.parameters, changes.room(), sums, 1);
            }
            core.kernels.get(tile.sums, 0, tile.z, 0, rows * width);
            if (layer.hidden()) {
                System.arraycopy(tile.z, 0, changes.sums().get(node), start * width, rows * width);
                core.kernels.scale(tile.z, room.slopes(node), start * width, rows * width);
                core.pass.storeActivations(node, start, rows, tile.z, 0, changes.room(), tile);
            }
        }
    }

    private void backwardChanges(RowChunk chunk, int start, int rows, Changes<T> changes, ChunkRoom<T> room,
            ChunkRoom.Tile<T> tile) {
        for (int node = core.graph.output() - 1; node > 0; node--) {
            int width = core.graph.nodes().get(node).width();
            int size = rows * width;
            Matrix sums = new Matrix(tile.sums, 0, width);
            core.pass.multiplyBack(node, chunk, start, rows, core.parameters, changes.room(), sums, 0);
            core.pass.multiplyBack(node, chunk, start, rows, moved, room, sums, 1);
            core.kernels.get(tile.sums, 0, tile.other, 0, size);
            core.kernels.scale(tile.other, room.slopes(node), start * width, size);
            core.pass.multiplyBack(node, chunk, start, rows, core.parameters, room, sums, 0);
            core.kernels.get(tile.sums, 0, tile.z, 0, size);
            core.kernels.addProduct(tile.other, tile.z, changes.room().slopes(node), changes.sums().get(node), start * width, size);
            core.kernels.put(tile.other, 0, changes.room().deltas(node).vector(), start * width, size);
            core.kernels.scale(tile.z, room.slopes(node), start * width, size);
            core.kernels.put(tile.z, 0, room.deltas(node).vector(), start * width, size);
        }
    }
}
