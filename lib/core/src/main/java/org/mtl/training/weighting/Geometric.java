package org.mtl.training.weighting;

/**
 * The geometric mean of losses, (Π L_t)^{1/K} over the tasks of a batch: w_t is it over K·L_t. Losses below 1e-8 count as
 * that.
 */
public record Geometric() implements Weighting {

    @Override
    public Needs needs() {
        return Needs.LOSSES;
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        double[] weights = new LossScale().weights(step, gradients);
        double logs = 0;
        int count = 0;
        for (int t = 0; t < weights.length; t++) {
            if (step.present()[t]) {
                logs -= Math.log(weights[t]);
                count++;
            }
        }
        for (int t = 0; t < weights.length; t++) {
            weights[t] *= Math.exp(logs / count) / count;
        }
        return weights;
    }
}
