package org.mtl.influence.network;

import org.mtl.influence.Normalization;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;

/**
 * −(π_l/n_l) ∇ℓ_li · u_k, or with {@link Normalization#KEPT} −(π_l/(n_l − 1)) (∇ℓ_li − mean_j ∇ℓ_lj) · u_k (METHODS §3), from
 * products of matrices: no example's gradient is written out.
 */
public final class FirstOrderPairs implements PairScorer {

    private final TrainedObjective objective;
    private final NetworkEngine.Directions directions;
    private final double[] factors;
    private final double[] offsets;

    /**
     * Scores along directions.
     *
     * @param vectors u_k, count × p, row-major
     */
    public FirstOrderPairs(TrainedObjective objective, double[] vectors, int count, Normalization normalization) {
        this.objective = objective;
        this.directions = objective.engine().directions(vectors, count);
        int tasks = objective.training().tasks();
        this.factors = new double[tasks];
        for (int task = 0; task < tasks; task++) {
            int rows = objective.training().of(task).size();
            factors[task] = objective.weight(task) / (normalization == Normalization.KEPT ? rows - 1 : rows);
        }
        this.offsets = normalization == Normalization.KEPT ? offsets(vectors, count) : new double[tasks * count];
    }

    /** (π_l/(n_l − 1)) mean_j ∇ℓ_lj · u_k, for every task l and direction k. */
    private double[] offsets(double[] vectors, int count) {
        int size = objective.size();
        double[] gradients = objective.meanGradients(objective.training());
        double[] result = new double[factors.length * count];
        for (int task = 0; task < factors.length; task++) {
            for (int t = 0; t < count; t++) {
                double sum = 0;
                for (int j = 0; j < size; j++) {
                    sum += gradients[task * size + j] * vectors[t * size + j];
                }
                result[task * count + t] = factors[task] * sum;
            }
        }
        return result;
    }

    @Override
    public void score(Batch batch, int[] before, double[] scores) {
        int count = directions.count();
        objective.engine().exampleProducts(batch, directions, scores);
        int at = 0;
        for (Batch.Labels labels : batch.labels()) {
            int task = labels.task();
            for (int i = 0; i < labels.size(); i++) {
                for (int t = 0; t < count; t++, at++) {
                    // Adding 0 makes 0 of −0, which would be written as it is.
                    scores[at] = offsets[task * count + t] - factors[task] * scores[at] + 0.0;
                }
            }
        }
    }
}
