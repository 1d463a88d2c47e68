package org.mtl.training.weighting;

/** w = 1. */
public record Equal() implements Weighting {

    @Override
    public double[] weights(Step step, Gradients gradients) {
        return Ones.of(step.present().length);
    }
}
