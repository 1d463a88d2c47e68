package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;

/** The plain sum of all gradients. */
public record Sum() implements GramCombiner {

    @Override
    public double[] coefficients(Gram gram, Random random) {
        double[] ones = new double[gram.size()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
