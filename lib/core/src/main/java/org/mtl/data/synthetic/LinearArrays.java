package org.mtl.data.synthetic;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mtl.MtlException;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.io.CsvWriter;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.parallel.Workers;

/**
 * Linear tasks of any number of rows, as a folder of NPY files that is written with memory that does not grow with the rows.
 *
 * <p>x ~ N(0, I), y = x'θ_k + N(0, 1) with θ_k ~ N(0, I/d), so that features and noise have equal parts in the variance of
 * y, which is 2 on average. Rows of the tasks take turns: data row i is of task i mod m. Each row is for training,
 * validation or test with probability 0.8, 0.1 and 0.1.
 *
 * <p>Rows are drawn in blocks, each from a generator of its own, so that the files do not depend on the number of threads.
 *
 * @param tasks the number of tasks, m, at least 1
 * @param rows rows per task, at least 1; at most 2³¹ − 1 over all tasks
 * @param dimension the number of features, d, at least 1
 * @param seed the user's seed
 * @param features the type of {@code x.npy}, floating; targets are of the features before they are rounded to it
 */
public record LinearArrays(int tasks, int rows, int dimension, long seed, NpyType features) {

    private static final double TRAINING = 0.8;
    private static final double TRAINING_OR_VALIDATION = 0.9;

    /** Part of what a seed stands for. */
    private static final int BLOCK_ROWS = 4096;

    /**
     * Checks the ranges.
     *
     * @throws MtlException (USAGE) naming the option whose value is out of range
     */
    public LinearArrays {
        DuanWang.requireCount("--tasks", tasks);
        DuanWang.requireCount("--rows", rows);
        DuanWang.requireCount("--dimension", dimension);
        if ((long) tasks * rows > Integer.MAX_VALUE) {
            throw MtlException.usage("--rows: expected at most " + Integer.MAX_VALUE + " rows in all tasks, found "
                    + (long) tasks * rows);
        }
    }

    /** Tasks with features of 64 bits. */
    public LinearArrays(int tasks, int rows, int dimension, long seed) {
        this(tasks, rows, dimension, seed, NpyType.F64);
    }

    /** The true coefficients θ_k, m × d. */
    public double[][] coefficients() {
        double[][] coefficients = new double[tasks][dimension];
        for (int task = 0; task < tasks; task++) {
            Random random = Seeds.random(seed, "linear:coefficients:" + DuanWang.taskName(task));
            Arrays.setAll(coefficients[task], j -> random.nextGaussian() / Math.sqrt(dimension));
        }
        return coefficients;
    }

    /** Consecutive rows: features row-major, targets, task codes and split codes. */
    private record Block(int first, int count, double[] x, double[] y, double[] task, double[] split) {}

    /** The arrays of the folder while they are written. */
    private record Writers(NpyWriter x, NpyWriter y, NpyWriter task, NpyWriter split) implements Closeable {

        void write(Block block) throws IOException {
            x.write(block.x(), 0, block.x().length);
            y.write(block.y(), 0, block.count());
            task.write(block.task(), 0, block.count());
            split.write(block.split(), 0, block.count());
        }

        @Override
        public void close() throws IOException {
            try (x; y; task; split) {
                return;
            }
        }
    }

    /**
     * Writes {@code x.npy}, {@code y.npy} (float64), {@code task.npy} (int32), {@code split.npy} (int8),
     * {@code tasks.csv}, and the truth in {@code coefficients.npy}.
     *
     * @param folder an existing folder without these files
     * @throws IOException if writing fails
     */
    public void write(Path folder, Workers workers) throws IOException {
        double[][] coefficients = coefficients();
        writeNames(folder.resolve("tasks.csv"));
        try (NpyWriter out = open(folder, "coefficients.npy", NpyType.F64, tasks, dimension)) {
            for (double[] row : coefficients) {
                out.write(row, 0, dimension);
            }
        }
        int n = tasks * rows;
        int blocks = (int) (((long) n + BLOCK_ROWS - 1) / BLOCK_ROWS);
        try (Writers out = new Writers(open(folder, "x.npy", features, n, dimension), open(folder, "y.npy", NpyType.F64, n),
                open(folder, "task.npy", NpyType.I32, n), open(folder, "split.npy", NpyType.I8, n))) {
            for (int first = 0; first < blocks; first += workers.threads()) {
                int start = first;
                Block[] batch = new Block[Math.min(workers.threads(), blocks - first)];
                workers.forEach(batch.length, b -> batch[b] = draw(start + b, coefficients));
                for (Block block : batch) {
                    out.write(block);
                }
            }
        }
    }

    private static NpyWriter open(Path folder, String file, NpyType type, long... shape) throws IOException {
        return new NpyWriter(Files.newOutputStream(folder.resolve(file)), type, shape);
    }

    private void writeNames(Path file) throws IOException {
        try (CsvWriter out = new CsvWriter(Files.newOutputStream(file))) {
            out.record(List.of("code", "task"));
            for (int task = 0; task < tasks; task++) {
                out.field(task).field(DuanWang.taskName(task)).end();
            }
        }
    }

    private Block draw(int number, double[][] coefficients) {
        Random random = Seeds.random(seed, "linear:rows:" + number);
        int first = number * BLOCK_ROWS;
        int count = Math.min(BLOCK_ROWS, tasks * rows - first);
        Block block = new Block(first, count, new double[count * dimension], new double[count], new double[count],
                new double[count]);
        for (int i = 0; i < count; i++) {
            int task = (first + i) % tasks;
            double y = 0;
            for (int j = 0; j < dimension; j++) {
                double value = random.nextGaussian();
                block.x()[i * dimension + j] = value;
                y += value * coefficients[task][j];
            }
            block.y()[i] = y + random.nextGaussian();
            block.task()[i] = task;
            block.split()[i] = split(random.nextDouble()).ordinal();
        }
        return block;
    }

    private static Split split(double uniform) {
        return uniform < TRAINING ? Split.TRAIN : uniform < TRAINING_OR_VALIDATION ? Split.VALIDATION : Split.TEST;
    }
}
