package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.linalg.SymmetricEigen;

/**
 * Conflict-free directions (ConFIG; Liu et al. 2024): the unit vector b that has the same cosine with all gradients, and on
 * it the sum of their projections, d = (Σ_t ⟨g_t, b⟩)b, where b is Û'(ÛÛ')⁺1 of the unit gradients Û.
 */
public record Config() implements GramCombiner {

    @Override
    public double[] coefficients(Gram gram, Random random) {
        int n = gram.size();
        double[] inverse = IntStream.range(0, n).mapToDouble(gram::norm).map(norm -> norm > 0 ? 1 / norm : 0).toArray();
        Gram unit = gram.scaled(inverse);
        SymmetricEigen eigen = SymmetricEigen.of(unit.values(), n);
        double[] ones = new double[n];
        Arrays.setAll(ones, i -> inverse[i] > 0 ? 1 : 0);
        double[] b = eigen.apply(eigen.inverseFactors(), ones, 1);
        double size = unit.norm(b);
        if (!(size > 0)) {
            return new double[n];
        }
        for (int i = 0; i < n; i++) {
            b[i] *= inverse[i] / size;
        }
        double length = Arrays.stream(gram.times(b)).sum();
        return Arrays.stream(b).map(value -> value * length).toArray();
    }
}
