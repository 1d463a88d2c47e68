package org.mtl.training.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.training.combining.Gram;

/** What balancing came to in an epoch, task by task: means over the steps in which the task had labels. */
final class BalanceRecord {

    /** Columns of the history. */
    static final List<String> NAMES = List.of("weight", "coefficient", "norm", "conflicts");

    private static final int WEIGHT = 0;
    private static final int COEFFICIENT = 1;
    private static final int NORM = 2;
    private static final int CONFLICTS = 3;

    private final double[][] sums;
    private final int[][] counts;

    BalanceRecord(int tasks) {
        this.sums = new double[tasks][NAMES.size()];
        this.counts = new int[tasks][NAMES.size()];
    }

    void clear() {
        for (int t = 0; t < sums.length; t++) {
            Arrays.fill(sums[t], 0);
            Arrays.fill(counts[t], 0);
        }
    }

    private void add(int task, int fact, double value) {
        if (Double.isFinite(value)) {
            sums[task][fact] += value;
            counts[task][fact]++;
        }
    }

    /** w_t of a step. */
    void weights(int[] present, double[] weights) {
        for (int task : present) {
            add(task, WEIGHT, weights[task]);
        }
    }

    /** c_t: the direction is Σ c_t g_t of the gradients without weights. */
    void coefficients(int[] present, double[] coefficients) {
        for (int task : present) {
            add(task, COEFFICIENT, coefficients[task]);
        }
    }

    /** ‖g_t‖, and the share of other tasks whose gradient points away from g_t. */
    void gradients(Gram gram) {
        int n = gram.size();
        for (int i = 0; i < n; i++) {
            add(gram.tasks()[i], NORM, gram.norm(i));
            int negative = 0;
            for (int j = 0; j < n; j++) {
                negative += gram.at(i, j) < 0 ? 1 : 0;
            }
            add(gram.tasks()[i], CONFLICTS, n < 2 ? Double.NaN : negative / (n - 1.0));
        }
    }

    /** The means of a task, NaN where there are none. */
    double[] of(int task) {
        double[] means = new double[NAMES.size()];
        Arrays.setAll(means, fact -> counts[task][fact] == 0 ? Double.NaN : sums[task][fact] / counts[task][fact]);
        return means;
    }
}
