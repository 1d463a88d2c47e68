package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.linalg.SymmetricEigen;

/**
 * Impartial directions (IMTL-G; Liu et al. 2021), whose projections on all gradients are equally long: α = v/Σv with
 * v = G⁺√diag G, and 0 where Σv is nothing but rounding.
 */
public record Imtl() implements GramCombiner {

    private static final double ROUNDING = 1e-12;

    @Override
    public double[] coefficients(Gram gram, Random random) {
        SymmetricEigen eigen = SymmetricEigen.of(gram.values(), gram.size());
        double[] norms = IntStream.range(0, gram.size()).mapToDouble(gram::norm).toArray();
        double[] v = eigen.apply(eigen.inverseFactors(), norms, 1);
        double sum = Arrays.stream(v).sum();
        if (Math.abs(sum) <= ROUNDING * Arrays.stream(v).map(Math::abs).sum()) {
            return new double[v.length];
        }
        return Arrays.stream(v).map(value -> value / sum).toArray();
    }
}
