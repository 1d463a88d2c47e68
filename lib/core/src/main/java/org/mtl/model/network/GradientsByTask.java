package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.NetworkGraph.Edge;

/**
 * The gradients of all tasks by the trunk, K vectors.
 *
 * <p>Where no row has labels of two tasks, one backward pass serves all, and a task's gradient is a product over its rows.
 * Otherwise the deltas of each task are led back through the trunk apart.
 *
 * @param <T> float[] or double[]
 */
final class GradientsByTask<T> implements TaskGradients {

    /** Rows whose deltas are led back at once. */
    private static final int CHAIN_ROWS = 256;

    /** Values of a piece of work on whole gradients. */
    private static final int PIECE_VALUES = 1 << 12;

    private final EngineCore<T> core;
    private final JointGradient<T> joint;
    private final List<GradientPieces.Piece> trunkPieces;
    private final List<GradientPieces.Piece> headPieces;
    private final int shared;
    private final ThreadLocal<TaskChain<T>> chains;
    private final GradientProducts<T> products;
    private List<Weights> gradients = List.of();
    private double[] losses = new double[0];

    GradientsByTask(EngineCore<T> core, JointGradient<T> joint) {
        this.core = core;
        this.joint = joint;
        List<Edge> edges = core.graph.edges();
        int trunk = core.graph.trunk();
        this.trunkPieces = core.products.pieces(edges.stream().filter(edge -> edge.to() <= trunk && !edge.ofTask()).toList());
        this.headPieces = core.products.pieces(edges.stream().filter(edge -> edge.to() > trunk || edge.ofTask()).toList());
        this.shared = core.graph.architecture().sharedParameters();
        this.chains = ThreadLocal.withInitial(() -> new TaskChain<>(core, 0));
        this.products = new GradientProducts<>(core.kernels, tasks());
    }

    private int tasks() {
        return core.graph.architecture().tasks();
    }

    /** {@link NetworkEngine#taskGradients}. */
    TaskGradients compute(Batch batch, Dropout dropout) {
        core.stack();
        if (gradients.isEmpty()) {
            List<Weights> all = new ArrayList<>();
            for (int k = 0; k < tasks(); k++) {
                all.add(new Weights(core.kernels.vector(shared), core.parameters.stack()));
            }
            gradients = all;
        }
        losses = new double[tasks()];
        boolean[] begun = new boolean[tasks()];
        boolean any = false;
        for (RowChunk chunk : core.graph.chunks(batch, EngineCore.CHUNK_ROWS)) {
            ChunkRoom<T> room = core.room(chunk.count());
            if (chunk.separate() || tasks() == 1) {
                joint.deltas(batch, chunk, dropout, losses);
                byRanges(chunk, room, begun);
            } else {
                headDeltas(batch, chunk, dropout, room);
                byChains(chunk, room, begun);
            }
            core.products.compute(headPieces, chunk, room, room, any ? 1 : 0, core.gradient, core.workers);
            any = true;
        }
        if (any) {
            core.heads.unstack(core.gradient.stack(), core.gradient.flat());
        } else {
            core.kernels.clear(core.gradient.flat());
        }
        for (int k = 0; k < tasks(); k++) {
            if (!begun[k]) {
                core.kernels.clear(gradients.get(k).flat());
            }
        }
        return this;
    }

    /** A product for each task over the range of its rows. */
    private void byRanges(RowChunk chunk, ChunkRoom<T> room, boolean[] begun) {
        List<RowChunk.Part> parts = chunk.parts();
        int pieces = trunkPieces.size();
        core.workers.forEach(parts.size() * pieces, i -> {
            RowChunk.Part part = parts.get(i / pieces);
            GradientPieces.Piece piece = trunkPieces.get(i % pieces);
            int first = part.places()[0];
            int rows = part.places()[part.places().length - 1] + 1 - first;
            core.products.compute(piece, room.activations(piece.edge().from()), room.deltas(piece.edge().to()), first, rows,
                    begun[part.task()] ? 1 : 0, gradients.get(part.task()));
        });
        parts.forEach(part -> begun[part.task()] = true);
    }

    private void headDeltas(Batch batch, RowChunk chunk, Dropout dropout, ChunkRoom<T> room) {
        double[][] ofTiles = new double[chunk.tiles()][tasks()];
        core.forward(batch, chunk, dropout, (start, end, tile) -> {
            core.losses.addSumsAndDeltas(chunk, start, end, tile.outputs, ofTiles[start / chunk.tileRows()], tile.deltas);
            core.pass.backward(chunk, start, end - start, core.graph.trunk(), core.parameters, room, tile);
        });
        EngineCore.addInOrder(ofTiles, losses);
    }

    /** Each task's deltas are led back, and its gradient made of them, while they are in the nearest cache. */
    private void byChains(RowChunk chunk, ChunkRoom<T> room, boolean[] begun) {
        List<RowChunk.Part> parts = chunk.parts();
        core.workers.forEach(parts.size(), i -> {
            int task = parts.get(i).task();
            TaskChain<T> chain = chain(chunk.count());
            for (int start = 0; start < chunk.count(); start += CHAIN_ROWS) {
                chain.backward(task, start, Math.min(chunk.count() - start, CHAIN_ROWS), start, room);
            }
            for (GradientPieces.Piece piece : trunkPieces) {
                core.products.compute(piece, room.activations(piece.edge().from()), chain.deltas(piece.edge().to()), 0,
                        chunk.count(), begun[task] ? 1 : 0, gradients.get(task));
            }
        });
        parts.forEach(part -> begun[part.task()] = true);
    }

    /** The calling thread's own room for so many rows. */
    private TaskChain<T> chain(int rows) {
        if (chains.get().rows() < rows) {
            chains.set(new TaskChain<>(core, rows));
        }
        return chains.get();
    }

    @Override
    public double[] losses() {
        return losses.clone();
    }

    @Override
    public double[] gram() {
        List<RealVector> rows = gradients.stream().map(Weights::flat).toList();
        double[][] parts = new double[pieces()][];
        core.workers.forEach(parts.length, p -> {
            int from = p * PIECE_VALUES;
            parts[p] = products.of(rows, from, Math.min(PIECE_VALUES, shared - from));
        });
        double[] gram = new double[tasks() * tasks()];
        EngineCore.addInOrder(parts, gram);
        return gram;
    }

    private int pieces() {
        return (shared + PIECE_VALUES - 1) / PIECE_VALUES;
    }

    @Override
    public void copy(int task, double[] into) {
        gradients.get(task).flat().get(0, shared, into);
    }

    @Override
    public void combine(double[] coefficients) {
        double[] given = Arrays.copyOf(coefficients, tasks());
        RealVector target = core.gradient.flat();
        core.workers.forEach(pieces(), p -> {
            int from = p * PIECE_VALUES;
            int count = Math.min(PIECE_VALUES, shared - from);
            core.kernels.put(core.kernels.array(count), 0, target, from, count);
            for (int k = 0; k < given.length; k++) {
                core.kernels.add(target, given[k], gradients.get(k).flat(), from, count);
            }
        });
    }
}
