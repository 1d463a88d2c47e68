package org.mtl.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;

class CorruptionTest {

    /** Two tasks over shared rows; validation rows follow the training rows. */
    private static Dataset data(int ofA, int ofB, double scale) {
        double[][] features = new double[Math.max(ofA, ofB) + 1][1];
        return new Dataset(ChunkedFeatures.of(List.of("x"), features), RowIds.positions(), Dataset.Form.WIDE,
                List.of(task("a", ofA, scale), task("b", ofB, 1)));
    }

    private static TaskData task(String name, int count, double scale) {
        int[] rows = IntStream.range(0, count).toArray();
        double[] targets = Arrays.stream(rows).mapToDouble(row -> scale * (row % 2)).toArray();
        return new TaskData(name, Map.of(Split.TRAIN, new TaskData.Labelled(rows, targets), Split.VALIDATION,
                new TaskData.Labelled(new int[] {count}, new double[] {1})));
    }

    @Property(tries = 100)
    void changesTheExactNumberOfDifferentTrainingLabels(@ForAll @IntRange(max = 60) int ofA,
            @ForAll @IntRange(max = 60) int ofB, @ForAll @DoubleRange(min = 0, max = 1) double share, @ForAll long seed) {
        Dataset data = data(ofA, ofB, 1);
        List<Corruption.Change> changes = Corruption.draw(data, share, seed);
        assertEquals(Math.round(share * (ofA + ofB)), changes.size());
        assertEquals(changes.size(), changes.stream().map(change -> List.of(change.row(), change.task())).distinct().count());
        for (Corruption.Change change : changes) {
            assertEquals(change.row() % 2, change.before());
            assertEquals(true, change.row() < (change.task() == 0 ? ofA : ofB));
        }
        assertEquals(changes, Corruption.draw(data, share, seed));
    }

    @Test
    void noiseIsThreeDeviationsOfTheTask() {
        // Targets 0 and 10 in equal numbers deviate by 5, so the noise by 15; task b's by 1.5.
        List<Corruption.Change> changes = Corruption.draw(data(4000, 4000, 10), 1, 3);
        for (int task = 0; task < 2; task++) {
            int which = task;
            double squares = changes.stream().filter(change -> change.task() == which)
                    .mapToDouble(change -> Math.pow(change.after() - change.before(), 2)).average().orElseThrow();
            assertEquals(task == 0 ? 15 : 1.5, Math.sqrt(squares), task == 0 ? 0.6 : 0.06);
        }
    }

    @Test
    void choosesUniformlyOverAllTasks() {
        List<Corruption.Change> changes = Corruption.draw(data(9000, 1000, 1), 0.1, 11);
        long ofA = changes.stream().filter(change -> change.task() == 0).count();
        assertEquals(900, ofA, 50);
    }

    @Test
    void equalTargetsStay() {
        for (Corruption.Change change : Corruption.draw(data(10, 0, 0), 1, 0)) {
            assertEquals(change.before(), change.after());
        }
    }

    @Test
    void classesBecomeOtherClassesUniformly() {
        int[] rows = IntStream.range(0, 9000).toArray();
        double[] codes = Arrays.stream(rows).mapToDouble(row -> row % 3).toArray();
        TaskData task = new TaskData("t", Map.of(Split.TRAIN, new TaskData.Labelled(rows, codes)), List.of("a", "b", "c", "d"));
        Dataset data = new Dataset(ChunkedFeatures.of(List.of("x"), new double[9000][1]), RowIds.positions(),
                Dataset.Form.LONG, List.of(task));
        int[][] counts = new int[4][4];
        for (Corruption.Change change : Corruption.draw(data, 1, 5)) {
            counts[(int) change.before()][(int) change.after()]++;
        }
        for (int before = 0; before < 3; before++) {
            for (int after = 0; after < 4; after++) {
                assertEquals(before == after ? 0 : 1000, counts[before][after], before == after ? 0 : 110);
            }
        }
        assertEquals(Math.round(0.2 * 9000), Corruption.draw(data, 0.2, 5).size());
    }

    @Test
    void refusesAShareOutOfRange() {
        MtlException found = assertThrows(MtlException.class, () -> Corruption.draw(data(1, 1, 1), 1.1, 0));
        assertEquals("--labels: expected a share between 0 and 1, found 1.1", found.getMessage());
        assertEquals(MtlException.Kind.USAGE, found.kind());
    }
}
