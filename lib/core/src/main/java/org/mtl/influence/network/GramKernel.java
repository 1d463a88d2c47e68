package org.mtl.influence.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.Architecture;
import org.mtl.parallel.Workers;

/** Products of gradients themselves: of each layer η(a_i·a_v)(δ_i·δ_v), two products of matrices, in 32 bits. */
final class GramKernel implements PairKernel {

    private static final int TILE = 128;

    private record Prepared(int[] targets, Matrix activations, Matrix deltas) {}

    private final RealKernels<float[]> floats = RealKernels.ofFloats();
    private final double factor;
    private final Workers workers;
    private final Map<Architecture.Block, Prepared> layers = new LinkedHashMap<>();

    GramKernel(TargetFactors targets, double factor, Workers workers) {
        this.factor = factor;
        this.workers = workers;
        targets.layers().forEach((block, of) -> layers.put(block, new Prepared(of.targets(),
                FloatTiles.of(floats, of.activations(), of.count(), block.rows()),
                FloatTiles.of(floats, of.deltas(), of.count(), block.columns()))));
    }

    @Override
    public void add(List<LayerFactors> factors, int pairs, double[] products) {
        for (LayerFactors rows : factors) {
            Prepared layer = layers.get(rows.block());
            if (layer != null) {
                Matrix activations = FloatTiles.of(floats, rows.activations(), rows.count(), rows.block().rows());
                Matrix deltas = FloatTiles.of(floats, rows.deltas(), rows.count(), rows.block().columns());
                workers.forEach((rows.count() + TILE - 1) / TILE, tile -> {
                    int from = tile * TILE;
                    int count = Math.min(TILE, rows.count() - from);
                    float[] gram = gram(floats, count, activations.part(from, 0), deltas.part(from, 0),
                            layer.activations(), layer.deltas(), layer.targets().length);
                    for (int v = 0; v < layer.targets().length; v++) {
                        int at = layer.targets()[v] * pairs + rows.pair() + from;
                        for (int i = 0; i < count; i++) {
                            products[at + i] += factor * gram[i * layer.targets().length + v];
                        }
                    }
                });
            }
        }
    }

    /** (AB')∘(CD'), count × others. */
    static float[] gram(RealKernels<float[]> floats, int count, Matrix activations, Matrix deltas, Matrix others,
            Matrix otherDeltas, int number) {
        Matrix product = FloatTiles.zeros(floats, count, number);
        float[] first = new float[count * number];
        float[] second = new float[count * number];
        floats.multiplyByTransposed(count, number, activations.stride(), activations, others, 0, product);
        floats.get(product.vector(), 0, first, 0, first.length);
        floats.multiplyByTransposed(count, number, deltas.stride(), deltas, otherDeltas, 0, product);
        floats.get(product.vector(), 0, second, 0, second.length);
        floats.scale(first, second, 0, first.length);
        return first;
    }
}
