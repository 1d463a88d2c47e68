package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.network.BatchRows;
import org.mtl.testing.ArrayFeatures;

class EpochBatchesTest {

    /** Long data whose tasks have so many training rows each. */
    private static Dataset data(Dataset.Form form, int... sizes) {
        List<TaskData> tasks = new ArrayList<>();
        int first = 0;
        for (int k = 0; k < sizes.length; k++) {
            int[] rows = IntStream.range(first, first + sizes[k]).toArray();
            first += form == Dataset.Form.LONG ? sizes[k] : 0;
            tasks.add(new TaskData("task " + k, Map.of(Split.TRAIN, new TaskData.Labelled(rows, new double[sizes[k]]))));
        }
        return new Dataset(ArrayFeatures.of(new double[1][1]), RowIds.positions(), form, tasks);
    }

    private static EpochBatches batches(Dataset data, int batch, Sampling sampling, double... weights) {
        int rows = data.form() == Dataset.Form.LONG
                ? data.tasks().stream().mapToInt(task -> task.size(Split.TRAIN)).sum()
                : data.tasks().stream().mapToInt(task -> task.size(Split.TRAIN)).max().getAsInt();
        return new EpochBatches(data, rows, weights, new EpochSettings(batch, 1, OptionalInt.empty(), sampling), 3);
    }

    private static int[] positions(EpochBatches batches, int epoch) {
        batches.draw(epoch);
        return IntStream.range(0, batches.count()).mapToObj(batches::batch).flatMapToInt(IntStream::of).toArray();
    }

    @Property(tries = 100)
    void bySizeEachRowComesOnceInAnEpoch(@ForAll @IntRange(min = 1, max = 60) int one,
            @ForAll @IntRange(min = 1, max = 60) int other, @ForAll @IntRange(min = 1, max = 130) int batch) {
        EpochBatches batches = batches(data(Dataset.Form.LONG, one, other), batch, new Sampling.BySize(), 1, 1);
        batches.draw(1);
        List<Integer> seen = new ArrayList<>();
        for (int b = 0; b < batches.count(); b++) {
            assertTrue(batches.batch(b).length <= batch);
            for (int position : batches.batch(b)) {
                seen.add(position);
            }
        }
        assertEquals((one + other + batch - 1) / batch, batches.count());
        assertEquals(IntStream.range(0, one + other).boxed().toList(), seen.stream().sorted().toList());
    }

    @Test
    void ordersDependOnSeedAndEpochAlone() {
        Dataset data = data(Dataset.Form.LONG, 40, 10);
        for (Sampling sampling : List.of(new Sampling.BySize(), new Sampling.Equal())) {
            EpochBatches batches = batches(data, 8, sampling, 1, 1);
            int[] first = positions(batches, 1);
            assertFalse(Arrays.equals(first, positions(batches, 2)));
            assertArrayEquals(first, positions(batches(data, 8, sampling, 1, 1), 1));
        }
    }

    /** A task's rows come in turn: no row comes twice more often than another. */
    @Test
    void drawnTasksHaveTheirFrequenciesAndRowsTakeTurns() {
        Dataset data = data(Dataset.Form.LONG, 3000, 1000);
        assertFrequencies(data, new Sampling.Equal(), 0.5);
        assertFrequencies(data, new Sampling.Temperature(2), Math.sqrt(3) / (Math.sqrt(3) + 1));
        assertFrequencies(data, new Sampling.Temperature(1), 0.75);
        assertFrequencies(data, new Sampling.Temperature(Double.POSITIVE_INFINITY), 0.5);
    }

    private static void assertFrequencies(Dataset data, Sampling sampling, double first) {
        int[] positions = positions(batches(data, 100, sampling, 1, 1), 4);
        assertEquals(4000, positions.length);
        int[] counts = new int[4000];
        for (int position : positions) {
            counts[position]++;
        }
        int drawn = IntStream.range(0, 3000).map(i -> counts[i]).sum();
        // Four standard deviations of a share of 4000 draws are at most 0.032.
        assertEquals(first, drawn / 4000.0, 0.032, sampling.label());
        for (int[] range : new int[][] {{0, 3000}, {3000, 4000}}) {
            int[] part = Arrays.copyOfRange(counts, range[0], range[1]);
            assertTrue(Arrays.stream(part).max().getAsInt() - Arrays.stream(part).min().getAsInt() <= 1, sampling.label());
        }
    }

    @Test
    void drawsMakeAsManyFullBatchesAsRowsWould() {
        EpochBatches batches = batches(data(Dataset.Form.LONG, 5, 6), 4, new Sampling.Equal(), 1, 1);
        assertEquals(3, batches.count());
        assertEquals(12, positions(batches, 1).length);
        EpochBatches small = batches(data(Dataset.Form.LONG, 1, 2), 256, new Sampling.Equal(), 1, 1);
        assertEquals(1, small.count());
        assertEquals(3, positions(small, 1).length);
    }

    @Test
    void impliedWeights() {
        Dataset data = data(Dataset.Form.LONG, 30, 10);
        assertArrayEquals(new double[] {1.5, 0.5}, batches(data, 4, new Sampling.BySize(), 1, 1).impliedWeights(), 1e-15);
        assertArrayEquals(new double[] {1, 3}, batches(data, 4, new Sampling.Equal(), 1, 3).impliedWeights(), 1e-15);
        double root = 2 * Math.sqrt(3) / (Math.sqrt(3) + 1);
        assertArrayEquals(new double[] {root, 2 - root},
                batches(data, 4, new Sampling.Temperature(2), 1, 1).impliedWeights(), 1e-15);
        Dataset wide = data(Dataset.Form.WIDE, 30, 10);
        assertArrayEquals(new double[] {1, 2}, batches(wide, 4, new Sampling.BySize(), 1, 2).impliedWeights(), 1e-15);
    }

    /** Summed over the batches of a permutation, in proportion to their rows, every row counts π_k/n_k. */
    @Test
    void factorsOfAnEpochAreThoseOfTheImpliedWeights() {
        Dataset data = data(Dataset.Form.LONG, 30, 11);
        EpochBatches batches = batches(data, 8, new Sampling.BySize(), 1, 3);
        BatchRows.Factor factor = batches.factor();
        batches.draw(2);
        double[] sums = new double[2];
        for (int b = 0; b < batches.count(); b++) {
            int size = batches.batch(b).length;
            for (int position : batches.batch(b)) {
                int task = position < 30 ? 0 : 1;
                sums[task] += size / 41.0 * factor.of(task, 1, size);
            }
        }
        assertArrayEquals(batches.impliedWeights(), sums, 1e-13);
        assertEquals(0.5, batches(data(Dataset.Form.WIDE, 30, 10), 8, new Sampling.BySize(), 1, 2).factor().of(1, 4, 8));
    }
}
