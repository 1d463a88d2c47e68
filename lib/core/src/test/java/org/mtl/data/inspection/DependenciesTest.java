package org.mtl.data.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.parallel.Memory;

class DependenciesTest {

    private static final Memory ENOUGH = new Memory(1L << 30);

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(j -> "f" + j).toList();
    }

    private static TaskData task(String name, int[] rows, double[] targets, String... classes) {
        return new TaskData(name, Map.of(Split.TRAIN, new TaskData.Labelled(rows, targets)), List.of(classes));
    }

    private static Dataset wide(double[][] x, TaskData... tasks) {
        return new Dataset(ChunkedFeatures.of(names(x[0].length), x), RowIds.positions(), Dataset.Form.WIDE, List.of(tasks));
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static double[] noise(int count) {
        return new Random(9).doubles(count).toArray();
    }

    private static Dependencies of(double[][] x) {
        return Dependencies.of(wide(x, task("a", all(x.length), noise(x.length))), "y", ENOUGH);
    }

    /** f2 = 1 − f0, f3 = 7, f4 = 2 f0 − 3 f1 + 0.5, f5 = f1. */
    @Test
    void byHand() {
        double[][] x = new double[40][];
        for (int i = 0; i < x.length; i++) {
            double a = i % 4;
            double b = i % 5 * 0.25;
            x[i] = new double[] {a, b, 1 - a, 7, 2 * a - 3 * b + 0.5, b};
        }
        Dependencies found = of(x);
        assertEquals(List.of(
                new Dependency("f2", List.of(new Dependency.Term("f0", -1)), 1, 0),
                new Dependency("f3", List.of(), 7, 0),
                new Dependency("f4", List.of(new Dependency.Term("f0", 2), new Dependency.Term("f1", -3)), 0.5, 0),
                new Dependency("f5", List.of(new Dependency.Term("f1", 1)), 0, 0)), found.features());
        assertEquals(List.of("1 - 'f0'", "7", "2*'f0' - 3*'f1' + 0.5", "'f1'"),
                found.features().stream().map(Dependency::formula).toList());
        assertEquals(List.of(false, true, false, false), found.features().stream().map(Dependency::isConstant).toList());
        assertEquals(List.of(false, false, false, true), found.features().stream().map(Dependency::isRepetition).toList());
        assertEquals(40, found.rows());
        // 0, 1, 2, 3 in equal numbers: variance 5/4.
        assertEquals(Math.sqrt(1.25), found.deviations()[0], 1e-15);
        assertEquals(0, found.deviations()[3]);
        assertTrue(found.labels().isEmpty() && found.telltales().isEmpty() && !found.tooFewRows());
    }

    /** What is planted, at any scale and far from 0, is found, and reproduces the column. */
    @Property(tries = 60)
    void aPlantedCombinationIsFound(@ForAll @IntRange(min = 2, max = 9) int d,
            @ForAll @IntRange(min = -6, max = 6) int scale, @ForAll @IntRange(min = -3, max = 3) int offset, @ForAll @IntRange(min = 0, max = 999) int seed) {
        Random random = new Random(seed);
        double unit = Math.pow(10, scale);
        int terms = 1 + random.nextInt(Math.min(3, d));
        double[] weights = new double[d];
        for (int t = 0; t < terms; t++) {
            weights[random.nextInt(d)] = random.nextInt(1999) / 100.0 - 9.99 + 1e-3;
        }
        double[][] x = new double[1500][d + 1];
        for (double[] row : x) {
            row[d] = offset;
            for (int j = 0; j < d; j++) {
                row[j] = unit * (random.nextGaussian() + offset * 100);
                row[d] += weights[j] * row[j];
            }
        }
        List<Dependency> found = of(x).features();
        assertEquals(List.of("f" + d), found.stream().map(Dependency::column).toList());
        Dependency planted = found.get(0);
        int used = (int) Arrays.stream(weights).filter(weight -> weight != 0).count();
        assertEquals(used, planted.terms().size());
        double deviation = new StandardDeviation(false)
                .evaluate(Arrays.stream(x).mapToDouble(row -> row[d]).toArray());
        for (double[] row : x) {
            double sum = planted.constant();
            for (Dependency.Term term : planted.terms()) {
                sum += term.coefficient() * row[Integer.parseInt(term.column().substring(1))];
            }
            assertEquals(row[d], sum, 1e-8 * deviation + 1e-8 * Math.abs(row[d]));
        }
    }

    /** What is off by a hundred thousandth of a standard deviation in one row of a thousand is no combination. */
    @Test
    void oneRowThatDoesNotFitIsEnough() {
        double[][] x = new double[3000][];
        Random random = new Random(1);
        for (int i = 0; i < x.length; i++) {
            double a = random.nextGaussian();
            x[i] = new double[] {a, 3 * a};
        }
        assertEquals(1, of(x).features().size());
        x[2500][1] += 3e-4;
        assertEquals(List.of(), of(x).features());
    }

    @Test
    void labelsThatCanBeComputed() {
        double[][] x = new double[60][];
        double[] sum = new double[60];
        double[] some = new double[20];
        double[] code = new double[60];
        int[] rows = IntStream.range(0, 20).map(i -> 3 * i).toArray();
        for (int i = 0; i < x.length; i++) {
            code[i] = i % 3;
            // The last feature names the class, in another order than the codes.
            x[i] = new double[] {noise(60)[i], Math.sin(i), new double[] {5, 1, 8}[i % 3]};
            sum[i] = 2 * x[i][0] - x[i][1];
        }
        for (int i = 0; i < rows.length; i++) {
            some[i] = 4 - x[rows[i]][1];
        }
        Dependencies found = Dependencies.of(wide(x, task("sum", all(60), sum), task("part", rows, some),
                task("class", all(60), code, "p", "q", "r"),
                task("free", all(60), new Random(4).doubles(60).toArray())), "y", ENOUGH);
        assertEquals(List.of("sum 2*'f0' - 'f1'", "part 4 - 'f1'"), found.labels().stream()
                .map(label -> label.column() + " " + label.formula()).toList());
        assertEquals(List.of(new Dependencies.Telltale("f2", "class")), found.telltales());
        assertEquals(List.of(), found.features());
    }

    /** In long form the labels of all tasks are one column; one class of several may be a sum too. */
    @Test
    void labelsThatTasksShare() {
        double[][] x = new double[40][];
        double[] code = new double[40];
        for (int i = 0; i < 40; i++) {
            code[i] = i % 4;
            x[i] = new double[] {i % 4 == 2 ? 3 : 1, i % 7};
        }
        int[] even = IntStream.range(0, 20).map(i -> 2 * i).toArray();
        int[] odd = IntStream.range(0, 20).map(i -> 2 * i + 1).toArray();
        List<TaskData> tasks = new ArrayList<>();
        for (int[] rows : List.of(even, odd)) {
            tasks.add(task("t" + rows[0], rows, IntStream.of(rows).mapToDouble(i -> code[i]).toArray(), "a", "b", "c", "d"));
        }
        Dependencies found = Dependencies.of(
                new Dataset(ChunkedFeatures.of(names(2), x), RowIds.positions(), Dataset.Form.LONG, tasks), "y", ENOUGH);
        assertEquals(List.of(new Dependency("y=c", List.of(new Dependency.Term("f0", 0.5)), -0.5, 0)), found.labels());
    }

    /** 12 rows and 20 features: each further feature is a sum of the first 11, which says nothing; a copy does. */
    @Test
    void fewRowsProveNothing() {
        Random random = new Random(3);
        double[][] x = new double[12][21];
        for (double[] row : x) {
            for (int j = 0; j < 20; j++) {
                row[j] = random.nextGaussian();
            }
            row[20] = row[4];
        }
        Dependencies found = of(x);
        assertTrue(found.tooFewRows());
        assertEquals(List.of("f20"), found.features().stream().map(Dependency::column).toList());
        assertEquals(List.of(), found.labels());
    }

    @Test
    void aFeatureThatCountsTheRows() {
        double[][] x = new double[3000][];
        for (int i = 0; i < x.length; i++) {
            x[i] = new double[] {i + 1, i % 2, i + (i == 2999 ? 1 : 0)};
        }
        Dependencies found = Dependencies.of(wide(x, task("a", IntStream.range(0, 1500).map(i -> 2 * i + 1).toArray(),
                noise(1500))), "y", ENOUGH);
        assertEquals(List.of("f0"), found.counters());
    }

    @Test
    void memoryAndOverflow() {
        double[][] x = {{1, 2}, {3, 4}, {5, 7}};
        Dataset data = wide(x, task("a", all(3), noise(3)));
        assertEquals(MtlException.Kind.MEMORY,
                assertThrows(MtlException.class, () -> Dependencies.of(data, "y", new Memory(100))).kind());
        assertEquals(3, Dependencies.of(data, "y", new Memory(1000)).rows());
        MtlException far = assertThrows(MtlException.class, () -> of(new double[][] {{1, 1e308}, {2, -1e308}, {3, 0}}));
        assertEquals("the values of column 'f1' lie too far apart to be compared with others", far.getMessage());
    }
}
