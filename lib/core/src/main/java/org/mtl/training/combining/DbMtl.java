package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;

/**
 * Dual balancing (DB-MTL; Lin et al. 2023): gradients of log(L_t + 1e-8) are followed by b_t ← βb_t + (1 − β)g_t, from 0
 * on, and added up at the length of the longest, d = Σ (max_s‖b_s‖/‖b_t‖) b_t.
 */
public final class DbMtl implements RowsCombiner {

    private static final double LEAST_LOSS = 1e-8;

    private final double beta;
    private final int tasks;
    private double[][] followed = new double[0][];

    /**
     * Begins.
     *
     * @param beta β, from 0 to below 1
     * @param tasks the number of all tasks
     */
    public DbMtl(double beta, int tasks) {
        this.beta = beta;
        this.tasks = tasks;
    }

    @Override
    public double[] direction(double[][] rows, int[] present, double[] losses, Random random) {
        int length = rows[0].length;
        if (followed.length == 0) {
            followed = new double[tasks][length];
        }
        for (int t = 0; t < present.length; t++) {
            double[] b = followed[present[t]];
            double factor = (1 - beta) / (losses[t] + LEAST_LOSS);
            for (int i = 0; i < length; i++) {
                b[i] = beta * b[i] + factor * rows[t][i];
            }
        }
        double[] norms = Arrays.stream(followed).mapToDouble(b -> Math.sqrt(Gram.dot(b, b))).toArray();
        double longest = Arrays.stream(norms).max().orElse(0);
        return Buffers.sum(followed, Arrays.stream(norms).map(norm -> norm > 0 ? longest / norm : 0).toArray());
    }

    @Override
    public double[] state() {
        return followed.length == 0 ? new double[0] : Buffers.encoded(0, new double[tasks], followed);
    }

    @Override
    public void restore(double[] state) {
        followed = state.length == 0 ? new double[0][] : Buffers.rows(state, tasks);
    }
}
