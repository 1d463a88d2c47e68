package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.mtl.io.NumberRoom;

class LabelledTest {

    private static int[] rows(Random random, int size) {
        return random.ints(0, 3 * size + 1).distinct().limit(size).sorted().toArray();
    }

    private static TaskData.Labelled built(int[] rows, double[] targets, int width) {
        LabelledBuilder builder = new LabelledBuilder(new NumberRoom(), width);
        for (int i = 0; i < rows.length; i++) {
            builder.add(rows[i], targets, i * width);
        }
        return builder.build();
    }

    /** Everything that can be asked, against arrays; rows of a view that lacks one against arrays that lack it. */
    @Property(tries = 200)
    void rangesAreThoseOfArrays(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9000) int size,
            @ForAll @IntRange(min = 1, max = 3) int width, @ForAll boolean lacking) {
        Random random = new Random(seed);
        int[] rows = rows(random, size);
        double[] targets = random.doubles((long) size * width).toArray();
        TaskData.Labelled labelled = built(rows, targets, width);
        if (lacking) {
            int gone = random.nextInt(size);
            labelled = labelled.without(gone);
            int[] kept = IntStream.range(0, size).filter(i -> i != gone).toArray();
            double[] all = targets;
            targets = Arrays.stream(kept).boxed()
                    .flatMapToDouble(i -> Arrays.stream(all, i * width, (i + 1) * width)).toArray();
            int[] before = rows;
            rows = Arrays.stream(kept).map(i -> before[i]).toArray();
            assertEquals(Arrays.binarySearch(rows, before[gone]), labelled.find(before[gone]));
        }
        assertEquals(rows.length, labelled.size());
        assertArrayEquals(rows, labelled.rows());
        assertArrayEquals(targets, labelled.targets());
        int from = random.nextInt(rows.length + 1);
        int to = from + random.nextInt(rows.length - from + 1);
        assertArrayEquals(Arrays.copyOfRange(rows, from, to), labelled.rows(from, to));
        assertArrayEquals(Arrays.copyOfRange(targets, from * width, to * width), labelled.targets(from, to));
        for (int i = from; i < to; i += 1 + rows.length / 50) {
            assertEquals(rows[i], labelled.row(i));
            assertEquals(targets[i * width + width - 1], labelled.target(i, width - 1));
            assertEquals(i, labelled.find(rows[i]));
        }
        int any = random.nextInt(3 * size + 2) - 1;
        assertEquals(Arrays.binarySearch(rows, any), labelled.find(any));
        List<Integer> passed = new ArrayList<>();
        labelled.forEachRow(passed::add);
        assertEquals(IntStream.of(rows).boxed().toList(), passed);
        List<Double> values = new ArrayList<>();
        labelled.forEachTarget(values::add);
        assertEquals(DoubleStream.of(targets).boxed().toList(), values);
        TaskData.Labelled same = new TaskData.Labelled(rows, targets, width);
        assertTrue(labelled.hasRowsOf(same) && same.hasRowsOf(labelled));
        assertTrue(rows.length == 0 || !labelled.hasRowsOf(same.without(0)));
    }

    /** Divided by codes, and put together again in ascending order. */
    @Property(tries = 200)
    void dividedRowsMakeTheWhole(@ForAll long seed, @ForAll @IntRange(max = 3000) int size,
            @ForAll @IntRange(min = 1, max = 3) int width) {
        Random random = new Random(seed);
        int[] rows = rows(random, size);
        double[] targets = random.doubles((long) size * width).toArray();
        SplitCodes codes = new SplitCodes(new NumberRoom());
        IntStream.range(0, size).forEach(i -> codes.add(random.nextInt(3)));
        Map<Split, TaskData.Labelled> splits = built(rows, targets, width).divided(codes);
        for (Split split : Split.values()) {
            int[] expected = IntStream.range(0, size).filter(i -> codes.get(i) == split.ordinal()).map(i -> rows[i]).toArray();
            assertArrayEquals(expected, splits.get(split).rows());
        }
        LabelledBuilder whole = new LabelledBuilder(new NumberRoom(), width);
        AscendingLabels ascending = new AscendingLabels(new TaskData("t", splits));
        for (int i = 0; ascending.advance(); i++) {
            assertEquals(codes.get(i), ascending.split().ordinal());
            ascending.addTo(whole);
        }
        assertArrayEquals(rows, whole.build().rows());
        assertArrayEquals(targets, whole.build().targets());
    }

    @Property(tries = 200)
    void codesAreAnArray(@ForAll @Size(max = 200) List<@IntRange(max = 3) Integer> codes, @ForAll long seed) {
        SplitCodes found = new SplitCodes(new NumberRoom());
        codes.forEach(found::add);
        int[] expected = codes.stream().mapToInt(Integer::intValue).toArray();
        Random random = new Random(seed);
        for (int i = 0; i < expected.length; i++) {
            int at = random.nextInt(expected.length);
            expected[at] = random.nextInt(4);
            found.set(at, expected[at]);
        }
        assertEquals(expected.length, found.size());
        assertArrayEquals(expected, IntStream.range(0, expected.length).map(found::get).toArray());
        byte[] bytes = found.toArray();
        assertArrayEquals(expected, IntStream.range(0, bytes.length).map(i -> bytes[i]).toArray());
    }

    @Property(tries = 100)
    void blocksOfRowsAreTheRows(@ForAll long seed, @ForAll @IntRange(max = 500) int size,
            @ForAll @IntRange(min = 1, max = 600) int most) {
        int[] rows = rows(new Random(seed), size);
        TaskData.Labelled labelled = new TaskData.Labelled(rows, new double[size]);
        TaskData.Labelled part = labelled.where(i -> i % 3 == 0);
        DataRows union = DataRows.training(
                List.of(new TaskData("a", Map.of(Split.TRAIN, labelled)), new TaskData("b", Map.of(Split.TRAIN, part))));
        for (DataRows source : List.of(DataRows.of(rows), DataRows.of(labelled), union)) {
            assertArrayEquals(rows, source.toArray());
            List<Integer> passed = new ArrayList<>();
            int[] blocks = new int[1];
            source.forEachBlock(most, (some, count) -> {
                assertTrue(count <= most && count > 0);
                Arrays.stream(some, 0, count).forEach(passed::add);
                blocks[0]++;
            });
            assertEquals(IntStream.of(rows).boxed().toList(), passed);
            assertEquals((size + most - 1) / most, blocks[0]);
        }
        assertArrayEquals(IntStream.range(0, size).toArray(), DataRows.all(size).toArray());
    }

    @Test
    void nothingIsCopiedWhereAllStay() {
        TaskData.Labelled labelled = new TaskData.Labelled(new int[] {2, 5}, new double[] {1, 2});
        assertSame(labelled, labelled.where(i -> true));
        assertEquals(0, labelled.where(i -> false).size());
        assertFalse(labelled.hasRowsOf(labelled.without(1)));
        assertArrayEquals(new int[0], labelled.without(1).without(0).rows());
        assertThrows(IndexOutOfBoundsException.class, () -> labelled.without(2));
    }
}
