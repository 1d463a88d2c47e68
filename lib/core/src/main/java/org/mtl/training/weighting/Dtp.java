package org.mtl.training.weighting;

import java.util.Arrays;

/**
 * Dynamic task prioritization (DTP; Guo et al. 2018): difficult tasks first, w = −(1 − k̄_t)^γ log k̄_t, where k̄_t ← a·k_t
 * + (1 − a)k̄_t follows how well a task does in an epoch: its accuracy, or for regressions min(L̄_t/L̄_t(previous), 1),
 * both within [0.01, 0.99]. Until a task has been measured its weight is 1.
 */
public final class Dtp implements Weighting {

    private static final double LEAST = 0.01;
    private static final double MOST = 0.99;

    private final double rate;
    private final double focus;
    private final double[] indicator;
    private final double[] previous;

    /**
     * Begins.
     *
     * @param rate a, in (0, 1]
     * @param focus γ, at least 0
     */
    public Dtp(double rate, double focus, int tasks) {
        this.rate = rate;
        this.focus = focus;
        this.indicator = new double[tasks];
        this.previous = new double[tasks];
        Arrays.fill(indicator, Double.NaN);
        Arrays.fill(previous, Double.NaN);
    }

    @Override
    public boolean wantsErrors() {
        return true;
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        double[] weights = new double[indicator.length];
        for (int t = 0; t < weights.length; t++) {
            double k = indicator[t];
            weights[t] = Double.isNaN(k) ? 1 : -Math.pow(1 - k, focus) * Math.log(k);
        }
        return weights;
    }

    @Override
    public void epochDone(double[] losses, double[] errors) {
        for (int t = 0; t < losses.length; t++) {
            double measured = Double.isNaN(errors[t]) ? losses[t] / previous[t] : 1 - errors[t];
            previous[t] = Double.isNaN(losses[t]) ? previous[t] : losses[t];
            if (!Double.isNaN(measured)) {
                double k = Math.min(MOST, Math.max(LEAST, measured));
                indicator[t] = Double.isNaN(indicator[t]) ? k : rate * k + (1 - rate) * indicator[t];
            }
        }
    }

    @Override
    public double[] state() {
        double[] state = Arrays.copyOf(indicator, 2 * indicator.length);
        System.arraycopy(previous, 0, state, indicator.length, indicator.length);
        return state;
    }

    @Override
    public void restore(double[] state) {
        System.arraycopy(state, 0, indicator, 0, indicator.length);
        System.arraycopy(state, indicator.length, previous, 0, indicator.length);
    }
}
