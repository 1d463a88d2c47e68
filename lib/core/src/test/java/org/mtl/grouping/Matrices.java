package org.mtl.grouping;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Affinities for tests. */
final class Matrices {

    private Matrices() {}

    /** Affinities of tasks named t0, t1, … */
    static TaskAffinity of(double[]... values) {
        return new TaskAffinity(names(values.length), values);
    }

    static List<String> names(int tasks) {
        return IntStream.range(0, tasks).mapToObj(i -> "t" + i).toList();
    }

    /** Uniform entries, the diagonal's too. */
    static TaskAffinity uniform(int tasks, double low, double high, long seed) {
        Random random = new Random(seed);
        double[][] values = new double[tasks][tasks];
        for (double[] row : values) {
            for (int k = 0; k < tasks; k++) {
                row[k] = low + (high - low) * random.nextDouble();
            }
        }
        return of(values);
    }
}
