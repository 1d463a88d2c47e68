package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealVector;

/**
 * Sums over a batch at parameters other than the engine's own, of which only the forward pass is needed.
 *
 * @param <T> float[] or double[]
 */
final class CandidateSums<T> {

    private final EngineCore<T> core;
    private final ThreadLocal<ChunkRoom<T>> rooms;
    private final List<RealVector> stacks = new ArrayList<>();

    CandidateSums(EngineCore<T> core) {
        this.core = core;
        this.rooms = ThreadLocal.withInitial(() -> new ChunkRoom<>(core.graph, core.kernels, RowChunk.MOST_TILE_ROWS));
    }

    /** {@link NetworkEngine#sumsAt}. */
    double[][] compute(Batch batch, List<RealVector> vectors, NetworkEngine.Summand summand) {
        List<Weights> weights = weights(vectors);
        List<RowChunk> chunks = core.graph.chunks(batch, RowChunk.MOST_TILE_ROWS);
        int tasks = core.graph.architecture().tasks();
        double[][] parts = new double[vectors.size() * chunks.size()][tasks];
        // One vector's chunks after another, while its weights are in the cache.
        core.workers.forEach(parts.length, i -> {
            RowChunk chunk = chunks.get(i % chunks.size());
            ChunkRoom<T> room = rooms.get();
            ChunkRoom.Tile<T> tile = room.tile(0);
            core.pass.forward(batch, chunk, 0, chunk.count(), weights.get(i / chunks.size()), Dropout.NONE, room, tile,
                    TilePass.SumsVisitor.NONE);
            core.losses.addSums(chunk, 0, chunk.count(), tile.outputs, summand, parts[i]);
        });
        double[][] sums = new double[vectors.size()][tasks];
        for (int i = 0; i < parts.length; i++) {
            for (int k = 0; k < tasks; k++) {
                sums[i / chunks.size()][k] += parts[i][k];
            }
        }
        return sums;
    }

    private List<Weights> weights(List<RealVector> vectors) {
        List<Weights> weights = new ArrayList<>();
        for (RealVector vector : vectors) {
            if (stacks.size() <= weights.size()) {
                stacks.add(core.kernels.vector(core.heads.size()));
            }
            RealVector stack = stacks.get(weights.size());
            core.heads.stack(vector, stack);
            weights.add(new Weights(vector, stack));
        }
        return weights;
    }
}
