package org.mtl.training.weighting;

import java.util.Arrays;

/**
 * Excess risks (ExcessMTL; He et al. 2024): a_t ← a_t + g_t² coordinate by coordinate, e_t = Σ g_t²/√(a_t + 1e-7), and w_t
 * ← w_t·exp(η e_t/e_t(0)), scaled to a sum of K: tasks that are far from their optimum weigh more. Keeps a number for each
 * task and shared parameter.
 */
public final class Excess implements Weighting {

    private static final double LEAST = 1e-7;

    private final double rate;
    private final double[] weights;
    private final double[] first;
    private double[][] sums = new double[0][];

    /**
     * Begins with equal weights.
     *
     * @param rate η
     */
    public Excess(double rate, int tasks) {
        this.rate = rate;
        this.weights = Ones.of(tasks);
        this.first = new double[tasks];
    }

    @Override
    public Needs needs() {
        return Needs.GRADIENTS;
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        int length = gradients.length();
        if (sums.length == 0) {
            sums = new double[weights.length][length];
        }
        double[] gradient = new double[length];
        for (int t = 0; t < weights.length; t++) {
            if (!step.present()[t]) {
                continue;
            }
            gradients.copy(t, gradient);
            double excess = 0;
            for (int i = 0; i < length; i++) {
                double square = gradient[i] * gradient[i];
                sums[t][i] += square;
                excess += square / Math.sqrt(sums[t][i] + LEAST);
            }
            first[t] = first[t] == 0 ? excess : first[t];
            weights[t] *= Math.exp(rate * (first[t] == 0 ? 1 : excess / first[t]));
        }
        Ones.rescale(weights);
        return weights.clone();
    }

    @Override
    public double[] state() {
        int length = sums.length == 0 ? 0 : sums[0].length;
        double[] state = Arrays.copyOf(weights, weights.length * (2 + length));
        System.arraycopy(first, 0, state, weights.length, weights.length);
        for (int t = 0; t < sums.length; t++) {
            System.arraycopy(sums[t], 0, state, 2 * weights.length + t * length, length);
        }
        return state;
    }

    @Override
    public void restore(double[] state) {
        int tasks = weights.length;
        System.arraycopy(state, 0, weights, 0, tasks);
        System.arraycopy(state, tasks, first, 0, tasks);
        int length = state.length / tasks - 2;
        sums = length == 0 ? new double[0][] : new double[tasks][];
        for (int t = 0; t < sums.length; t++) {
            int from = 2 * tasks + t * length;
            sums[t] = Arrays.copyOfRange(state, from, from + length);
        }
    }
}
