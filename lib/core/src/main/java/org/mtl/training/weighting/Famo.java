package org.mtl.training.weighting;

/**
 * Fast adaptive weighting (FAMO; Liu et al. 2023): with z = softmax(ξ) and D_t = L_t + 1e-8 (losses are bounded by 0), w_t
 * = z_t/(D_t c) where c = Σ z_t/D_t. After the step δ_t = log D_t(before) − log D_t(after) on the same batch, and ξ walks
 * down z(δ − ⟨z, δ⟩) by Adam with coupled decay: what gained more than the mean loses weight.
 */
public final class Famo implements Weighting {

    private static final double LEAST = 1e-8;

    private final double rate;
    private final double decay;
    private final ScalarSteps logits;

    /**
     * Begins with equal shares.
     *
     * @param rate the rate of ξ
     * @param decay its decay
     */
    public Famo(double rate, double decay, int tasks) {
        this.rate = rate;
        this.decay = decay;
        this.logits = new ScalarSteps(ScalarSteps.Rule.ADAM, tasks);
    }

    @Override
    public Needs needs() {
        return Needs.LOSSES;
    }

    @Override
    public boolean looksAfter() {
        return true;
    }

    private static double distance(double loss) {
        return Math.max(0, loss) + LEAST;
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        double[] shares = Ones.softmax(logits.values(), step.present(), 1);
        double sum = 0;
        for (int t = 0; t < shares.length; t++) {
            shares[t] = step.present()[t] ? shares[t] / distance(step.losses()[t]) : 0;
            sum += shares[t];
        }
        for (int t = 0; t < shares.length; t++) {
            shares[t] /= sum;
        }
        return shares;
    }

    @Override
    public void stepTaken(Step step, double[] after) {
        double[] shares = Ones.softmax(logits.values(), step.present(), 1);
        double[] gains = new double[shares.length];
        double mean = 0;
        for (int t = 0; t < shares.length; t++) {
            if (step.present()[t]) {
                gains[t] = Math.log(distance(step.losses()[t])) - Math.log(distance(after[t]));
                mean += shares[t] * gains[t];
            }
        }
        for (int t = 0; t < shares.length; t++) {
            if (step.present()[t]) {
                logits.move(t, rate, shares[t] * (gains[t] - mean) + decay * logits.value(t));
            }
        }
    }

    @Override
    public double[] state() {
        return logits.state();
    }

    @Override
    public void restore(double[] state) {
        logits.restore(state);
    }
}
