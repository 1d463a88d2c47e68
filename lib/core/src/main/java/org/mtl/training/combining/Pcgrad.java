package org.mtl.training.combining;

import java.util.Random;

/**
 * Projected gradients (PCGrad; Yu et al. 2020): each gradient loses, task by task in random order, what points against the
 * others; the sum of what is left.
 */
public record Pcgrad() implements GramCombiner {

    @Override
    public double[] coefficients(Gram gram, Random random) {
        int n = gram.size();
        double[] sum = new double[n];
        for (int i = 0; i < n; i++) {
            double[] own = new double[n];
            own[i] = 1;
            for (int j : Orders.others(i, n, random)) {
                double product = gram.product(own, j);
                if (product < 0) {
                    own[j] -= product / gram.at(j, j);
                }
            }
            for (int j = 0; j < n; j++) {
                sum[j] += own[j];
            }
        }
        return sum;
    }
}
