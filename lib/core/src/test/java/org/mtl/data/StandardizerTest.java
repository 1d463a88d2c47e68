package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mtl.data.Failures.assertData;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StandardizerTest {

    private static Dataset oneColumn(double... values) {
        double[][] rows = IntStream.range(0, values.length).mapToObj(i -> new double[] {values[i]}).toArray(double[][]::new);
        return data(rows, task("t", IntStream.range(0, values.length).toArray()));
    }

    private static Dataset data(double[][] rows, TaskData... tasks) {
        List<String> names = IntStream.range(0, rows[0].length).mapToObj(j -> "f" + j).toList();
        return new Dataset(ChunkedFeatures.of(names, rows), RowIds.positions(), Dataset.Form.WIDE, List.of(tasks));
    }

    private static TaskData task(String name, int... training) {
        return new TaskData(name, Map.of(Split.TRAIN, new TaskData.Labelled(training, new double[training.length])));
    }

    private static double[] fit(double... values) {
        Standardization fitted = Standardizer.fit(oneColumn(values), Standardization.Mode.POOLED);
        return new double[] {fitted.means()[0][0], fitted.scales()[0][0]};
    }

    @Test
    void handValues() {
        assertArrayEquals(new double[] {5, 2}, fit(2, 4, 4, 4, 5, 5, 7, 9), 1e-15);
        assertArrayEquals(new double[] {3, 0}, fit(3));
    }

    @Test
    void constantColumnsHaveScaleZero() {
        double[] tenths = new double[100001];
        java.util.Arrays.fill(tenths, 0.1);
        assertArrayEquals(new double[] {0.1, 0}, fit(tenths));
        assertEquals(0, fit(0.3, 0.1 + 0.2)[1]);
        assertEquals(0, fit(0, 0, 0)[1]);
    }

    @Test
    void largeSmallAndShiftedValuesKeepTheirScale() {
        assertEquals(1e-200, fit(-1e-200, 1e-200)[1], 1e-212);
        assertEquals(1e200, fit(-1e200, 1e200)[1], 1e188);
        assertArrayEquals(new double[] {1e9 + 0.5, 0.5}, fit(1e9, 1e9 + 1), 1e-12);
        assertData("feature 'f0' is too large to be standardized", () -> fit(-1.7e308, 1.7e308));
    }

    @Test
    void pooledTakesASharedRowOnceAndTaskTakesEachTasksOwn() {
        Dataset data = data(new double[][] {{1}, {3}, {8}, {100}}, task("a", 0, 1), task("b", 1, 2));
        Standardization pooled = Standardizer.fit(data, Standardization.Mode.POOLED);
        assertEquals(4, pooled.means()[0][0]);
        Standardization byTask = Standardizer.fit(data, Standardization.Mode.TASK);
        assertArrayEquals(new double[][] {{2}, {5.5}}, byTask.means());
        assertArrayEquals(new double[][] {{1}, {2.5}}, byTask.scales());
        assertSame(Standardization.NONE, Standardizer.fit(data, Standardization.Mode.NONE));
    }

    @Test
    void onlyTrainingRowsCount() {
        TaskData task = new TaskData("t", Map.of(Split.TRAIN, new TaskData.Labelled(new int[] {0, 1}, new double[2]),
                Split.TEST, new TaskData.Labelled(new int[] {2}, new double[1])));
        Dataset data = data(new double[][] {{1}, {3}, {1000}}, task);
        assertEquals(2, Standardizer.fit(data, Standardization.Mode.POOLED).means()[0][0]);
        assertEquals(2, Standardizer.fit(data, Standardization.Mode.TASK).means()[0][0]);
    }

    @Test
    void needsTrainingRows() {
        Dataset data = data(new double[][] {{1}}, task("a"));
        assertData("task 'a' has no training rows to standardize by",
                () -> Standardizer.fit(data, Standardization.Mode.TASK));
        assertData("the data has no training rows to standardize by",
                () -> Standardizer.fit(data, Standardization.Mode.POOLED));
    }

    @Property(tries = 40)
    void givesMeanZeroAndDeviationOne(@ForAll @IntRange(min = 2, max = 3000) int count, @ForAll long seed,
            @ForAll @IntRange(min = -20, max = 20) int exponent) {
        Random random = new Random(seed);
        double offset = random.nextGaussian() * 100;
        double[][] rows = new double[count][2];
        for (double[] row : rows) {
            row[0] = Math.pow(10, exponent) * (random.nextGaussian() + offset);
            row[1] = random.nextDouble();
        }
        Dataset data = data(rows, task("t", IntStream.range(0, count).toArray()));
        Standardization fitted = Standardizer.fit(data, Standardization.Mode.TASK);
        double[] values = CsvDataReaderTest.values(data.features());
        fitted.apply(0, values, count, 2);
        for (int column = 0; column < 2; column++) {
            int j = column;
            double sum = IntStream.range(0, count).mapToDouble(i -> values[2 * i + j]).sum();
            double squares = IntStream.range(0, count).mapToDouble(i -> values[2 * i + j] * values[2 * i + j]).sum();
            assertEquals(0, sum / count, 1e-10);
            assertEquals(1, squares / count, 1e-10);
        }
        assertTrue(fitted.scales()[0][0] > 0);
    }
}
