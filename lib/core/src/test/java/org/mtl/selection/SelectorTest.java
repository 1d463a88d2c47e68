package org.mtl.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.selection.Selector.Count;
import org.mtl.selection.Selector.Share;

class SelectorTest {

    private static final double[] SCORES = {0.5, -1, 3, 2, 0.25, 3};
    private static final int[] TASKS = {0, 0, 0, 1, 1, 1};

    /** Every line apart. */
    private static boolean[] keep(Selector selector, double[] scores, int[] tasks, int... classes) {
        int[] codes = new int[tasks.length];
        Arrays.setAll(codes, line -> classes.length == 0 ? Selector.NO_CLASS : classes[line]);
        return selector.keep(scores, tasks, codes, IntStream.range(0, scores.length).toArray());
    }

    @Test
    void dropsTheLargestAndOfEqualOnesTheFirst() {
        assertArrayEquals(
                new boolean[] {true, true, false, true, true, true},
                keep(new Selector(new Count(1), false, false), SCORES, TASKS));
        assertArrayEquals(
                new boolean[] {true, true, false, false, true, false},
                keep(new Selector(new Share(0.5), false, false), SCORES, TASKS));
    }

    @Test
    void perTaskKeepsProportions() {
        assertArrayEquals(
                new boolean[] {false, true, false, false, true, false},
                keep(new Selector(new Count(4), false, true), SCORES, TASKS));
        assertArrayEquals(new int[] {1, 2, 0}, Selector.proportional(3, new int[] {3, 5, 1}));
    }

    @Test
    void harmfulOnlyStopsAtZero() {
        boolean[] keep = keep(new Selector(new Count(6), true, false), new double[] {1, 0, -1, 2}, new int[] {0, 0, 0, 0});
        assertArrayEquals(new boolean[] {false, true, true, false}, keep);
    }

    /** The codes are of each task apart: class 1 of task 0 and class 1 of task 1 are two classes. */
    @Test
    void aClassKeepsItsLastRow() {
        int[] classes = {0, 0, 1, 0, Selector.NO_CLASS, 1};
        assertArrayEquals(
                new boolean[] {false, true, true, true, false, true},
                keep(new Selector(new Count(6), false, false), SCORES, TASKS, classes));
    }

    @Test
    void aTaskKeepsItsLastRow() {
        boolean[] keep = keep(new Selector(new Count(6), false, false), SCORES, TASKS);
        assertArrayEquals(new boolean[] {true, true, true, true, true, true},
                keep(new Selector(new Share(0), false, false), SCORES, TASKS));
        assertArrayEquals(new boolean[] {false, true, false, false, true, false}, keep);
    }

    @Test
    void sharesThatAreWholeInDecimalAreWhole() {
        for (int n = 1; n <= 1000; n++) {
            assertEquals(n, new Share(0.1).of(10 * n));
            assertEquals(3 * n, new Share(0.3).of(10 * n));
        }
    }

    @Property
    void whatIsDroppedIsNoBetterThanWhatIsKept(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = -5, max = 5) Double> values,
            @ForAll @IntRange(min = 0, max = 30) int count) {
        double[] scores = values.stream().mapToDouble(Double::doubleValue).toArray();
        boolean[] keep = keep(new Selector(new Count(count), false, false), scores, new int[scores.length]);
        double worstKept = Double.NEGATIVE_INFINITY;
        double bestDropped = Double.POSITIVE_INFINITY;
        int dropped = 0;
        for (int i = 0; i < keep.length; i++) {
            if (keep[i]) {
                worstKept = Math.max(worstKept, scores[i]);
            } else {
                bestDropped = Math.min(bestDropped, scores[i]);
                dropped++;
            }
        }
        assertEquals(Math.min(count, scores.length - 1), dropped);
        assertTrue(dropped == 0 || bestDropped >= worstKept);
    }

    /** Rows 0 and 1 have two tasks each, row 2 has one: sums 2.5, 2 and 3. */
    @Test
    void rowsGoWithAllTheirLines() {
        double[] scores = {-1, 3.5, 3, 5, -3};
        int[] tasks = {0, 1, 0, 0, 1};
        int[] units = {0, 0, 1, 2, 2};
        int[] classes = {-1, -1, -1, -1, -1};
        assertArrayEquals(new double[] {2.5, 3, 2}, Selector.unitScores(scores, units));
        assertArrayEquals(new boolean[] {true, true, false, true, true},
                new Selector(new Count(1), false, false).keep(scores, tasks, classes, units));
        assertArrayEquals(new boolean[] {false, false, false, true, true},
                new Selector(new Count(3), false, false).keep(scores, tasks, classes, units), "task 1 keeps a line");
        assertArrayEquals(new boolean[] {true, true, false, true, true},
                new Selector(new Share(0.5), false, false).keep(scores, tasks, classes, units), "half of three rows is one");
        int[] oneOfItsClass = {-1, 0, -1, -1, 1};
        assertArrayEquals(new boolean[] {true, true, false, true, true},
                new Selector(new Count(3), false, false).keep(scores, tasks, oneOfItsClass, units));
        assertThrows(IllegalArgumentException.class,
                () -> new Selector(new Count(1), false, true).keep(scores, tasks, classes, units));
    }

    /** A row whose lines were one line with the summed score. */
    @Property
    void aRowIsAsGoodAsItsSum(@ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = -5, max = 5) Double> values,
            @ForAll @IntRange(min = 0, max = 20) int count, @ForAll boolean harmfulOnly) {
        int rows = values.size();
        double[] scores = new double[2 * rows];
        int[] tasks = new int[2 * rows];
        int[] units = new int[2 * rows];
        double[] sums = new double[rows];
        for (int line = 0; line < 2 * rows; line++) {
            tasks[line] = line / rows;
            units[line] = line % rows;
            scores[line] = line < rows ? values.get(line) : -values.get((line + 1) % rows) / 2;
            sums[units[line]] += scores[line];
        }
        int[] classes = new int[2 * rows];
        Arrays.fill(classes, Selector.NO_CLASS);
        Selector selector = new Selector(new Count(count), harmfulOnly, false);
        boolean[] expected = keep(selector, sums, new int[rows]);
        boolean[] found = selector.keep(scores, tasks, classes, units);
        for (int line = 0; line < 2 * rows; line++) {
            assertEquals(expected[units[line]], found[line]);
        }
    }

    @Test
    void aggregates() {
        double[] scores = {1, -4, 2};
        List<String> targets = List.of("a", "b", "c");
        assertEquals(-1, Aggregate.parse("sum", targets).of(scores));
        assertEquals(-1.0 / 3, Aggregate.parse("mean", targets).of(scores));
        assertEquals(2, Aggregate.parse("max", targets).of(scores));
        assertEquals(-4, Aggregate.parse("target:b", targets).of(scores));
        assertThrows(MtlException.class, () -> Aggregate.parse("median", targets));
        assertThrows(MtlException.class, () -> Aggregate.parse("target:d", targets));
    }
}
