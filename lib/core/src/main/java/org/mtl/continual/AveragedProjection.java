package org.mtl.continual;

/** The step of A-GEM (Chaudhry et al. 2019, Eq. 11): a gradient that conflicts with that of the memory loses what conflicts. */
public final class AveragedProjection {

    private AveragedProjection() {}

    /**
     * g − (g·r/‖r‖²)r where g·r &lt; 0, else g; g·r ≥ 0 holds afterwards, to rounding.
     *
     * @param gradient g, p values, replaced by the result
     * @param reference r, the gradient of the memory's mean loss, p values
     * @throws IllegalArgumentException if lengths differ or g·r is not finite
     */
    public static void project(double[] gradient, double[] reference) {
        double product = dot(gradient, reference);
        if (!Double.isFinite(product)) {
            throw new IllegalArgumentException("expected finite gradients, found a product of " + product);
        }
        if (product >= 0) {
            return;
        }
        double share = product / dot(reference, reference);
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] -= share * reference[j];
        }
    }

    private static double dot(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " and " + b.length + " values");
        }
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
