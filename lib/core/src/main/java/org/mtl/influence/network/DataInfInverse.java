package org.mtl.influence.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.Architecture;

/**
 * {@code --method datainf} (Kwon 2024): for each layer the mean of the inverses in the place of the inverse of the mean,
 * u = Σ_i (c_i/W)(λI + W g_i g_i')⁻¹ v = (1/λ)(v − Σ_i c_i (g_i·v)/(λ + W‖g_i‖²) g_i), with c = π/n, W = Σc (1 for one task:
 * the paper's formula), and λ = wd + damping.
 *
 * <p>Where no damping is given it is a tenth of the curvature's mean eigenvalue, 0.1·Σ c_i‖g_i‖²/dim. A pass over the training
 * rows for as many vectors as fit, 4·p multiplications for each row and vector.
 */
public final class DataInfInverse implements PairwiseInverse {

    /** Values of the products of a layer and a batch with all vectors of a group. */
    private static final int GROUP_VALUES = 1 << 23;

    private final TrainedObjective objective;
    private final LayerProducts products;
    private final Map<Architecture.Block, Double> dampings = new LinkedHashMap<>();

    /** The inverse of the second moments of the gradients of the training rows, with the labels that they have. */
    public DataInfInverse(TrainedObjective objective, Damping damping) {
        this.objective = objective;
        this.products = new LayerProducts(objective.workers());
        Map<Architecture.Block, Double> traces = new LinkedHashMap<>();
        if (damping.given().isEmpty()) {
            objective.factors(TrainedObjective.Labels.GIVEN, (block, task, first, count, activations, deltas) -> {
                LayerFactors layer = new LayerFactors(block, task, 0, count, activations, deltas);
                double sum = 0;
                for (int i = 0; i < count; i++) {
                    sum += layer.square(i);
                }
                traces.merge(block, objective.rowWeight(task) * sum, Double::sum);
            });
        }
        for (Architecture.Block block : objective.blocks()) {
            double mean = traces.getOrDefault(block, 0.0) / block.size();
            dampings.put(block, damping.value(mean, objective.decay()));
        }
    }

    private double lambda(Architecture.Block block) {
        return objective.decay() + dampings.get(block);
    }

    @Override
    public double[] apply(double[] vectors, int count) {
        double[] result = new double[vectors.length];
        int size = objective.size();
        int most = objective.blocks().stream().mapToInt(block ->
                block.columns() * Math.max(block.rows(), objective.engine().batchRows())).max().orElse(1);
        int step = Math.max(1, GROUP_VALUES / most);
        for (int from = 0; from < count; from += step) {
            int group = Math.min(step, count - from);
            double[] part = Arrays.copyOfRange(vectors, from * size, (from + group) * size);
            System.arraycopy(applyTogether(part, group), 0, result, from * size, part.length);
        }
        return result;
    }

    /** The vectors of one layer side by side, and what becomes of Σ_i e_i g_i. */
    private record Side(Matrix vectors, Matrix sums) {}

    private double[] applyTogether(double[] vectors, int count) {
        Map<Architecture.Block, Side> sides = new LinkedHashMap<>();
        for (Architecture.Block block : objective.blocks()) {
            int width = count * block.columns();
            sides.put(block, new Side(products.of(sideBySide(block, vectors, count), block.rows(), width),
                    products.zeros(block.rows(), width)));
        }
        LayerRoom room = new LayerRoom(products);
        objective.factors(TrainedObjective.Labels.GIVEN, (block, task, first, labels, activations, deltas) -> {
            LayerFactors layer = new LayerFactors(block, task, 0, labels, activations, deltas);
            room.load(block, labels, activations, deltas);
            Side side = sides.get(block);
            Matrix moved = products.zeros(labels, count * block.columns());
            products.multiply(labels, room.activations(), side.vectors(), moved);
            weigh(layer, count, moved);
            products.addTransposed(labels, 1, room.activations(), moved, side.sums());
        });
        double[] result = new double[vectors.length];
        for (Architecture.Block block : objective.blocks()) {
            combine(block, vectors, count, products.values(sides.get(block).sums(), block.rows()), result);
        }
        return result;
    }

    private double[] sideBySide(Architecture.Block block, double[] vectors, int count) {
        int columns = block.columns();
        double[] values = new double[block.size() * count];
        for (int t = 0; t < count; t++) {
            for (int row = 0; row < block.rows(); row++) {
                System.arraycopy(vectors, t * objective.size() + block.offset() + row * columns, values,
                        (row * count + t) * columns, columns);
            }
        }
        return values;
    }

    /** Turns AV into e_it δ_i, e_it = c (g_i·v_t)/(λ + W‖g_i‖²). */
    private void weigh(LayerFactors layer, int count, Matrix moved) {
        int columns = layer.block().columns();
        int width = count * columns;
        double lambda = lambda(layer.block());
        double total = objective.totalWeight(layer.block());
        double weight = objective.rowWeight(layer.task());
        objective.workers().forEach(layer.count(), i -> {
            double[] row = new double[width];
            products.kernels().get(moved.vector(), i * width, row, 0, width);
            double factor = weight / (lambda + total * layer.square(i));
            for (int t = 0; t < count; t++) {
                double product = 0;
                for (int c = 0; c < columns; c++) {
                    product += row[t * columns + c] * layer.deltas()[i * columns + c];
                }
                for (int c = 0; c < columns; c++) {
                    row[t * columns + c] = factor * product * layer.deltas()[i * columns + c];
                }
            }
            products.kernels().put(row, 0, moved.vector(), i * width, width);
        });
    }

    private void combine(Architecture.Block block, double[] vectors, int count, double[] sums, double[] result) {
        double lambda = lambda(block);
        int columns = block.columns();
        for (int t = 0; t < count; t++) {
            for (int row = 0; row < block.rows(); row++) {
                for (int c = 0; c < columns; c++) {
                    int at = t * objective.size() + block.offset() + row * columns + c;
                    result[at] = (vectors[at] - sums[(row * count + t) * columns + c]) / lambda;
                }
            }
        }
    }

    @Override
    public boolean suits(int targets) {
        return DataInfKernel.cost(objective, targets) < 1
                && DataInfKernel.bytes(objective, targets) < objective.workers().memory().bytes();
    }

    @Override
    public PairKernel kernel(TargetFactors targets) {
        return new DataInfKernel(objective, this::lambda, targets);
    }

    /** A pass over all training rows for each batch: quadratic in their number. */
    @Override
    public void addForms(List<LayerFactors> factors, double[] forms) {
        for (LayerFactors layer : factors) {
            for (int i = 0; i < layer.count(); i++) {
                forms[layer.pair() + i] += layer.square(i) / lambda(layer.block());
            }
        }
        objective.factors(TrainedObjective.Labels.GIVEN, (block, task, first, count, activations, deltas) -> {
            LayerFactors other = new LayerFactors(block, task, 0, count, activations, deltas);
            for (LayerFactors layer : factors) {
                if (layer.block().equals(block)) {
                    subtractPairs(layer, other, forms);
                }
            }
        });
    }

    /** Subtracts (1/λ) Σ_j c_j (g_j·g_i)²/(λ + W‖g_j‖²) over some training labels j. */
    private void subtractPairs(LayerFactors layer, LayerFactors other, double[] forms) {
        Matrix activations = products.zeros(layer.count(), other.count());
        Matrix deltas = products.zeros(layer.count(), other.count());
        int rows = layer.block().rows();
        int columns = layer.block().columns();
        products.squaredProducts(layer.count(), products.of(layer.activations(), layer.count(), rows),
                products.of(other.activations(), other.count(), rows), activations);
        products.squaredProducts(layer.count(), products.of(layer.deltas(), layer.count(), columns),
                products.of(other.deltas(), other.count(), columns), deltas);
        double lambda = lambda(layer.block());
        double[] weights = new double[other.count()];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = -objective.rowWeight(other.task())
                    / (lambda * (lambda + objective.totalWeight(layer.block()) * other.square(j)));
        }
        products.addWeightedRowDots(layer.count(), activations, deltas, weights, forms, layer.pair());
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("damping", KroneckerInverse.named(dampings));
    }
}
