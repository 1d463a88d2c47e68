package org.mtl.training.weighting;

/**
 * Given weights (linear scalarization).
 *
 * @param given w_t, all positive
 */
public record Scalar(double[] given) implements Weighting {

    @Override
    public double[] weights(Step step, Gradients gradients) {
        return given.clone();
    }
}
