package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mtl.data.Failures.assertData;
import static org.mtl.data.Failures.assertUsage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.testing.ArrayFeatures;

class PrincipalComponentsTest {

    private static PrincipalComponents fit(double[][] values, int count, boolean center) {
        return PrincipalComponents.fit(ArrayFeatures.of(values), DataRows.of(rows(values)), Standardization.NONE, count, center);
    }

    private static int[] rows(double[][] values) {
        return IntStream.range(0, values.length).toArray();
    }

    /** Correlated columns of different sizes, away from the origin. */
    private static double[][] random(long seed, int rows, int width) {
        Random random = new Random(seed);
        double[] mixing = random.doubles(width * width, -1, 1).toArray();
        double[][] values = new double[rows][width];
        for (double[] row : values) {
            double[] source = random.doubles(width, -1, 1).toArray();
            for (int j = 0; j < width; j++) {
                row[j] = j;
                for (int l = 0; l < width; l++) {
                    row[j] += mixing[j * width + l] * source[l] * (l + 1);
                }
            }
        }
        return values;
    }

    private static double[] projected(PrincipalComponents fitted, double[][] values) {
        double[] out = new double[values.length * fitted.count()];
        double[] tile = CsvDataReaderTest.values(ArrayFeatures.of(values));
        fitted.apply(tile, values.length, values[0].length, out, fitted.count());
        return out;
    }

    @Test
    void handValues() {
        // Along (3, 4)/5 the points lie at -5, 0, 5, across it at 0; the mean is (1, 1).
        PrincipalComponents fitted = fit(new double[][] {{-2, -3}, {1, 1}, {4, 5}}, 1, true);
        assertArrayEquals(new double[] {1, 1}, fitted.mean(), 1e-15);
        assertArrayEquals(new double[] {0.6, 0.8}, fitted.components(), 1e-14);
        assertArrayEquals(new double[] {50.0 / 3}, fitted.variances(), 1e-13);
        assertArrayEquals(new double[] {-5, 0, 5}, projected(fitted, new double[][] {{-2, -3}, {1, 1}, {4, 5}}), 1e-14);
        PrincipalComponents raw = fit(new double[][] {{-3, 0}, {0, 4}}, 2, false);
        assertArrayEquals(new double[2], raw.mean());
        assertArrayEquals(new double[] {0, 1, 1, 0}, raw.components(), 1e-15);
        assertArrayEquals(new double[] {8, 4.5}, raw.variances(), 1e-14);
    }

    @Test
    void onlyTheGivenRowsCount() {
        double[][] values = {{1, 0}, {99, 99}, {-1, 0}};
        PrincipalComponents fitted =
                PrincipalComponents.fit(ArrayFeatures.of(values), DataRows.of(0, 2), Standardization.NONE, 1, true);
        assertArrayEquals(new double[] {1, 0}, fitted.components(), 1e-15);
    }

    @Test
    void standardizesFirst() {
        Standardization pooled = new Standardization(Standardization.Mode.POOLED, new double[][] {{1, 2, 5}}, new double[][] {{2, 4, 0}});
        double[][] values = {{3, 6, 5}, {-1, -2, 5}};
        PrincipalComponents fitted = PrincipalComponents.fit(ArrayFeatures.of(values), DataRows.of(rows(values)), pooled, 1, true);
        double half = Math.sqrt(0.5);
        assertArrayEquals(new double[] {half, half, 0}, fitted.components(), 1e-14);
        assertArrayEquals(new double[] {2}, fitted.variances(), 1e-14);
        Design design = new Design(ArrayFeatures.of(values), pooled, Optional.of(fitted), true);
        double[] tile = new double[4];
        design.copyRows(7, new int[] {9, 1, 0}, 1, 3, tile);
        assertArrayEquals(new double[] {-2 * half, 1, 2 * half, 1}, tile, 1e-14);
        assertEquals(List.of("pc1", Design.INTERCEPT), design.names());
        assertEquals(2, design.columns());
        assertEquals(List.of("f0", "f1", "f2"), new Design(ArrayFeatures.of(values), pooled, false).names());
    }

    @Property(tries = 60)
    void componentsAreOrthonormalWithUncorrelatedCoordinates(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll boolean center) {
        int n = 40;
        double[][] values = random(seed, n, width);
        PrincipalComponents fitted = fit(values, width, center);
        double[] coordinates = projected(fitted, values);
        double largest = fitted.variances()[0];
        for (int a = 0; a < width; a++) {
            for (int b = 0; b < width; b++) {
                double product = 0;
                double moment = 0;
                for (int j = 0; j < width; j++) {
                    product += fitted.components()[a * width + j] * fitted.components()[b * width + j];
                }
                for (int row = 0; row < n; row++) {
                    moment += coordinates[row * width + a] * coordinates[row * width + b] / n;
                }
                assertEquals(a == b ? 1 : 0, product, 1e-12);
                assertEquals(a == b ? fitted.variances()[a] : 0, moment, 1e-11 * largest);
            }
            assertTrue(a == 0 || fitted.variances()[a] <= fitted.variances()[a - 1]);
            int component = a;
            double[] magnitudes = IntStream.range(0, width).mapToDouble(j -> fitted.components()[component * width + j]).toArray();
            double top = IntStream.range(0, width).mapToDouble(j -> Math.abs(magnitudes[j])).max().orElseThrow();
            assertTrue(IntStream.range(0, width).anyMatch(j -> magnitudes[j] == top));
        }
    }

    @Property(tries = 60)
    void allComponentsGiveTheDataBack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int width, @ForAll boolean center) {
        double[][] values = random(seed, 40, width);
        PrincipalComponents fitted = fit(values, width, center);
        double[] coordinates = projected(fitted, values);
        for (int row = 0; row < values.length; row++) {
            for (int j = 0; j < width; j++) {
                double value = fitted.mean()[j];
                for (int a = 0; a < width; a++) {
                    value += coordinates[row * width + a] * fitted.components()[a * width + j];
                }
                assertEquals(values[row][j], value, 1e-11);
            }
        }
    }

    @Property(tries = 40)
    void shiftsAndTheOrderOfRowsChangeNothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int width) {
        double[][] values = random(seed, 3000, width);
        double[][] moved = new double[values.length][width];
        for (int row = 0; row < values.length; row++) {
            for (int j = 0; j < width; j++) {
                moved[values.length - 1 - row][j] = values[row][j] + 100 * j;
            }
        }
        PrincipalComponents fitted = fit(values, width, true);
        PrincipalComponents other = fit(moved, width, true);
        assertArrayEquals(fitted.variances(), other.variances(), 1e-9 * fitted.variances()[0]);
        double[] first = projected(fitted, values);
        double[] second = projected(other, moved);
        for (int row = 0; row < values.length; row++) {
            int opposite = values.length - 1 - row;
            double length = 0;
            double otherLength = 0;
            for (int a = 0; a < width; a++) {
                length += Math.pow(first[row * width + a], 2);
                otherLength += Math.pow(second[opposite * width + a], 2);
            }
            assertEquals(length, otherLength, 1e-9 * (1 + length));
        }
    }

    @Test
    void wideTilesMayHaveGaps() {
        PrincipalComponents fitted = new PrincipalComponents(new double[] {1, 0}, new double[] {0, 1, 1, 0}, 2, new double[] {2, 1});
        double[] out = {9, 9, 9, 9, 9, 9};
        double[] tile = {3, 4, -1, 5, 6, -1};
        fitted.apply(tile, 2, 3, out, 3);
        assertArrayEquals(new double[] {4, 2, 9, 6, 4, 9}, out);
        assertArrayEquals(new double[] {3, 4, -1, 5, 6, -1}, tile);
        assertThrows(IllegalArgumentException.class, () -> fitted.apply(tile, 2, 3, tile, 3));
        assertThrows(IllegalArgumentException.class,
                () -> new PrincipalComponents(new double[2], new double[3], 2, new double[2]));
    }

    @Test
    void refusals() {
        double[][] line = {{0, 0}, {1, 2}, {2, 4}};
        assertData("--pca: expected at most as many components as the rows have dimensions, which is 1, found 2",
                () -> fit(line, 2, true));
        assertData("--pca: expected at most as many components as the rows have dimensions, which is 0, found 1",
                () -> fit(new double[][] {{1, 2}, {1, 2}}, 1, true));
        assertUsage("--pca: expected at least 1 component, found 0", () -> fit(line, 0, true));
        assertData("--pca: features are too large for their squares; use --standardize pooled",
                () -> fit(new double[][] {{1e200}, {-1e200}}, 1, true));
        assertData("--pca: expected rows to fit the components to, found none",
                () -> PrincipalComponents.fit(ArrayFeatures.of(line), DataRows.of(), Standardization.NONE, 1, true));
        TaskData task = new TaskData("t", Map.of(Split.TRAIN, new TaskData.Labelled(new int[] {0, 1}, new double[2])));
        Dataset data = new Dataset(ArrayFeatures.of(line), RowIds.positions(), Dataset.Form.LONG, List.of(task));
        Standardization byTask = Standardizer.fit(data, Standardization.Mode.TASK);
        assertUsage("--pca needs --standardize pooled or none",
                () -> PrincipalComponents.fit(data.features(), DataRows.of(0, 1), byTask, 1, true));
    }
}
