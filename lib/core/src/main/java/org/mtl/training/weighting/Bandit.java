package org.mtl.training.weighting;

/**
 * Adversarial weights (BanditMTL; Mao et al. 2021): w = K·p, p a distribution over tasks within KL(p‖uniform) ≤ ρ, which
 * after each step goes on by p ∝ p·exp(η_p L); where that is too far, it is flattened to p^τ/Σp^τ with the largest τ that
 * is not.
 */
public final class Bandit implements Weighting {

    private static final int BISECTIONS = 60;

    private final double radius;
    private final double rate;
    private double[] logs;

    /**
     * Begins with equal weights.
     *
     * @param radius ρ in units of log K, from 0 on; of 1 any distribution is allowed
     * @param rate η_p
     */
    public Bandit(double radius, double rate, int tasks) {
        this.radius = radius * Math.log(tasks);
        this.rate = rate;
        this.logs = new double[tasks];
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        return Ones.softmax(logs, Ones.all(logs.length), logs.length);
    }

    @Override
    public void stepSeen(Step step, Gradients gradients) {
        for (int t = 0; t < logs.length; t++) {
            logs[t] += step.present()[t] ? rate * step.losses()[t] : 0;
        }
        double low = 0;
        double high = 1;
        if (divergence(1) > radius) {
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = 0.5 * (low + high);
                if (divergence(middle) > radius) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            high = low;
        }
        double mean = 0;
        for (double each : logs) {
            mean += each / logs.length;
        }
        for (int t = 0; t < logs.length; t++) {
            // Only differences count; without their mean the numbers stay small.
            logs[t] = high * (logs[t] - mean);
        }
    }

    /** KL(p^τ‖uniform). */
    private double divergence(double power) {
        double[] scaled = new double[logs.length];
        for (int t = 0; t < scaled.length; t++) {
            scaled[t] = power * logs[t];
        }
        double sum = Math.log(logs.length);
        for (double p : Ones.softmax(scaled, Ones.all(scaled.length), 1)) {
            sum += p > 0 ? p * Math.log(p) : 0;
        }
        return sum;
    }

    @Override
    public double[] state() {
        return logs.clone();
    }

    @Override
    public void restore(double[] state) {
        logs = state.clone();
    }
}
