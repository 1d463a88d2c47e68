package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;

/**
 * Gradient vaccine (Wang et al. 2021): each gradient is turned, task by task in random order, until its cosine with the
 * others is at least what it usually is; the sum of what comes out. The usual cosines ρ_T(i, j) are 0 at first and move by
 * ρ_T ← (1 − β)ρ_T + βρ.
 */
public final class Gradvac implements GramCombiner {

    private final double beta;
    private final int tasks;
    private double[] usual;

    /**
     * Begins with cosines of 0.
     *
     * @param tasks the number of all tasks
     */
    public Gradvac(double beta, int tasks) {
        this.beta = beta;
        this.tasks = tasks;
        this.usual = new double[tasks * tasks];
    }

    @Override
    public double[] coefficients(Gram gram, Random random) {
        int n = gram.size();
        double[] sum = new double[n];
        for (int i = 0; i < n; i++) {
            double[] own = new double[n];
            own[i] = 1;
            for (int j : Orders.others(i, n, random)) {
                double size = gram.norm(own);
                double other = gram.norm(j);
                // A gradient of 0 has no angle.
                if (size > 0 && other > 0) {
                    double cosine = Math.max(-1, Math.min(1, gram.product(own, j) / (size * other)));
                    own[j] += turn(gram.tasks()[i] * tasks + gram.tasks()[j], cosine) * size / other;
                }
            }
            for (int j = 0; j < n; j++) {
                sum[j] += own[j];
            }
        }
        return sum;
    }

    private double turn(int pair, double cosine) {
        double goal = usual[pair];
        usual[pair] = (1 - beta) * goal + beta * cosine;
        double sine = Math.sqrt(Math.max(0, 1 - goal * goal));
        return cosine < goal && sine > 0 ? (goal * Math.sqrt(Math.max(0, 1 - cosine * cosine)) - cosine * sine) / sine : 0;
    }

    @Override
    public double[] state() {
        return usual.clone();
    }

    @Override
    public void restore(double[] state) {
        usual = state.length == 0 ? new double[tasks * tasks] : Arrays.copyOf(state, tasks * tasks);
    }
}
