package org.mtl.model.network;

/**
 * Rows that go through a network at once, with a room of their own in which activations and deltas stay.
 *
 * @param <T> float[] or double[]
 */
final class PassRows<T> {

    private final EngineCore<T> core;
    private ChunkRoom<T> room;
    private int roomRows;
    private Batch batch;
    private RowChunk chunk;

    PassRows(EngineCore<T> core) {
        this.core = core;
    }

    /** Whether a batch can be such rows: it is no larger than a chunk, and every row has one label. */
    static boolean fits(NetworkGraph graph, Batch batch) {
        return !graph.aligned() && batch.count() > 0 && batch.count() <= EngineCore.CHUNK_ROWS && batch.pairs() == batch.count()
                && batch.isSeparate();
    }

    /** Takes other rows. */
    void begin(Batch rows) {
        batch = rows;
        label(rows);
        if (roomRows < chunk.count()) {
            roomRows = Math.min(EngineCore.CHUNK_ROWS, Math.max(chunk.count(), RowChunk.TILE_ROWS));
            room = new ChunkRoom<>(core.graph, core.kernels, roomRows);
        }
    }

    /** Lets the same rows count otherwise. */
    void label(Batch same) {
        chunk = core.graph.chunks(same, EngineCore.CHUNK_ROWS).get(0);
    }

    RowChunk chunk() {
        return chunk;
    }

    ChunkRoom<T> room() {
        return room;
    }

    /** The first row of a tile. */
    int start(int tile) {
        return tile * chunk.tileRows();
    }

    /** The rows of a tile. */
    int rows(int tile) {
        return Math.min(chunk.count() - start(tile), chunk.tileRows());
    }

    void forward(int tile, Weights weights) {
        core.pass.forward(batch, chunk, start(tile), start(tile) + rows(tile), weights, Dropout.NONE, room, room.tile(tile),
                TilePass.SumsVisitor.NONE);
    }

    /**
     * Computes deltas of the batch's value from the outputs.
     *
     * @param sums to which each task's losses are added
     */
    void backward(int tile, Weights weights, double[] sums) {
        ChunkRoom.Tile<T> of = room.tile(tile);
        core.losses.addSumsAndDeltas(chunk, start(tile), start(tile) + rows(tile), of.outputs, sums, of.deltas);
        core.pass.backward(chunk, start(tile), rows(tile), 0, weights, room, of);
    }

    /** Computes deltas of each row's loss, without its factor. */
    void backwardOfRows(int tile, Weights weights) {
        ChunkRoom.Tile<T> of = room.tile(tile);
        core.losses.deltas(chunk, start(tile), start(tile) + rows(tile), of.outputs, false, of.deltas);
        core.pass.backward(chunk, start(tile), rows(tile), 0, weights, room, of);
    }
}
