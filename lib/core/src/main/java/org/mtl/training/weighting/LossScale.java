package org.mtl.training.weighting;

/** Σ log L_t: each loss is divided by itself, w_t = 1/L_t. Losses below 1e-8 count as that. */
public record LossScale() implements Weighting {

    static final double LEAST = 1e-8;

    @Override
    public Needs needs() {
        return Needs.LOSSES;
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        double[] weights = new double[step.losses().length];
        for (int t = 0; t < weights.length; t++) {
            weights[t] = step.present()[t] ? 1 / Math.max(LEAST, step.losses()[t]) : 0;
        }
        return weights;
    }
}
