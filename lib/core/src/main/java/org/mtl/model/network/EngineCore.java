package org.mtl.model.network;

import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.parallel.Workers;

/**
 * What all computations of an engine have in common: its layers, its kernels, its weights and the rooms for a chunk.
 *
 * @param <T> float[] or double[]
 */
final class EngineCore<T> {

    /** Rows of a chunk. */
    static final int CHUNK_ROWS = 1024;

    final NetworkGraph graph;
    final RealKernels<T> kernels;
    final ActivationKernels<T> activation;
    final OutputLosses losses;
    final Workers workers;
    final HeadStack<T> heads;
    final TilePass<T> pass;
    final GradientPieces<T> products;
    final List<GradientPieces.Piece> pieces;
    final Weights parameters;
    final Weights gradient;
    private ChunkRoom<T> room;
    private int roomRows;

    EngineCore(Architecture architecture, List<Loss> losses, RealKernels<T> kernels, ActivationKernels<T> activation,
            Workers workers) {
        this.graph = new NetworkGraph(architecture);
        this.kernels = kernels;
        this.activation = activation;
        this.losses = new OutputLosses(architecture, losses);
        this.workers = workers;
        this.heads = new HeadStack<>(graph, kernels);
        this.pass = new TilePass<>(graph, kernels, activation);
        this.products = new GradientPieces<>(graph, kernels);
        this.pieces = products.pieces(graph.edges());
        this.parameters = Weights.zeros(graph, kernels, heads);
        this.gradient = Weights.zeros(graph, kernels, heads);
        this.room = room(0);
    }

    /** Room for a chunk, which is kept for the next one. */
    ChunkRoom<T> room(int rows) {
        if (room == null || roomRows < rows) {
            roomRows = Math.min(CHUNK_ROWS, Math.max(rows, RowChunk.TILE_ROWS));
            room = new ChunkRoom<>(graph, kernels, roomRows);
        }
        return room;
    }

    /** Brings the stack up to date with the parameters, which callers may have changed. */
    void stack() {
        heads.stack(parameters.flat(), parameters.stack());
    }

    /** What is done with a tile after its forward pass. */
    interface TileBody<T> {
        void accept(int start, int end, ChunkRoom.Tile<T> tile);
    }

    /** The forward pass of a chunk, and what follows it, tile by tile on all threads. */
    void forward(Batch batch, RowChunk chunk, Dropout dropout, TileBody<T> body) {
        ChunkRoom<T> of = room(chunk.count());
        workers.forEach(chunk.tiles(), t -> {
            int start = t * chunk.tileRows();
            int end = Math.min(chunk.count(), start + chunk.tileRows());
            ChunkRoom.Tile<T> tile = of.tile(t);
            pass.forward(batch, chunk, start, end, parameters, dropout, of, tile, TilePass.SumsVisitor.NONE);
            body.accept(start, end, tile);
        });
    }

    /** Adds the sums of tiles, in their order. */
    static void addInOrder(double[][] ofTiles, double[] sums) {
        for (double[] ofTile : ofTiles) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += ofTile[k];
            }
        }
    }
}
