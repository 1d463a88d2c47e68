package org.mtl.influence.network;

import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.influence.Normalization;
import org.mtl.model.network.Batch;

/**
 * {@code --per-row}: −(π_l/n_l) ∇ℓ_li · u(∇ℓ_v) for single target rows v, with {@link Normalization#KEPT} as
 * {@link FirstOrderPairs} says. From factors where the inverse has a {@link PairKernel}; otherwise {@link WrittenRowPairs}.
 */
public final class TargetRowPairs implements PairScorer {

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
            return ofFactors(objective, factors, pairwise, normalization);
        }
        return WrittenRowPairs.of(List.of(objective), factors, (vectors, count) -> List.of(inverse.apply(vectors, count)),
                normalization).get(0);
    }

    /** The same from factors of the targets, of whatever parameters they are. */
    static TargetRowPairs ofFactors(TrainedObjective objective, TargetFactors factors, PairwiseInverse inverse,
            Normalization normalization) {
        int tasks = objective.training().tasks();
        double[] weights = new double[tasks];
        for (int task = 0; task < tasks; task++) {
            int rows = objective.training().of(task).size();
            weights[task] = objective.weight(task) / (normalization == Normalization.KEPT ? rows - 1 : rows);
        }
        double[] offsets = normalization == Normalization.KEPT
                ? offsets(objective, factors, inverse, weights) : new double[tasks * factors.count()];
        return new TargetRowPairs(objective, factors.count(), weights, offsets, inverse.kernel(factors));
    }

    /** The inverse is symmetric: mean_j ∇ℓ_lj · u(∇ℓ_v) = ∇ℓ_v · u(mean_j ∇ℓ_lj). */
    private static double[] offsets(TrainedObjective objective, TargetFactors factors, CurvatureInverse inverse, double[] weights) {
        int size = objective.size();
        double[] moved = inverse.apply(objective.meanGradients(objective.training()), weights.length);
        double[] offsets = new double[weights.length * factors.count()];
        for (int v = 0; v < factors.count(); v++) {
            double[] gradient = factors.gradient(v, size);
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
