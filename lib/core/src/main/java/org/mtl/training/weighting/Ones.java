package org.mtl.training.weighting;

import java.util.Arrays;

/** Small vectors, a value for each task. */
final class Ones {

    private Ones() {}

    static double[] of(int tasks) {
        double[] ones = new double[tasks];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** K·softmax over the tasks that are present; the largest exponent is taken off first. */
    static double[] softmax(double[] exponents, boolean[] present, double sum) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < exponents.length; t++) {
            largest = present[t] ? Math.max(largest, exponents[t]) : largest;
        }
        double total = 0;
        double[] shares = new double[exponents.length];
        for (int t = 0; t < shares.length; t++) {
            shares[t] = present[t] ? Math.exp(exponents[t] - largest) : 0;
            total += shares[t];
        }
        for (int t = 0; t < shares.length; t++) {
            shares[t] *= sum / total;
        }
        return shares;
    }

    /** All tasks are present. */
    static boolean[] all(int tasks) {
        boolean[] all = new boolean[tasks];
        Arrays.fill(all, true);
        return all;
    }

    /** Scales positive numbers to a sum of K. */
    static void rescale(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        for (int t = 0; t < weights.length; t++) {
            weights[t] *= weights.length / sum;
        }
    }
}
