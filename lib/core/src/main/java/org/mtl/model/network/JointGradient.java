package org.mtl.model.network;

import java.util.List;
import org.mtl.linalg.RealKernels;

/**
 * Predictions, losses and the gradient of a batch's value.
 *
 * @param <T> float[] or double[]
 */
final class JointGradient<T> {

    private static final double[] NO_INPUTS = {};

    private final EngineCore<T> core;

    JointGradient(EngineCore<T> core) {
        this.core = core;
    }

    /** {@link NetworkEngine#predict}. */
    void predict(Batch batch, double[] outputs) {
        core.stack();
        int width = core.losses.width();
        if (core.graph.aligned()) {
            predictAligned(batch, outputs);
            return;
        }
        int[] done = new int[1];
        for (RowChunk chunk : RowChunk.inOrder(new Batch(batch.count(), batch.features(), List.of()), EngineCore.CHUNK_ROWS)) {
            core.forward(batch, chunk, Dropout.NONE, (start, end, tile) ->
                    System.arraycopy(tile.outputs, 0, outputs, (done[0] + start) * width, (end - start) * width));
            done[0] += chunk.count();
        }
    }

    /** A pass for each task, since the trunk sees another row for each. */
    private void predictAligned(Batch batch, double[] outputs) {
        int width = core.losses.width();
        int column = 0;
        for (int task = 0; task < core.graph.architecture().tasks(); task++) {
            int own = core.graph.architecture().outputs().get(task);
            int first = column;
            for (RowChunk chunk : RowChunk.ofTask(batch, task, EngineCore.CHUNK_ROWS)) {
                core.forward(batch, chunk, Dropout.NONE, (start, end, tile) -> {
                    for (int row = start; row < end; row++) {
                        System.arraycopy(tile.outputs, (row - start) * width + first, outputs,
                                chunk.positions()[row] * width + first, own);
                    }
                });
            }
            column += own;
        }
    }

    /** {@link NetworkEngine#losses}. */
    double[] losses(Batch batch) {
        core.stack();
        double[] sums = new double[core.graph.architecture().tasks()];
        for (RowChunk chunk : core.graph.chunks(batch, EngineCore.CHUNK_ROWS)) {
            double[][] ofTiles = new double[chunk.tiles()][sums.length];
            core.forward(batch, chunk, Dropout.NONE, (start, end, tile) ->
                    core.losses.addSums(chunk, start, end, tile.outputs, ofTiles[start / chunk.tileRows()]));
            EngineCore.addInOrder(ofTiles, sums);
        }
        return sums;
    }

    /** {@link NetworkEngine#gradient}. */
    double[] gradient(Batch batch, Dropout dropout, boolean add) {
        return gradient(batch, dropout, add, NO_INPUTS);
    }

    /**
     * The same, and the derivatives of the batch's value by its features.
     *
     * @param inputs receives count × d values; those of rows that are in no product are left as they are. Of length 0: none are
     *     wanted
     */
    double[] gradient(Batch batch, Dropout dropout, boolean add, double[] inputs) {
        core.stack();
        double[] sums = new double[core.graph.architecture().tasks()];
        boolean adds = add;
        if (add) {
            core.heads.stack(core.gradient.flat(), core.gradient.stack());
        }
        for (RowChunk chunk : core.graph.chunks(batch, EngineCore.CHUNK_ROWS)) {
            deltas(batch, chunk, dropout, sums, inputs);
            ChunkRoom<T> room = core.room(chunk.count());
            core.products.compute(core.pieces, chunk, room, room, adds ? 1 : 0, core.gradient, core.workers);
            adds = true;
        }
        if (adds) {
            core.heads.unstack(core.gradient.stack(), core.gradient.flat());
        } else {
            core.kernels.clear(core.gradient.flat());
        }
        return sums;
    }

    /** Forward and backward pass of a chunk; adds each task's losses to its sum. */
    void deltas(Batch batch, RowChunk chunk, Dropout dropout, double[] sums) {
        deltas(batch, chunk, dropout, sums, NO_INPUTS);
    }

    private void deltas(Batch batch, RowChunk chunk, Dropout dropout, double[] sums, double[] inputs) {
        double[][] ofTiles = new double[chunk.tiles()][sums.length];
        ChunkRoom<T> room = core.room(chunk.count());
        core.forward(batch, chunk, dropout, (start, end, tile) -> {
            core.losses.addSumsAndDeltas(chunk, start, end, tile.outputs, ofTiles[start / chunk.tileRows()], tile.deltas);
            core.pass.backward(chunk, start, end - start, 0, core.parameters, room, tile);
            if (inputs.length > 0) {
                inputDeltas(chunk, start, end, room, tile, inputs);
            }
        });
        EngineCore.addInOrder(ofTiles, sums);
    }

    private void inputDeltas(RowChunk chunk, int start, int end, ChunkRoom<T> room, ChunkRoom.Tile<T> tile, double[] inputs) {
        int width = core.graph.architecture().inputs();
        int rows = end - start;
        core.pass.multiplyBack(0, chunk, start, rows, core.parameters, room, new RealKernels.Matrix(tile.sums, 0, width), 0);
        core.kernels.get(tile.sums, 0, tile.z, 0, rows * width);
        double[] wide = new double[rows * width];
        core.kernels.widen(tile.z, rows * width, wide);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(wide, row * width, inputs, chunk.positions()[start + row] * width, width);
        }
    }
}
