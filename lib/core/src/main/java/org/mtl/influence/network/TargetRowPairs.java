package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.influence.Normalization;
import org.mtl.model.network.Batch;

/**
 * {@code --per-row}: −(π_l/n_l) ∇ℓ_li · u(∇ℓ_v) for single target rows v, with {@link Normalization#KEPT} as
 * {@link FirstOrderPairs} says. From factors where the inverse has a {@link PairKernel}; otherwise directions are written out, a
 * group of targets at a time, and held in the engine's precision.
 */
public final class TargetRowPairs implements PairScorer {

    /** Values of the gradients of a group of targets that are written out. */
    private static final int GROUP_VALUES = 1 << 23;

    private final TrainedObjective objective;
    private final int targets;
    private final double[] factors;
    private final double[] offsets;
    private final PairKernel kernel;

    private TargetRowPairs(TrainedObjective objective, int targets, double[] factors, double[] offsets, PairKernel kernel) {
        this.objective = objective;
        this.targets = targets;
        this.factors = factors;
        this.offsets = offsets;
        this.kernel = kernel;
    }

    /** The columns that a network's targets have. */
    public static List<Integer> columns(ModelNetworks.Part part, RowTargets targets) {
        return targets.of(part);
    }

    /**
     * Prepares to score rows on the targets of a network.
     *
     * @throws org.mtl.MtlException (MEMORY) if the directions of all targets do not fit
     */
    public static PairScorer of(ModelNetworks.Part part, Dataset data, RowTargets targets, CurvatureInverse inverse,
            Normalization normalization) {
        TrainedObjective objective = part.objective();
        TargetFactors factors = TargetFactors.of(part, data, targets);
        if (inverse instanceof PairwiseInverse pairwise && pairwise.suits(factors.count())) {
            int tasks = objective.training().tasks();
            double[] weights = new double[tasks];
            for (int task = 0; task < tasks; task++) {
                int rows = objective.training().of(task).size();
                weights[task] = objective.weight(task) / (normalization == Normalization.KEPT ? rows - 1 : rows);
            }
            double[] offsets = normalization == Normalization.KEPT
                    ? offsets(objective, factors, inverse, weights) : new double[tasks * factors.count()];
            return new TargetRowPairs(objective, factors.count(), weights, offsets, pairwise.kernel(factors));
        }
        return written(objective, factors, inverse, normalization);
    }

    /** The inverse is symmetric: mean_j ∇ℓ_lj · u(∇ℓ_v) = ∇ℓ_v · u(mean_j ∇ℓ_lj). */
    private static double[] offsets(TrainedObjective objective, TargetFactors factors, CurvatureInverse inverse, double[] weights) {
        int size = objective.size();
        double[] moved = inverse.apply(objective.meanGradients(objective.training()), weights.length);
        double[] offsets = new double[weights.length * factors.count()];
        for (int v = 0; v < factors.count(); v++) {
            double[] gradient = gradient(objective, factors, v);
            for (int task = 0; task < weights.length; task++) {
                double sum = 0;
                for (int j = 0; j < size; j++) {
                    sum += gradient[j] * moved[task * size + j];
                }
                offsets[task * factors.count() + v] = weights[task] * sum;
            }
        }
        return offsets;
    }

    private static double[] gradient(TrainedObjective objective, TargetFactors factors, int target) {
        double[] gradient = new double[objective.size()];
        factors.layers().forEach((block, layer) -> {
            for (int i = 0; i < layer.count(); i++) {
                if (layer.targets()[i] == target) {
                    new LayerFactors(block, 0, 0, layer.count(), layer.activations(), layer.deltas()).writeOut(i, gradient, 0);
                }
            }
        });
        return gradient;
    }

    private static PairScorer written(TrainedObjective objective, TargetFactors factors, CurvatureInverse inverse,
            Normalization normalization) {
        int size = objective.size();
        objective.workers().memory().require("--per-row", (double) Float.BYTES * size * factors.count());
        int step = Math.max(1, GROUP_VALUES / size);
        List<FirstOrderPairs> groups = new ArrayList<>();
        for (int from = 0; from < factors.count(); from += step) {
            int count = Math.min(step, factors.count() - from);
            double[] vectors = new double[count * size];
            for (int v = 0; v < count; v++) {
                System.arraycopy(gradient(objective, factors, from + v), 0, vectors, v * size, size);
            }
            groups.add(new FirstOrderPairs(objective, inverse.apply(vectors, count), count, normalization));
        }
        int targets = factors.count();
        return (batch, before, scores) -> {
            double[] some = new double[batch.pairs() * step];
            for (int g = 0; g < groups.size(); g++) {
                int count = Math.min(step, targets - g * step);
                groups.get(g).score(batch, before, some);
                for (int pair = 0; pair < batch.pairs(); pair++) {
                    System.arraycopy(some, pair * count, scores, pair * targets + g * step, count);
                }
            }
        };
    }

    @Override
    public void score(Batch batch, int[] before, double[] scores) {
        int pairs = batch.pairs();
        double[] products = new double[targets * pairs];
        kernel.add(SelfPairs.factors(objective, batch, before), pairs, products);
        int pair = 0;
        for (Batch.Labels labels : batch.labels()) {
            int task = labels.task();
            for (int i = 0; i < labels.size(); i++, pair++) {
                for (int v = 0; v < targets; v++) {
                    scores[pair * targets + v] =
                            offsets[task * targets + v] - factors[task] * products[v * pairs + pair] + 0.0;
                }
            }
        }
    }
}
