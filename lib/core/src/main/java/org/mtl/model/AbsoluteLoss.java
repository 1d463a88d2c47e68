package org.mtl.model;

/**
 * ℓ = |y − z|, with slope 0 at y = z. It has no second derivative, so that methods which need one cannot take it.
 */
public record AbsoluteLoss() implements Loss {

    @Override
    public String label() {
        return "absolute";
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public boolean isClassification() {
        return false;
    }

    @Override
    public boolean constantCurvature() {
        return false;
    }

    @Override
    public double sum(double[] predictions, double[] targets, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.abs(targets[i] - predictions[i]);
        }
        return sum;
    }

    @Override
    public void gradients(double[] predictions, double[] targets, int count, double[] gradients) {
        for (int i = 0; i < count; i++) {
            gradients[i] = Math.signum(predictions[i] - targets[i]);
        }
    }

    /**
     * Refuses.
     *
     * @throws IllegalStateException always
     */
    @Override
    public void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots) {
        throw new IllegalStateException("absolute loss has no second derivative");
    }
}
