package org.mtl.training.combining;

import java.util.Random;

/**
 * Multi-objective gradients with correction (MoCo; Fernando et al. 2023): gradients of the length of their loss,
 * g_t·L_t/‖g_t‖, are followed by y_t ← y_t − (b/√k)(y_t − g_t) and weighed by λ ← Π(λ − (r/√k)YY'λ) on the simplex; d =
 * Y'λ. k counts steps from 1, y is 0 at first and λ the middle.
 */
public final class Moco implements RowsCombiner {

    private final double follow;
    private final double rate;
    private final int tasks;
    private long step;
    private double[] weights;
    private double[][] followed = new double[0][];

    /**
     * Begins.
     *
     * @param follow b, in (0, 1]
     * @param rate r
     * @param tasks the number of all tasks
     */
    public Moco(double follow, double rate, int tasks) {
        this.follow = follow;
        this.rate = rate;
        this.tasks = tasks;
        this.weights = Simplex.middle(tasks);
    }

    @Override
    public double[] direction(double[][] rows, int[] present, double[] losses, Random random) {
        int length = rows[0].length;
        if (followed.length == 0) {
            followed = new double[tasks][length];
        }
        step++;
        double root = Math.sqrt(step);
        for (int t = 0; t < present.length; t++) {
            double norm = Math.sqrt(Gram.dot(rows[t], rows[t]));
            double factor = norm > 0 ? losses[t] / norm : 0;
            double[] y = followed[present[t]];
            for (int i = 0; i < length; i++) {
                y[i] -= follow / root * (y[i] - factor * rows[t][i]);
            }
        }
        double[] slopes = Gram.of(followed).times(weights);
        for (int t = 0; t < tasks; t++) {
            slopes[t] = weights[t] - rate / root * slopes[t];
        }
        weights = Simplex.project(slopes);
        return Buffers.sum(followed, weights);
    }

    @Override
    public double[] state() {
        return step == 0 ? new double[0] : Buffers.encoded(step, weights, followed);
    }

    @Override
    public void restore(double[] state) {
        step = state.length == 0 ? 0 : (long) state[0];
        weights = state.length == 0 ? Simplex.middle(tasks) : Buffers.weights(state, tasks);
        followed = state.length == 0 ? new double[0][] : Buffers.rows(state, tasks);
    }
}
