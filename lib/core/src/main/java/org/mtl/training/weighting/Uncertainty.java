package org.mtl.training.weighting;

/**
 * Homoscedastic uncertainty (Kendall, Gal and Cipolla 2018): Σ L_t/(2e^{s_t}) + s_t/2, where s_t, 0 at first, is trained by
 * the optimiser of the network at its rate and without decay.
 */
public final class Uncertainty implements Weighting {

    private final ScalarSteps logs;

    /** Begins. */
    public Uncertainty(ScalarSteps.Rule rule, int tasks) {
        this.logs = new ScalarSteps(rule, tasks);
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        double[] weights = logs.values();
        for (int t = 0; t < weights.length; t++) {
            weights[t] = 0.5 * Math.exp(-weights[t]);
        }
        return weights;
    }

    @Override
    public void stepSeen(Step step, Gradients gradients) {
        for (int t = 0; t < step.present().length; t++) {
            if (step.present()[t]) {
                logs.move(t, step.rate(), 0.5 - 0.5 * Math.exp(-logs.value(t)) * step.losses()[t]);
            }
        }
    }

    @Override
    public double[] state() {
        return logs.state();
    }

    @Override
    public void restore(double[] state) {
        logs.restore(state);
    }
}
