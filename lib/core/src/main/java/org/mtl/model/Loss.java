package org.mtl.model;

/**
 * A loss of one prediction z against its target y, convex and twice differentiable in z (METHODS §1).
 *
 * <p>Works on arrays, since rows come in tiles.
 */
public sealed interface Loss permits SquaredLoss {

    /** The word that options and files use. */
    String label();

    /** True where ℓ'' does not depend on z, so that one Newton step is exact and curvature is computed once. */
    boolean constantCurvature();

    /** The sum of ℓ(z_i, y_i) over the first {@code count} rows. */
    double sum(double[] predictions, double[] targets, int count);

    /** Stores ∂ℓ/∂z of the first {@code count} rows. */
    void gradients(double[] predictions, double[] targets, int count, double[] gradients);

    /** Stores ∂²ℓ/∂z² of the first {@code count} rows, none negative. */
    void curvatures(double[] predictions, double[] targets, int count, double[] curvatures);
}
