package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;

/**
 * Keeps the activations of rows, so that they are computed once, and takes products of examples' gradients without the
 * gradients: those of two examples by the weights of a layer, aδ' and bε', have the product (a · b)(δ · ε).
 *
 * @param <T> float[] or double[]
 */
final class KeptPass<T> {

    private final EngineCore<T> core;
    private final PassRows<T> own;
    private final List<PassRows<T>> others = new ArrayList<>();
    private final List<Room<T>> rooms = new ArrayList<>();
    private final RealVector stackAhead;
    private int roomSize;

    KeptPass(EngineCore<T> core) {
        this.core = core;
        this.own = new PassRows<>(core);
        this.stackAhead = core.kernels.vector(core.heads.size());
    }

    /** Products of a tile's rows with others, of activations and of deltas, outside and in the heap. */
    private record Room<T>(RealVector matrix, T activations, T deltas) {}

    /** {@link NetworkEngine#examplePass}. */
    ExamplePass of(NetworkEngine engine, Batch batch) {
        ExamplePass repeated = new RepeatedPass(engine, batch);
        if (!PassRows.fits(core.graph, batch)) {
            return repeated;
        }
        core.stack();
        own.begin(batch);
        core.workers.forEach(own.chunk().tiles(), tile -> own.forward(tile, core.parameters));
        return new ExamplePass() {
            @Override
            public double[] gradient(Batch same) {
                return KeptPass.this.gradient(same);
            }

            @Override
            public double[] products(List<Batch> batches, RealVector at, double[] products) {
                return pays(batches) ? KeptPass.this.products(batches, at, products) : repeated.products(batches, at, products);
            }
        };
    }

    /** Whether products of pairs of rows can be taken, and cost less than gradients of the other batches and products with them. */
    private boolean pays(List<Batch> batches) {
        long rows = own.chunk().count();
        long all = 0;
        for (Batch batch : batches) {
            if (!PassRows.fits(core.graph, batch)) {
                return false;
            }
            all += batch.count();
        }
        long ofPairs = 0;
        long ofGradients = 0;
        for (NetworkGraph.Edge edge : core.graph.edges()) {
            long inputs = core.graph.rows(edge);
            ofPairs += (inputs + edge.columns()) * rows * all;
            ofGradients += inputs * edge.columns() * (all + (1 + batches.size()) * rows);
        }
        return ofPairs < ofGradients;
    }

    private double[] gradient(Batch same) {
        own.label(same);
        double[][] ofTiles = new double[own.chunk().tiles()][core.graph.architecture().tasks()];
        core.workers.forEach(ofTiles.length, tile -> own.backward(tile, core.parameters, ofTiles[tile]));
        core.products.compute(core.pieces, own.chunk(), own.room(), own.room(), 0, core.gradient, core.workers);
        core.heads.unstack(core.gradient.stack(), core.gradient.flat());
        double[] sums = new double[core.graph.architecture().tasks()];
        EngineCore.addInOrder(ofTiles, sums);
        return sums;
    }

    private double[] products(List<Batch> batches, RealVector at, double[] products) {
        double[] losses = passAhead(batches, at);
        int tiles = own.chunk().tiles();
        int size = own.chunk().tileRows() * batches.stream().mapToInt(Batch::count).max().orElse(0);
        if (roomSize < size) {
            rooms.clear();
            roomSize = size;
        }
        while (rooms.size() < tiles) {
            rooms.add(new Room<>(core.kernels.vector(roomSize), core.kernels.array(roomSize), core.kernels.array(roomSize)));
        }
        core.workers.forEach(tiles, tile -> {
            own.backwardOfRows(tile, core.parameters);
            for (int t = 0; t < losses.length; t++) {
                store(tile, dots(tile, others.get(t), rooms.get(tile)), t, losses.length, products);
            }
        });
        return losses;
    }

    /** A tile of one of the other batches. */
    private record OtherTile(int batch, int tile) {}

    /** Activations and deltas of the other batches at other parameters, and their losses. */
    private double[] passAhead(List<Batch> batches, RealVector at) {
        core.heads.stack(at, stackAhead);
        Weights weights = new Weights(at, stackAhead);
        List<OtherTile> tiles = new ArrayList<>();
        for (int t = 0; t < batches.size(); t++) {
            if (others.size() == t) {
                others.add(new PassRows<>(core));
            }
            others.get(t).begin(batches.get(t));
            for (int tile = 0; tile < others.get(t).chunk().tiles(); tile++) {
                tiles.add(new OtherTile(t, tile));
            }
        }
        double[][] sums = new double[tiles.size()][core.graph.architecture().tasks()];
        core.workers.forEach(sums.length, i -> {
            PassRows<T> rows = others.get(tiles.get(i).batch());
            rows.forward(tiles.get(i).tile(), weights);
            rows.backward(tiles.get(i).tile(), weights, sums[i]);
        });
        double[] losses = new double[batches.size()];
        for (int i = 0; i < sums.length; i++) {
            losses[tiles.get(i).batch()] += Arrays.stream(sums[i]).sum();
        }
        return losses;
    }

    /** Of each row of a tile the product of its gradient with the sum of those of others, which have their factors. */
    private double[] dots(int tile, PassRows<T> other, Room<T> room) {
        int start = own.start(tile);
        int rows = own.rows(tile);
        int count = other.chunk().count();
        double[] dots = new double[rows];
        Matrix into = new Matrix(room.matrix(), 0, count);
        for (NetworkGraph.Edge edge : core.graph.edges()) {
            int column = core.graph.activationColumn(edge.from(), edge.group());
            core.kernels.multiplyByTransposed(rows, count, core.graph.rows(edge),
                    own.room().activations(edge.from()).part(start, column), other.room().activations(edge.from()).part(0, column), 0, into);
            core.kernels.get(room.matrix(), 0, room.activations(), 0, rows * count);
            core.kernels.multiplyByTransposed(rows, count, edge.columns(), own.room().deltas(edge.to()).part(start, edge.column()),
                    other.room().deltas(edge.to()).part(0, edge.column()), 0, into);
            core.kernels.get(room.matrix(), 0, room.deltas(), 0, rows * count);
            for (int i = 0; i < rows; i++) {
                dots[i] += core.kernels.dot(room.activations(), i * count, room.deltas(), i * count, count);
            }
        }
        return dots;
    }

    /** Puts values of a tile's rows where the labels of the batch have them. */
    private void store(int tile, double[] dots, int t, int count, double[] products) {
        int start = own.start(tile);
        for (RowChunk.Part part : own.chunk().parts()) {
            int to = part.below(start + dots.length);
            for (int i = part.below(start); i < to; i++) {
                products[(part.pair() + i) * count + t] = dots[part.places()[i] - start];
            }
        }
    }
}
