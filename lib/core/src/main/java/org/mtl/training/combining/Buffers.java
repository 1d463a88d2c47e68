package org.mtl.training.combining;

import java.util.Arrays;

/** Vectors that methods keep for every task, and their place in a state: a count, a weight for each task, the vectors. */
final class Buffers {

    private Buffers() {}

    /** Σ c_t y_t. */
    static double[] sum(double[][] rows, double[] coefficients) {
        double[] sum = new double[rows[0].length];
        for (int t = 0; t < rows.length; t++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += coefficients[t] * rows[t][i];
            }
        }
        return sum;
    }

    static double[] encoded(long count, double[] weights, double[][] rows) {
        int length = rows[0].length;
        double[] state = new double[1 + weights.length + rows.length * length];
        state[0] = count;
        System.arraycopy(weights, 0, state, 1, weights.length);
        for (int t = 0; t < rows.length; t++) {
            System.arraycopy(rows[t], 0, state, 1 + weights.length + t * length, length);
        }
        return state;
    }

    static double[] weights(double[] state, int tasks) {
        return Arrays.copyOfRange(state, 1, 1 + tasks);
    }

    static double[][] rows(double[] state, int tasks) {
        int length = (state.length - 1 - tasks) / tasks;
        double[][] rows = new double[tasks][];
        for (int t = 0; t < tasks; t++) {
            rows[t] = Arrays.copyOfRange(state, 1 + tasks + t * length, 1 + tasks + (t + 1) * length);
        }
        return rows;
    }
}
