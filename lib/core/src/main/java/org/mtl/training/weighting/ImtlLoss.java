package org.mtl.training.weighting;

/**
 * Impartial losses (IMTL-L; Liu et al. 2021): Σ e^{s_t}L_t − s_t, where s_t, 0 at first, is trained by the optimiser of the
 * network at its rate and without decay; its minimum makes all weighted losses 1.
 */
public final class ImtlLoss implements Weighting {

    private final ScalarSteps logs;

    /** Begins. */
    public ImtlLoss(ScalarSteps.Rule rule, int tasks) {
        this.logs = new ScalarSteps(rule, tasks);
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        double[] weights = logs.values();
        for (int t = 0; t < weights.length; t++) {
            weights[t] = Math.exp(weights[t]);
        }
        return weights;
    }

    @Override
    public void stepSeen(Step step, Gradients gradients) {
        for (int t = 0; t < step.present().length; t++) {
            if (step.present()[t]) {
                logs.move(t, step.rate(), Math.exp(logs.value(t)) * step.losses()[t] - 1);
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
