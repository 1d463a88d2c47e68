package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;
import org.mtl.linalg.SymmetricEigen;

/**
 * Aligned gradients (Aligned-MTL; Senushkin et al. 2023): the gradients are replaced by the nearest ones that are
 * orthogonal and equally long, as long as the shortest principal component, and averaged: √λ_min · VΛ^{−½}V'·(1/K) of G =
 * VΛV', without eigenvalues that are rounding.
 */
public record Aligned() implements GramCombiner {

    @Override
    public double[] coefficients(Gram gram, Random random) {
        SymmetricEigen eigen = SymmetricEigen.of(gram.values(), gram.size());
        double cutoff = eigen.cutoff();
        double least = Arrays.stream(eigen.values()).filter(value -> value > cutoff).min().orElse(0);
        double[] factors = Arrays.stream(eigen.values())
                .map(value -> value > cutoff ? Math.sqrt(least / value) : 0).toArray();
        return eigen.apply(factors, Simplex.middle(gram.size()), 1);
    }
}
