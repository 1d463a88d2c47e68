package org.mtl.model;

/**
 * A loss of a prediction z against its target y, convex in z (METHODS §1). A prediction has C values, one for all losses
 * but softmax.
 *
 * <p>Works on arrays, since rows come in tiles: predictions and gradients are count × C, row-major.
 */
public sealed interface Loss permits SquaredLoss, HuberLoss, LogisticLoss, SoftmaxLoss {

    /** The word that options and files use. */
    String label();

    /** C, the number of values of a prediction. */
    int outputs();

    /** True where targets are class codes. */
    boolean isClassification();

    /** True where ℓ'' does not depend on z, so that one Newton step is exact and curvature is computed once. */
    boolean constantCurvature();

    /** The sum of ℓ(z_i, y_i) over the first {@code count} rows. */
    double sum(double[] predictions, double[] targets, int count);

    /** Stores ∂ℓ/∂z of the first {@code count} rows. */
    void gradients(double[] predictions, double[] targets, int count, double[] gradients);

    /**
     * Stores for each of the first {@code count} rows a C × C matrix B with ∂²ℓ/∂z² = BB'; for C = 1 that is the root of
     * ℓ''.
     */
    void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots);

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
