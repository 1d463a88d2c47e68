package org.mtl.data.synthetic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;

/**
 * Linear tasks whose coefficients are similar, except for those of some outlier tasks (METHODS §10; Duan and Wang,
 * "Adaptive and robust multi-task learning").
 *
 * <p>x ~ N(0, I), β* = 2e₁, θ_k = β* + δ·u_k with u_k uniform on the unit sphere, and y = x'θ_k + N(0, 1). A share α of
 * the tasks, drawn at random, has an independent vector of norm 2 in place of θ_k.
 *
 * <p>Draws of one task do not depend on how many other tasks there are, but for which are outliers.
 *
 * @param tasks the number of tasks, m, at least 1
 * @param rows rows per task, n, at least 1
 * @param dimension the number of features, d, at least 1
 * @param delta the distance of the tasks' coefficients from β*, at least 0
 * @param alpha the share of outlier tasks, in [0, 1]; α·m is rounded to the nearest number
 * @param seed the user's seed
 */
public record DuanWang(int tasks, int rows, int dimension, double delta, double alpha, long seed) {

    private static final double NORM = 2;

    /**
     * Checks the ranges.
     *
     * @throws MtlException (USAGE) naming the option whose value is out of range
     */
    public DuanWang {
        requireCount("--tasks", tasks);
        requireCount("--rows", rows);
        requireCount("--dimension", dimension);
        if (!(delta >= 0 && Double.isFinite(delta))) {
            throw MtlException.usage("--delta: expected a finite number of at least 0, found " + Numbers.format(delta));
        }
        if (!(alpha >= 0 && alpha <= 1)) {
            throw MtlException.usage("--alpha: expected a share between 0 and 1, found " + Numbers.format(alpha));
        }
    }

    /** Refuses a count below 1 in the name of its option. */
    static void requireCount(String option, int count) {
        if (count < 1) {
            throw MtlException.usage(option + ": expected a whole number of at least 1, found '" + count + "'");
        }
    }

    /** The sizes of the paper's simulation: 10 tasks, 200 rows each, 50 features. */
    public static DuanWang ofPaperSize(double delta, double alpha, long seed) {
        return new DuanWang(10, 200, 50, delta, alpha, seed);
    }

    /** The task's name: {@code t1}, {@code t2}, … */
    public static String taskName(int task) {
        return "t" + (task + 1);
    }

    /** The positions of the outlier tasks, ascending. */
    public int[] outliers() {
        int[] order = IntStream.range(0, tasks).toArray();
        int count = (int) Math.round(alpha * tasks);
        Random random = Seeds.random(seed, "duan-wang:outliers");
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(tasks - i);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        int[] chosen = Arrays.copyOf(order, count);
        Arrays.sort(chosen);
        return chosen;
    }

    /** The true coefficients, m × d. */
    public double[][] coefficients() {
        int[] outliers = outliers();
        double[][] coefficients = new double[tasks][];
        for (int task = 0; task < tasks; task++) {
            boolean outlier = Arrays.binarySearch(outliers, task) >= 0;
            double[] theta = onSphere(Seeds.random(seed, "duan-wang:coefficients:" + taskName(task)),
                    outlier ? NORM : delta);
            if (!outlier) {
                theta[0] += NORM;
            }
            coefficients[task] = theta;
        }
        return coefficients;
    }

    /** A vector uniform on the sphere of a radius: Gaussian, then scaled. */
    private double[] onSphere(Random random, double radius) {
        double[] vector = new double[dimension];
        double squares = 0;
        while (squares == 0) {
            for (int j = 0; j < dimension; j++) {
                vector[j] = random.nextGaussian();
                squares += vector[j] * vector[j];
            }
        }
        double factor = radius / Math.sqrt(squares);
        for (int j = 0; j < dimension; j++) {
            vector[j] *= factor;
        }
        return vector;
    }

    /**
     * Writes {@code task,split,y,x1,…,xd}, task by task. Within a task the splits take turns, train, val, test, so that
     * each has a third of the rows; one row over is a training row, of two the second is a validation row.
     *
     * @throws IOException if writing fails
     */
    public void write(CsvWriter out) throws IOException {
        List<String> header = new ArrayList<>(List.of("task", "split", "y"));
        IntStream.rangeClosed(1, dimension).forEach(j -> header.add("x" + j));
        out.record(header);
        double[][] coefficients = coefficients();
        double[] x = new double[dimension];
        Split[] turns = Split.values();
        for (int task = 0; task < tasks; task++) {
            Random random = Seeds.random(seed, "duan-wang:rows:" + taskName(task));
            for (int row = 0; row < rows; row++) {
                double y = 0;
                for (int j = 0; j < dimension; j++) {
                    x[j] = random.nextGaussian();
                    y += x[j] * coefficients[task][j];
                }
                y += random.nextGaussian();
                out.field(taskName(task)).field(turns[row % turns.length].label()).field(y);
                for (double value : x) {
                    out.field(value);
                }
                out.end();
            }
        }
    }
}
