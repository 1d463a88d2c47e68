package org.mtl.influence.network;

import java.util.Arrays;
import java.util.Random;

/** An estimate, from below, of the largest eigenvalue of the Gauss–Newton matrix with the penalty, by power iteration. */
final class LargestEigenvalue {

    private static final int STEPS = 20;

    private LargestEigenvalue() {}

    /** Estimates; a pass over the training rows for each of 20 steps. */
    static double of(TrainedObjective objective, Random random) {
        double[] vector = new double[objective.size()];
        Arrays.setAll(vector, i -> random.nextGaussian());
        objective.mask(vector);
        double[] product = new double[vector.length];
        double largest = 0;
        for (int step = 0; step < STEPS; step++) {
            double norm = norm(vector);
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= norm;
            }
            objective.products(TrainedObjective.Kind.GAUSS_NEWTON, vector, 1, product);
            largest = norm(product);
            System.arraycopy(product, 0, vector, 0, vector.length);
        }
        return largest;
    }

    private static double norm(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
