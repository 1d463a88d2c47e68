package org.mtl.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.Standardizer;
import org.mtl.data.TaskData;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.testing.Datasets;

class QuadraticTest {

    private static List<TaskData.Labelled> rows(Dataset data, Split split) {
        return data.tasks().stream().map(task -> task.in(split)).toList();
    }

    private static List<Quadratic> functions(Design design, List<List<TaskData.Labelled>> groups, double[] weights,
            int outputs, int threads) {
        try (Workers workers = new Workers(threads)) {
            return Quadratic.of(design, groups, weights, outputs, workers);
        }
    }

    private static BlockMatrix parameters(int tasks, int length, long seed) {
        Random random = new Random(seed);
        return BlockMatrix.zero(Sharing.NONE, tasks, length, 1).map(zero -> random.nextGaussian());
    }

    @Test
    void byHand() {
        // Rows (1, 2) with 3 and (0, 1) with 1, each of weight ½: at w = (1, 1) residuals 0 and 0, at (0, 0) 3 and 1.
        Design design = new Design(ArrayFeatures.of(new double[][] {{1, 2}, {0, 1}}), Standardization.NONE, false);
        TaskData.Labelled rows = new TaskData.Labelled(new int[] {0, 1}, new double[] {3, 1});
        Quadratic function = functions(design, List.of(List.of(rows)), new double[] {0.5}, 1, 1).get(0);
        assertArrayEquals(new double[] {1, 2, 2, 5}, function.hessian());
        assertArrayEquals(new double[] {3, 7}, function.linear());
        assertEquals(5, function.constant());
        assertArrayEquals(new double[] {-3, -7, 5}, function.term(new double[] {0, 0}));
        assertEquals(OptionalDouble.of(0.5), function.value(new double[] {0, 1}));
        // Nothing but rounding is left where both residuals vanish.
        assertEquals(OptionalDouble.empty(), function.value(new double[] {1, 1}));
    }

    @Property(tries = 60)
    void agreesWithTheRows(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int tasks,
            @ForAll @IntRange(min = 7, max = 60) int rowsPerTask, @ForAll @IntRange(min = 1, max = 6) int features,
            @ForAll @IntRange(min = 1, max = 3) int outputs, @ForAll Standardization.Mode mode) {
        Dataset scalars = Datasets.linear(seed, tasks, rowsPerTask, features, 0.5);
        Dataset data = outputs == 1 ? scalars : Datasets.vectors(scalars, outputs);
        Design design = new Design(data.features(), Standardizer.fit(data, mode), true);
        List<TaskData.Labelled> training = rows(data, Split.TRAIN);
        List<TaskData.Labelled> validation = rows(data, Split.VALIDATION);
        double[] weights = new double[2 * tasks];
        for (int k = 0; k < tasks; k++) {
            weights[k] = 1.0 / training.get(k).size();
            weights[tasks + k] = 1.0 / validation.get(k).size();
        }
        List<Quadratic> all = functions(design, List.of(training, validation), weights, outputs, 2);
        BlockMatrix parameters = parameters(tasks, design.columns() * outputs, seed);
        List<Loss> losses = Collections.nCopies(tasks, new SquaredLoss(outputs));
        try (Workers workers = new Workers(1)) {
            for (List<TaskData.Labelled> rows : List.of(training, validation)) {
                int first = rows == training ? 0 : tasks;
                MeanLosses means = new MeanLosses(design, rows, losses, workers);
                double[] values = means.values(parameters);
                double[][] gradients = means.gradients(parameters);
                for (int k = 0; k < tasks; k++) {
                    double[] term = all.get(first + k).term(parameters.predicting(k));
                    assertEquals(values[k], all.get(first + k).value(parameters.predicting(k)).orElse(values[k]),
                            1e-9 * values[k]);
                    assertEquals(values[k], term[term.length - 1], 1e-11 * (1 + values[k]));
                    assertArrayEquals(gradients[k], Arrays.copyOf(term, term.length - 1), 1e-11 * (1 + values[k]));
                }
            }
        }
    }

    @Test
    void lossesThatLargeTermsLeaveAreTakenFromTheRows() {
        Dataset data = Datasets.linear(3, 2, 40, 3, 0.5);
        double[][] values = ((ArrayFeatures) data.features()).values();
        double[][] far = Arrays.stream(values)
                .map(x -> new double[] {x[0] + 1e6, x[1] - 1e6, x[2]}).toArray(double[][]::new);
        Design design = new Design(ArrayFeatures.of(far), Standardization.NONE, true);
        List<TaskData.Labelled> rows = rows(data, Split.VALIDATION);
        double[] weights = rows.stream().mapToDouble(task -> 1.0 / task.size()).toArray();
        List<Quadratic> functions = functions(design, List.of(rows), weights, 1, 1);
        BlockMatrix parameters = BlockMatrix.zero(Sharing.POOLED, 2, 4, 1);
        System.arraycopy(new double[] {1, 1, 1, 0}, 0, parameters.shared(), 0, 4);
        assertTrue(functions.get(0).value(parameters.shared()).isEmpty());
        try (Workers workers = new Workers(1)) {
            MeanLosses means = new MeanLosses(design, rows, Collections.nCopies(2, new SquaredLoss()), workers);
            assertArrayEquals(means.values(parameters), means.values(parameters, functions));
            assertArrayEquals(means.values(parameters), means.values(parameters, List.of()));
        }
    }

    @Test
    void aTaskWithoutRowsHasNoMean() {
        Dataset data = Datasets.linear(5, 2, 40, 3, 0.5);
        List<TaskData.Labelled> rows = List.of(data.tasks().get(0).in(Split.VALIDATION), TaskData.Labelled.NONE);
        Design design = new Design(data.features(), Standardization.NONE, true);
        List<Quadratic> functions = functions(design, List.of(rows), new double[] {1.0 / rows.get(0).size(), 1}, 1, 1);
        BlockMatrix parameters = parameters(2, 4, 1);
        try (Workers workers = new Workers(1)) {
            MeanLosses means = new MeanLosses(design, rows, Collections.nCopies(2, new SquaredLoss()), workers);
            double[] values = means.values(parameters, functions);
            assertEquals(means.values(parameters)[0], values[0], 1e-13);
            assertTrue(Double.isNaN(values[1]));
        }
    }

    /** Sums of chunks are added in the order of the chunks, whoever made them. */
    @Test
    void sumsAreThoseOfAnyNumberOfThreads() {
        int count = 70_000;
        Random random = new Random(4);
        double[][] values = new double[count][];
        for (int i = 0; i < count; i++) {
            values[i] = random.doubles(4, -1, 1).toArray();
        }
        Design design = new Design(ArrayFeatures.of(values), Standardization.NONE, true);
        int[] some = IntStream.range(0, count).toArray();
        TaskData.Labelled all = new TaskData.Labelled(some, IntStream.of(some).mapToDouble(Math::sin).toArray());
        List<List<TaskData.Labelled>> groups = List.of(List.of(all), List.of(all.at(IntStream.range(5, 900).toArray())));
        List<Quadratic> one = functions(design, groups, new double[] {1, 0.1}, 1, 1);
        List<Quadratic> three = functions(design, groups, new double[] {1, 0.1}, 1, 3);
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(one.get(i).hessian(), three.get(i).hessian());
            assertArrayEquals(one.get(i).linear(), three.get(i).linear());
            assertEquals(one.get(i).constant(), three.get(i).constant());
        }
        assertEquals(2.0 * count, one.get(0).hessian()[24]);
    }
}
