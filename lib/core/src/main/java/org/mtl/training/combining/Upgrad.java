package org.mtl.training.combining;

import java.util.Random;

/**
 * The mean of the gradients, each of them projected on the cone of directions that conflict with no task (UPGrad; Quinton
 * and Rey 2024).
 */
public record Upgrad() implements GramCombiner {

    @Override
    public double[] coefficients(Gram gram, Random random) {
        int n = gram.size();
        DualCone cone = new DualCone(gram);
        double[] sum = new double[n];
        for (int i = 0; i < n; i++) {
            double[] u = new double[n];
            u[i] = 1.0 / n;
            double[] v = cone.project(u);
            for (int j = 0; j < n; j++) {
                sum[j] += v[j];
            }
        }
        return sum;
    }
}
