package org.mtl.training.weighting;

import java.util.Arrays;

/**
 * Smooth Tchebycheff scalarization (STCH; Lin et al. 2024): after 4 epochs, and one more over which z_t, the mean loss, is
 * taken, all of them on Σ log L_t, it is Kμ·log Σ exp(log(L_t/z_t)/μ): the task that has gained least weighs most. A task
 * without rows in that epoch has z_t = 1.
 */
public final class Stch implements Weighting {

    private final int warmup;
    private final double smoothness;
    private double[] reference;
    private int epoch;

    /**
     * Begins.
     *
     * @param warmup the epochs before the one that is measured
     * @param smoothness μ, above 0; near 0 it is the maximum
     */
    public Stch(int warmup, double smoothness, int tasks) {
        this.warmup = warmup;
        this.smoothness = smoothness;
        this.reference = Ones.of(tasks);
    }

    @Override
    public Needs needs() {
        return Needs.LOSSES;
    }

    @Override
    public void epochBegun(int number) {
        epoch = number;
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        double[] inverse = new LossScale().weights(step, gradients);
        if (epoch <= warmup + 1) {
            return inverse;
        }
        double[] exponents = new double[inverse.length];
        int count = 0;
        for (int t = 0; t < inverse.length; t++) {
            if (step.present()[t]) {
                exponents[t] = -Math.log(inverse[t] * reference[t]) / smoothness;
                count++;
            }
        }
        double[] shares = Ones.softmax(exponents, step.present(), count);
        for (int t = 0; t < inverse.length; t++) {
            inverse[t] *= shares[t];
        }
        return inverse;
    }

    @Override
    public void epochDone(double[] losses, double[] errors) {
        if (epoch == warmup + 1) {
            reference = Arrays.stream(losses).map(loss -> Double.isNaN(loss) ? 1 : Math.max(LossScale.LEAST, loss)).toArray();
        }
    }

    @Override
    public double[] state() {
        return reference.clone();
    }

    @Override
    public void restore(double[] state) {
        reference = state.clone();
    }
}
