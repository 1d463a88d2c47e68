package org.mtl.influence.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.mtl.MtlException;
import org.mtl.data.RandomOrder;
import org.mtl.data.Seeds;

/**
 * {@code --method lissa} (Agarwal 2017): u ← v + (1 − δ)u − (G_batch u)/s and u/s at the end, which converges to
 * (G + sδI)⁻¹v where s > λ_max/2, with δ = damping/s and G the Gauss–Newton matrix of a random batch, the penalty included.
 */
public final class LissaInverse implements CurvatureInverse {

    /** How much larger than the estimate of the largest eigenvalue s is, so that that of a batch is below 2s. */
    private static final double MARGIN = 1.5;

    /**
     * How the sum is taken.
     *
     * @param depth the terms of a sum
     * @param repeats how many sums the result is the mean of
     * @param batch the rows of a batch; all rows where there are not more
     * @param scale s, or nothing for 1.5 times an estimate of λ_max
     * @param seed what batches are drawn from
     */
    public record Recursion(int depth, int repeats, int batch, OptionalDouble scale, long seed) {}

    private final TrainedObjective objective;
    private final double damping;
    private final double scale;
    private final Recursion recursion;

    /**
     * The inverse of the damped Gauss–Newton matrix.
     *
     * @param labels those that an automatic damping is taken with
     */
    public LissaInverse(TrainedObjective objective, Fisher labels, Damping damping, Recursion recursion) {
        this.objective = objective;
        this.damping = MeanEigenvalue.damping(objective, labels, damping);
        this.recursion = recursion;
        this.scale = recursion.scale().orElseGet(() -> MARGIN
                * (LargestEigenvalue.of(objective, Seeds.random(recursion.seed(), "lissa:power")) + this.damping));
    }

    @Override
    public double[] apply(double[] vectors, int count) {
        double[] mean = new double[vectors.length];
        for (int repeat = 0; repeat < recursion.repeats(); repeat++) {
            double[] u = sum(vectors, count, Seeds.random(recursion.seed(), "lissa:" + repeat));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += u[i] / (scale * recursion.repeats());
            }
        }
        if (!FiniteCheck.isFinite(mean, mean.length)) {
            throw MtlException.data("--method lissa diverged: a batch's curvature is above twice the scale " + scale
                    + "; try a larger --lissa-scale, or larger batches");
        }
        return mean;
    }

    private double[] sum(double[] vectors, int count, Random random) {
        int rows = objective.training().size();
        int batch = Math.min(recursion.batch(), rows);
        int[] order = new int[0];
        int next = 0;
        double[] u = vectors.clone();
        double[] product = new double[u.length];
        for (int step = 0; step < recursion.depth(); step++) {
            if (batch == rows) {
                objective.products(TrainedObjective.Kind.GAUSS_NEWTON, u, count, product);
            } else {
                if (next + batch > order.length) {
                    order = RandomOrder.of(rows, random);
                    next = 0;
                }
                int[] positions = Arrays.copyOfRange(order, next, next + batch);
                Arrays.sort(positions);
                objective.products(TrainedObjective.Kind.GAUSS_NEWTON, positions, u, count, product);
                next += batch;
            }
            for (int i = 0; i < u.length; i++) {
                u[i] = vectors[i] + (1 - damping / scale) * u[i] - product[i] / scale;
            }
        }
        return u;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("damping", damping);
        facts.put("scale", scale);
        facts.put("depth", recursion.depth());
        facts.put("repeats", recursion.repeats());
        facts.put("batch", recursion.batch());
        return facts;
    }
}
