package org.mtl.model;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * A loss of a prediction z against its target y, convex in z (METHODS §1). A prediction has C values: as many as there are
 * classes for softmax, as the target has for squared loss, otherwise one.
 *
 * <p>Works on arrays, since rows come in tiles: predictions and gradients are count × C, row-major, and so are the targets
 * of squared loss; those of the other losses are one number per row.
 */
public sealed interface Loss permits SquaredLoss, AbsoluteLoss, HuberLoss, LogisticLoss, SoftmaxLoss {

    /** The word that options and files use. */
    String label();

    /** C, the number of values of a prediction. */
    int outputs();

    /** True where targets are class codes. */
    boolean isClassification();

    /** True where ℓ'' does not depend on z, so that one Newton step is exact and curvature is computed once. */
    boolean constantCurvature();

    /** s, where ∂²ℓ/∂z² = sI for every prediction and target; nothing for other losses. */
    default OptionalDouble isotropicCurvature() {
        return OptionalDouble.empty();
    }

    /** The sum of ℓ(z_i, y_i) over the first {@code count} rows. */
    double sum(double[] predictions, double[] targets, int count);

    /** Stores ∂ℓ/∂z of the first {@code count} rows. */
    void gradients(double[] predictions, double[] targets, int count, double[] gradients);

    /** Stores what {@link #gradients} does and returns what {@link #sum} does, to rounding; faster where both are wanted. */
    default double sumAndGradients(double[] predictions, double[] targets, int count, double[] gradients) {
        gradients(predictions, targets, count, gradients);
        return sum(predictions, targets, count);
    }

    /**
     * Stores for each of the first {@code count} rows a C × C matrix B with ∂²ℓ/∂z² = BB'; for C = 1 that is the root of
     * ℓ''.
     */
    void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots);

    /** B with ∂²ℓ/∂z² = BB' of the first {@code count} rows, count × C × C. */
    default double[] curvatureRoots(double[] predictions, double[] targets, int count) {
        double[] roots = new double[count * outputs() * outputs()];
        curvatureRoots(predictions, targets, count, roots);
        return roots;
    }

    /** The root of {@link #isotropicCurvature}, which there must be, as often as asked for. */
    default double[] repeatedRoots(int count) {
        double[] roots = new double[count];
        Arrays.fill(roots, Math.sqrt(isotropicCurvature().orElseThrow()));
        return roots;
    }

    /**
     * The sum of ℓ(z_i + d_i, y_i) − ℓ(z_i, y_i) over the first {@code count} rows, for the changes d that start at
     * {@code at} in an array.
     */
    default double change(double[] predictions, double[] targets, int count, double[] changes, int at) {
        int size = count * outputs();
        double[] moved = new double[size];
        for (int i = 0; i < size; i++) {
            moved[i] = predictions[i] + changes[at + i];
        }
        double sum = 0;
        double[] one = new double[outputs()];
        double[] other = new double[outputs()];
        double[] target = new double[1];
        for (int i = 0; i < count; i++) {
            // Row by row, so that the small change is not lost in a large sum.
            System.arraycopy(predictions, i * one.length, one, 0, one.length);
            System.arraycopy(moved, i * one.length, other, 0, one.length);
            target[0] = targets[i];
            sum += sum(other, target, 1) - sum(one, target, 1);
        }
        return sum;
    }

    /**
     * A loss with a curvature that is never less than this one's secant, so that a full Newton step with it decreases the
     * sum; this loss itself where its own curvature does not vanish.
     */
    default Loss majorant() {
        return this;
    }

    /**
     * Stores by how much the true class leads of the first {@code count} rows: positive where the row is classified
     * correctly.
     */
    default void margins(double[] predictions, double[] targets, int count, double[] margins) {
        throw new IllegalStateException(label() + " has no classes");
    }
}
