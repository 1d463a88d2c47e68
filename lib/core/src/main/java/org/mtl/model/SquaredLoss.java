package org.mtl.model;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * ℓ = (1/o) Σ_c (y_c − z_c)², without ½: the mean over the o values of a target, so that the root of a mean loss is the root
 * mean squared error over all values. ∂ℓ/∂z = (2/o)(z − y), ∂²ℓ/∂z² = (2/o) I.
 *
 * @param outputs o, the number of values of a target, at least 1
 */
public record SquaredLoss(int outputs) implements Loss {

    /** Checks the number of values. */
    public SquaredLoss {
        if (outputs < 1) {
            throw new IllegalArgumentException("squared loss needs at least one output, got " + outputs);
        }
    }

    /** The loss of single numbers, (y − z)². */
    public SquaredLoss() {
        this(1);
    }

    @Override
    public String label() {
        return "squared";
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
    public OptionalDouble isotropicCurvature() {
        return OptionalDouble.of(2.0 / outputs);
    }

    @Override
    public double sum(double[] predictions, double[] targets, int count) {
        double sum = 0;
        for (int i = 0; i < count * outputs; i++) {
            double residual = targets[i] - predictions[i];
            sum += residual * residual;
        }
        return sum / outputs;
    }

    @Override
    public void gradients(double[] predictions, double[] targets, int count, double[] gradients) {
        double factor = 2.0 / outputs;
        for (int i = 0; i < count * outputs; i++) {
            gradients[i] = factor * (predictions[i] - targets[i]);
        }
    }

    @Override
    public double change(double[] predictions, double[] targets, int count, double[] changes, int at) {
        double sum = 0;
        for (int i = 0; i < count * outputs; i++) {
            double change = changes[at + i];
            sum += change * (change + 2 * (predictions[i] - targets[i]));
        }
        return sum / outputs;
    }

    @Override
    public void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots) {
        Arrays.fill(roots, 0, count * outputs * outputs, 0);
        double root = Math.sqrt(2.0 / outputs);
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < outputs; c++) {
                roots[(i * outputs + c) * outputs + c] = root;
            }
        }
    }
}
