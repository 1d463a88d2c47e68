package org.mtl.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.NpyDataReader;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.parallel.Workers;

class LinearArraysTest {

    private static final List<String> FILES =
            List.of("x.npy", "y.npy", "task.npy", "split.npy", "tasks.csv", "coefficients.npy");

    @TempDir
    private Path folder;

    private Path write(LinearArrays data, int threads) throws IOException {
        Path to = Files.createDirectory(folder.resolve(data.seed() + "-" + threads));
        try (Workers workers = new Workers(threads)) {
            data.write(to, workers);
        }
        return to;
    }

    @Test
    void filesDependOnTheSeedAndNotOnTheThreads() throws IOException {
        Path one = write(new LinearArrays(3, 4000, 2, 5), 1);
        Path four = write(new LinearArrays(3, 4000, 2, 5), 4);
        Path other = write(new LinearArrays(3, 4000, 2, 6), 1);
        for (String file : FILES) {
            assertEquals(-1, Files.mismatch(one.resolve(file), four.resolve(file)), file);
        }
        for (String file : List.of("x.npy", "y.npy", "split.npy", "coefficients.npy")) {
            assertEquals(true, Files.mismatch(one.resolve(file), other.resolve(file)) >= 0, file);
        }
    }

    @Test
    void featuresOf32BitsAreTheSameRounded() throws IOException {
        Path wide = write(new LinearArrays(2, 100, 3, 5), 1);
        Path narrow = write(new LinearArrays(2, 100, 3, 5, NpyType.F32), 2);
        assertEquals(-1, Files.mismatch(wide.resolve("y.npy"), narrow.resolve("y.npy")));
        double[] x = new double[600];
        double[] rounded = new double[600];
        try (NpyReader from = NpyReader.open(wide.resolve("x.npy")); NpyReader to = NpyReader.open(narrow.resolve("x.npy"))) {
            assertEquals(NpyType.F32, to.type());
            from.read(0, 600, x, 0);
            to.read(0, 600, rounded, 0);
        }
        assertArrayEquals(Arrays.stream(x).map(value -> (float) value).toArray(), rounded);
    }

    /** Means to five standard errors: of n values N(0,1), 5/√n; of squares, 5·√(2/n); of shares, 5·√(p(1−p)/n). */
    @Test
    void momentsAreThoseOfTheModel() throws IOException {
        LinearArrays data = new LinearArrays(4, 15_000, 3, 9);
        Dataset read = NpyDataReader.read(write(data, 2), Roles.none()).dataset();
        assertEquals(List.of("t1", "t2", "t3", "t4"), read.taskNames());
        int n = 60_000;
        double[] x = rows(read, IntStream.range(0, n).toArray());
        assertEquals(0, Arrays.stream(x).average().orElseThrow(), 5 / Math.sqrt(3.0 * n));
        assertEquals(1, Arrays.stream(x).map(v -> v * v).average().orElseThrow(), 5 * Math.sqrt(2 / (3.0 * n)));
        double[] shares = {0.8, 0.1, 0.1};
        for (Split split : Split.values()) {
            int count = read.tasks().stream().mapToInt(task -> task.size(split)).sum();
            double p = shares[split.ordinal()];
            assertEquals(p, count / (double) n, 5 * Math.sqrt(p * (1 - p) / n));
        }
        for (int task = 0; task < 4; task++) {
            assertNoiseIsStandard(read, task, data.coefficients()[task]);
        }
    }

    /** Residuals at the true coefficients are N(0, 1) and have nothing of the features left. */
    private static void assertNoiseIsStandard(Dataset read, int task, double[] theta) {
        TaskData.Labelled train = read.tasks().get(task).in(Split.TRAIN);
        double[] x = rows(read, train.rows());
        double n = train.size();
        double sum = 0;
        double squares = 0;
        double[] products = new double[3];
        for (int i = 0; i < n; i++) {
            assertEquals(task, train.row(i) % 4);
            double rest = train.target(i, 0);
            for (int j = 0; j < 3; j++) {
                rest -= theta[j] * x[i * 3 + j];
            }
            sum += rest;
            squares += rest * rest;
            for (int j = 0; j < 3; j++) {
                products[j] += rest * x[i * 3 + j];
            }
        }
        assertEquals(0, sum / n, 5 / Math.sqrt(n));
        assertEquals(1, squares / n, 5 * Math.sqrt(2 / n));
        for (double product : products) {
            assertEquals(0, product / n, 5 / Math.sqrt(n));
        }
    }

    private static double[] rows(Dataset data, int[] rows) {
        double[] x = new double[rows.length * 3];
        data.features().copyRows(rows, 0, rows.length, x, 3);
        return x;
    }

    @Test
    void coefficientsHaveVarianceOneOverTheDimension() {
        List<Double> all = new ArrayList<>();
        for (double[] theta : new LinearArrays(50, 1, 200, 1).coefficients()) {
            Arrays.stream(theta).forEach(all::add);
        }
        double mean = all.stream().mapToDouble(v -> v * v).average().orElseThrow();
        assertEquals(1.0 / 200, mean, 5 * Math.sqrt(2.0 / all.size()) / 200);
        assertArrayEquals(new LinearArrays(1, 1, 200, 1).coefficients()[0], new LinearArrays(50, 1, 200, 1).coefficients()[0]);
    }

    @Test
    void rangesAreChecked() {
        assertEquals("--rows: expected a whole number of at least 1, found '0'",
                assertThrows(MtlException.class, () -> new LinearArrays(1, 0, 1, 0)).getMessage());
        assertEquals("--rows: expected at most 2147483647 rows in all tasks, found 3000000000",
                assertThrows(MtlException.class, () -> new LinearArrays(3, 1_000_000_000, 1, 0)).getMessage());
    }
}
