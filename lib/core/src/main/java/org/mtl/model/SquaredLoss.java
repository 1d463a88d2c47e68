package org.mtl.model;

import java.util.Arrays;

/** ℓ = (y − z)², without ½: ∂ℓ/∂z = 2(z − y), ℓ'' = 2. */
public record SquaredLoss() implements Loss {

    @Override
    public String label() {
        return "squared";
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
        return true;
    }

    @Override
    public double sum(double[] predictions, double[] targets, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double residual = targets[i] - predictions[i];
            sum += residual * residual;
        }
        return sum;
    }

    @Override
    public void gradients(double[] predictions, double[] targets, int count, double[] gradients) {
        for (int i = 0; i < count; i++) {
            gradients[i] = 2 * (predictions[i] - targets[i]);
        }
    }

    @Override
    public double change(double[] predictions, double[] targets, int count, double[] changes, int at) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double change = changes[at + i];
            sum += change * (change + 2 * (predictions[i] - targets[i]));
        }
        return sum;
    }

    @Override
    public void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots) {
        Arrays.fill(roots, 0, count, Math.sqrt(2));
    }
}
