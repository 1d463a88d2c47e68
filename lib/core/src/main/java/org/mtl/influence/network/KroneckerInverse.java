package org.mtl.influence.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.Architecture;

/**
 * The inverse in the eigenbases of Kronecker factors (METHODS §4): for a layer with A ∝ Σ aa' = Q_A·Q_A' and
 * S ∝ Σ δδ' = Q_S·Q_S', u = Q_A[(Q_A'VQ_S) / (Λ + wd + damping)]Q_S'. What Λ is, is the method's.
 */
final class KroneckerInverse implements PairwiseInverse {

    /**
     * One layer.
     *
     * @param block the layer
     * @param inputs eigenvectors of A in its rows, rows × rows
     * @param outputs eigenvectors of S in its rows, columns × columns
     * @param inverse 1/(Λ + wd + damping), rows × columns
     * @param damping what was added
     */
    record Layer(Architecture.Block block, Matrix inputs, Matrix outputs, Matrix inverse, double damping) {}

    private final List<Layer> layers;
    private final LayerProducts products;
    private final int size;

    KroneckerInverse(List<Layer> layers, LayerProducts products, int size) {
        this.layers = List.copyOf(layers);
        this.products = products;
        this.size = size;
    }

    /** The layers of 1/(Λ + wd + damping). */
    static KroneckerInverse of(KroneckerFactors factors, Map<Architecture.Block, double[]> eigenvalues, Damping damping) {
        List<Layer> layers = factors.bases().stream().map(basis -> {
            double[] values = eigenvalues.get(basis.block());
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            double added = damping.value(sum / values.length, factors.decay());
            double[] inverse = new double[values.length];
            for (int i = 0; i < inverse.length; i++) {
                // Rounding may have made an eigenvalue negative.
                inverse[i] = 1 / (Math.max(0, values[i]) + factors.decay() + added);
            }
            int rows = basis.block().rows();
            int columns = basis.block().columns();
            return new Layer(basis.block(), basis.inputs(), basis.outputs(), factors.products().of(inverse, rows, columns), added);
        }).toList();
        return new KroneckerInverse(layers, factors.products(), factors.size());
    }

    /** In the place of the inverse, another function of Λ + wd. */
    static KroneckerInverse ofFunction(
            KroneckerFactors factors, Map<Architecture.Block, double[]> eigenvalues, DoubleUnaryOperator function) {
        List<Layer> layers = factors.bases().stream().map(basis -> {
            double[] values = Arrays.stream(eigenvalues.get(basis.block()))
                    .map(value -> function.applyAsDouble(Math.max(0, value) + factors.decay())).toArray();
            return new Layer(basis.block(), basis.inputs(), basis.outputs(),
                    factors.products().of(values, basis.block().rows(), basis.block().columns()), 0);
        }).toList();
        return new KroneckerInverse(layers, factors.products(), factors.size());
    }

    @Override
    public double[] apply(double[] vectors, int count) {
        double[] result = new double[vectors.length];
        int pieces = layers.size();
        products.workers().forEach(count * pieces, i ->
                apply(layers.get(i % pieces), vectors, i / pieces * size, result));
        return result;
    }

    private void apply(Layer layer, double[] vectors, int at, double[] result) {
        RealKernels<double[]> kernels = products.kernels();
        int rows = layer.block().rows();
        int columns = layer.block().columns();
        Matrix vector = LayerProducts.zeros(kernels, rows, columns);
        Matrix other = LayerProducts.zeros(kernels, rows, columns);
        kernels.put(vectors, at + layer.block().offset(), vector.vector(), 0, rows * columns);
        kernels.multiply(rows, columns, rows, layer.inputs(), vector, 0, other);
        kernels.multiplyByTransposed(rows, columns, columns, other, layer.outputs(), 0, vector);
        double[] values = new double[rows * columns];
        double[] inverse = new double[rows * columns];
        kernels.get(vector.vector(), 0, values, 0, values.length);
        kernels.get(layer.inverse().vector(), 0, inverse, 0, inverse.length);
        kernels.scale(values, inverse, 0, values.length);
        kernels.put(values, 0, vector.vector(), 0, values.length);
        kernels.multiply(rows, columns, columns, vector, layer.outputs(), 0, other);
        kernels.multiplyTransposed(rows, columns, rows, layer.inputs(), other, 0, vector);
        kernels.get(vector.vector(), 0, result, at + layer.block().offset(), rows * columns);
    }

    @Override
    public boolean suits(int targets) {
        return true;
    }

    @Override
    public PairKernel kernel(TargetFactors targets) {
        return new KroneckerKernel(layers, products, targets);
    }

    @Override
    public void addForms(List<LayerFactors> factors, double[] forms) {
        for (LayerFactors of : factors) {
            Layer layer = layers.stream().filter(each -> each.block().equals(of.block())).findFirst().orElseThrow();
            int count = of.count();
            int columns = of.block().columns();
            Matrix inputs = products.zeros(count, of.block().rows());
            Matrix outputs = products.zeros(count, columns);
            Matrix weighted = products.zeros(count, columns);
            products.squaredProducts(count, products.of(of.activations(), count, of.block().rows()), layer.inputs(), inputs);
            products.squaredProducts(count, products.of(of.deltas(), count, columns), layer.outputs(), outputs);
            products.multiply(count, inputs, layer.inverse(), weighted);
            products.addRowDots(count, weighted, outputs, forms, of.pair());
        }
    }

    @Override
    public Map<String, Object> facts() {
        Map<Architecture.Block, Double> dampings = new LinkedHashMap<>();
        layers.forEach(layer -> dampings.put(layer.block(), layer.damping()));
        return Map.of("damping", named(dampings));
    }

    /** Values of layers by the layers' names, those of heads with the task's position. */
    static Map<String, Object> named(Map<Architecture.Block, Double> values) {
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((block, value) -> named.put(
                block.task().isPresent() ? block.name() + "." + (block.task().getAsInt() + 1) : block.name(), value));
        return named;
    }
}
