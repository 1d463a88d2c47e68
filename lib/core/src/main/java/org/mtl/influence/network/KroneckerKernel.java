package org.mtl.influence.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.Architecture;

/**
 * Products in the eigenbases of Kronecker factors: of each layer Σ_jk (Q_A'a_i)_j (Q_A'a_v)_j W_jk (Q_S'δ_i)_k (Q_S'δ_v)_k with
 * W = 1/(Λ + wd + damping). For each target one product of the rows' rotated activations with diag(Q_A'a_v) W diag(Q_S'δ_v), so
 * that neither gradients of rows nor directions are written out: 2·p flops for each row and target, in 32 bits.
 */
final class KroneckerKernel implements PairKernel {

    /** A layer of the inverse, the rotated factors of the targets, and 1/(Λ + …). */
    private record Prepared(KroneckerInverse.Layer layer, int[] targets, double[] activations, double[] deltas, float[] inverse) {}

    private final LayerProducts products;
    private final RealKernels<float[]> floats = RealKernels.ofFloats();
    private final Map<Architecture.Block, Prepared> layers = new LinkedHashMap<>();
    private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

    KroneckerKernel(List<KroneckerInverse.Layer> inverse, LayerProducts products, TargetFactors targets) {
        this.products = products;
        for (KroneckerInverse.Layer layer : inverse) {
            Architecture.Block block = layer.block();
            TargetFactors.Layer of = targets.layers().get(block);
            if (of != null) {
                double[] values = products.values(layer.inverse(), block.rows());
                layers.put(block, new Prepared(layer, of.targets(), rotated(of.activations(), of.count(), layer.inputs()),
                        rotated(of.deltas(), of.count(), layer.outputs()), FloatTiles.floats(values, values.length)));
            }
        }
    }

    /** XE' for eigenvectors in the rows of E. */
    private double[] rotated(double[] values, int count, Matrix vectors) {
        int width = vectors.stride();
        Matrix result = products.zeros(count, width);
        products.multiplyByTransposed(count, products.of(values, count, width), vectors, result);
        return products.values(result, count);
    }

    /** One thread's room, as large as was needed so far. */
    private final class Room {

        private Matrix weights = FloatTiles.zeros(floats, 1, 1);
        private Matrix sums = weights;
        private float[] values = new float[1];
        private float[] heap = new float[1];

        void reserve(Architecture.Block block, int count) {
            if (weights.vector().length() < block.size()) {
                weights = FloatTiles.zeros(floats, 1, block.size());
                values = new float[block.size()];
            }
            if (sums.vector().length() < count * block.columns()) {
                sums = FloatTiles.zeros(floats, 1, count * block.columns());
                heap = new float[count * block.columns()];
            }
        }
    }

    @Override
    public void add(List<LayerFactors> factors, int pairs, double[] sums) {
        for (LayerFactors rows : factors) {
            Prepared layer = layers.get(rows.block());
            if (layer != null) {
                Architecture.Block block = rows.block();
                double[] a = rotated(rows.activations(), rows.count(), layer.layer().inputs());
                double[] d = rotated(rows.deltas(), rows.count(), layer.layer().outputs());
                Matrix activations = FloatTiles.of(floats, a, rows.count(), block.rows());
                float[] deltas = FloatTiles.floats(d, d.length);
                products.workers().forEach(layer.targets().length, v ->
                        addTarget(layer, v, activations, deltas, rows, sums, layer.targets()[v] * pairs + rows.pair()));
            }
        }
    }

    private void addTarget(Prepared layer, int v, Matrix activations, float[] deltas, LayerFactors of, double[] sums, int at) {
        Architecture.Block block = layer.layer().block();
        int columns = block.columns();
        int count = of.count();
        Room room = rooms.get();
        room.reserve(block, count);
        for (int j = 0; j < block.rows(); j++) {
            float activation = (float) layer.activations()[v * block.rows() + j];
            for (int k = 0; k < columns; k++) {
                room.values[j * columns + k] =
                        activation * layer.inverse()[j * columns + k] * (float) layer.deltas()[v * columns + k];
            }
        }
        floats.put(room.values, 0, room.weights.vector(), 0, block.size());
        Matrix weights = new Matrix(room.weights.vector(), 0, columns);
        Matrix moved = new Matrix(room.sums.vector(), 0, columns);
        floats.multiply(count, columns, block.rows(), activations, weights, 0, moved);
        floats.get(moved.vector(), 0, room.heap, 0, count * columns);
        for (int i = 0; i < count; i++) {
            sums[at + i] += floats.dot(room.heap, i * columns, deltas, i * columns, columns);
        }
    }
}
