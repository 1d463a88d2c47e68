package org.mtl.training.weighting;

import java.util.Arrays;

/**
 * Gradient normalization (GradNorm; Chen et al. 2018): weights walk down Σ|w_t‖g_t‖ − c_t| at a rate of their own, where
 * c_t = (mean of w_s‖g_s‖)·r_t^α is held fixed, r_t = L_t/L_t(0) over its mean; then they are scaled to a sum of K. Weights
 * are 1 at first and at least 1e-3.
 */
public final class Gradnorm implements Weighting {

    private static final double LEAST = 1e-3;

    private final double alpha;
    private final double rate;
    private final boolean lastLayer;
    private final double[] weights;
    private final double[] first;

    /**
     * Begins.
     *
     * @param alpha α
     * @param rate the rate of weights
     * @param lastLayer whether norms are those of the last shared layer alone
     */
    public Gradnorm(double alpha, double rate, boolean lastLayer, int tasks) {
        this.alpha = alpha;
        this.rate = rate;
        this.lastLayer = lastLayer;
        this.weights = Ones.of(tasks);
        this.first = new double[tasks];
    }

    @Override
    public boolean seesGradients() {
        return true;
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        return weights.clone();
    }

    @Override
    public void stepSeen(Step step, Gradients gradients) {
        double[] norms = lastLayer ? gradients.lastNorms() : gradients.norms();
        double length = 0;
        double ratio = 0;
        int count = 0;
        for (int t = 0; t < weights.length; t++) {
            if (step.present()[t]) {
                first[t] = first[t] == 0 ? step.losses()[t] : first[t];
                length += weights[t] * norms[t];
                ratio += relative(step, t);
                count++;
            }
        }
        for (int t = 0; t < weights.length; t++) {
            if (step.present()[t] && ratio > 0) {
                double goal = length / count * Math.pow(relative(step, t) * count / ratio, alpha);
                double slope = Math.signum(weights[t] * norms[t] - goal) * norms[t];
                weights[t] = Math.max(LEAST, weights[t] - rate * slope);
            }
        }
        Ones.rescale(weights);
    }

    private double relative(Step step, int t) {
        return first[t] == 0 ? 1 : step.losses()[t] / first[t];
    }

    @Override
    public double[] state() {
        double[] state = Arrays.copyOf(weights, 2 * weights.length);
        System.arraycopy(first, 0, state, weights.length, weights.length);
        return state;
    }

    @Override
    public void restore(double[] state) {
        System.arraycopy(state, 0, weights, 0, weights.length);
        System.arraycopy(state, weights.length, first, 0, weights.length);
    }
}
