package org.mtl.training.combining;

import java.util.Arrays;

/** The simplex: numbers of at least 0 whose sum is 1. */
final class Simplex {

    private Simplex() {}

    /** The middle, 1/K for each. */
    static double[] middle(int size) {
        double[] point = new double[size];
        Arrays.fill(point, 1.0 / size);
        return point;
    }

    /** The nearest point (Held, Wolfe and Crowder 1974): max(x − θ, 0), with θ such that the sum is 1. */
    static double[] project(double[] point) {
        double[] sorted = point.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double theta = 0;
        for (int count = 1; count <= sorted.length; count++) {
            double next = sorted[sorted.length - count];
            sum += next;
            double candidate = (sum - 1) / count;
            if (next > candidate) {
                theta = candidate;
            }
        }
        double[] projected = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            projected[i] = Math.max(0, point[i] - theta);
        }
        return projected;
    }
}
