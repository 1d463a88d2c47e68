package org.mtl.model.network;

import java.util.List;

/**
 * Predictions, losses and the gradient of a batch's value.
 *
 * @param <T> float[] or double[]
 */
final class JointGradient<T> {

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
        core.stack();
        double[] sums = new double[core.graph.architecture().tasks()];
        boolean adds = add;
        if (add) {
            core.heads.stack(core.gradient.flat(), core.gradient.stack());
        }
        for (RowChunk chunk : core.graph.chunks(batch, EngineCore.CHUNK_ROWS)) {
            deltas(batch, chunk, dropout, sums);
            ChunkRoom<T> room = core.room(chunk.count());
            core.products.compute(core.pieces, chunk, room, room, adds ? 1 : 0, core.gradient, core.workers);
            adds = true;
        }
        if (adds) {
            core.heads.unstack(core.gradient.stack(), core.gradient.flat());
        } else {
            core.clear(core.gradient.flat());
        }
        return sums;
    }

    /** Forward and backward pass of a chunk; adds each task's losses to its sum. */
    void deltas(Batch batch, RowChunk chunk, Dropout dropout, double[] sums) {
        double[][] ofTiles = new double[chunk.tiles()][sums.length];
        ChunkRoom<T> room = core.room(chunk.count());
        core.forward(batch, chunk, dropout, (start, end, tile) -> {
            core.losses.addSumsAndDeltas(chunk, start, end, tile.outputs, ofTiles[start / chunk.tileRows()], tile.deltas);
            core.pass.backward(chunk, start, end - start, 0, core.parameters, room, tile);
        });
        EngineCore.addInOrder(ofTiles, sums);
    }
}
