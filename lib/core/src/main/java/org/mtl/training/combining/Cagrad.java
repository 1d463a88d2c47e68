package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;

/**
 * Conflict-averse gradients (CAGrad; Liu et al. 2021): within c‖g₀‖ of the mean gradient g₀ the direction along which the
 * worst task gains most, d = g₀ + φ g_w/‖g_w‖ with φ = c‖g₀‖ and w the point of the simplex of the least (1/K)1'Gw +
 * φ√(w'Gw).
 *
 * @param c from 0, the mean gradient, to below 1
 * @param rescale by what the direction is divided
 */
public record Cagrad(double c, Rescale rescale) implements GramCombiner {

    /** What directions are divided by. */
    public enum Rescale {
        /** 1. */
        NONE,
        /** 1 + c². */
        SQUARE,
        /** 1 + c. */
        LINEAR
    }

    @Override
    public double[] coefficients(Gram gram, Random random) {
        int n = gram.size();
        double[] mean = new double[n];
        Arrays.fill(mean, 1.0 / n);
        double radius = c * gram.norm(mean);
        if (radius > 0) {
            double[] w = SimplexDescent.leastSum(gram, gram.times(mean), radius);
            double size = gram.norm(w);
            for (int i = 0; i < n && size > 0; i++) {
                mean[i] += radius / size * w[i];
            }
        }
        double divisor = switch (rescale) {
            case NONE -> 1;
            case SQUARE -> 1 + c * c;
            case LINEAR -> 1 + c;
        };
        for (int i = 0; i < n; i++) {
            mean[i] /= divisor;
        }
        return mean;
    }
}
