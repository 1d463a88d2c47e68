package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;

class NumberStoreTest {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    @TempDir
    private Path folder;

    private static int value(int i) {
        return 31 * i - 7;
    }

    /** Nothing in the heap; a part; all. The row is several chunks long, and the files more than one. */
    @Test
    void numbersComeBackFromTheHeapAndFromFiles() throws IOException {
        for (long heap : new long[] {0, 20, 8_192, 20_000, 1 << 20}) {
            IntStore ints = new IntStore(new NumberRoom(heap, folder));
            DoubleStore doubles = new DoubleStore(ints.room());
            for (int i = 0; i < 300_000; i++) {
                ints.add(value(i));
                doubles.add(value(i) / 8.0);
            }
            assertEquals(300_000, ints.size());
            int[] all = new int[300_001];
            double[] half = new double[150_000];
            ints.copy(0, 300_000, all, 1);
            doubles.copy(100_000, 250_000, half, 0);
            for (int i = 0; i < 300_000; i++) {
                assertEquals(value(i), all[i + 1]);
                assertEquals(value(i), ints.get(i));
            }
            for (int i = 0; i < half.length; i++) {
                assertEquals(value(100_000 + i) / 8.0, half[i]);
            }
            try (Stream<Path> left = Files.list(folder)) {
                assertEquals(0, left.count(), "a name is left while the files are in use");
            }
        }
    }

    private static DoubleStore doubles(long heap) {
        return new DoubleStore(new NumberRoom(heap, TEMPORARY));
    }

    /** What is done to a store is done to an array as well. */
    @Property(tries = 200)
    void storesAreArrays(
            @ForAll @IntRange(max = 40_000) int heap, @ForAll @Size(max = 12) int[] seeds, @ForAll boolean isGrowing) {
        IntStore ints = new IntStore(new NumberRoom(heap, TEMPORARY));
        DoubleStore doubles = doubles(heap);
        int[] array = new int[0];
        for (int seed : seeds) {
            Random random = new Random(seed);
            int size = array.length;
            switch (random.nextInt(5)) {
                case 0 -> {
                    int[] more = random.ints(random.nextInt(20_000), -99, 99).toArray();
                    int start = random.nextInt(more.length + 1);
                    ints.add(more, start, more.length - start);
                    doubles.add(Arrays.stream(more).asDoubleStream().toArray(), start, more.length - start);
                    array = IntStream.concat(Arrays.stream(array), Arrays.stream(more).skip(start)).toArray();
                }
                case 1 -> {
                    ints.add(seed);
                    doubles.add(seed);
                    array = IntStream.concat(Arrays.stream(array), IntStream.of(seed)).toArray();
                }
                case 2 -> {
                    array = Arrays.copyOf(array, size + random.nextInt(isGrowing ? 20_000 : 1));
                    ints.resize(array.length);
                    doubles.resize(array.length);
                }
                case 3 -> {
                    if (size > 0) {
                        int at = random.nextInt(size);
                        ints.set(at, seed / 3);
                        array[at] = seed / 3;
                        double old = doubles.get(at);
                        doubles = changed(doubles, at, old, seed / 3);
                    }
                }
                default -> {
                    array = Arrays.stream(array).map(i -> i / 2).toArray();
                    for (int i = 0; i < size; i++) {
                        ints.set(i, ints.get(i) / 2);
                    }
                    doubles.replace(value -> (int) value / 2);
                }
            }
            int from = random.nextInt(array.length + 1);
            int to = from + random.nextInt(array.length - from + 1);
            int[] part = new int[to - from];
            double[] same = new double[to - from];
            ints.copy(from, to, part, 0);
            doubles.copy(from, to, same, 0);
            assertEquals(array.length, ints.size());
            assertArrayEquals(Arrays.copyOfRange(array, from, to), part);
            assertArrayEquals(Arrays.stream(part).asDoubleStream().toArray(), same);
        }
    }

    /** Doubles are not overwritten one by one; a new row with one other number. */
    private static DoubleStore changed(DoubleStore store, int at, double before, double after) {
        assertEquals(before, store.get(at));
        double[] all = new double[(int) store.size()];
        store.copy(0, all.length, all, 0);
        all[at] = after;
        DoubleStore changed = doubles(0);
        changed.add(all, 0, all.length);
        return changed;
    }

    /** Against the search in an array. */
    @Property(tries = 200)
    void findsWhatAscends(@ForAll @Size(max = 50) int[] values, @ForAll int other, @ForAll @IntRange(max = 60) int heap) {
        int[] sorted = Arrays.stream(values).distinct().sorted().toArray();
        IntStore store = new IntStore(new NumberRoom(heap, TEMPORARY));
        store.add(sorted, 0, sorted.length);
        for (int value : sorted) {
            assertEquals(Arrays.binarySearch(sorted, value), store.find(value));
        }
        assertEquals(Arrays.binarySearch(sorted, other), store.find(other));
        assertEquals(-1 - sorted.length, store.find(1L << 40));
        assertEquals(-1, store.find(-1L << 40));
    }

    @Test
    void anArrayIsReadAsItIsAndDoesNotGrow() {
        IntStore store = IntStore.of(3, 5, 8);
        assertEquals(3, store.size());
        assertEquals(1, store.find(5));
        assertEquals(-3, store.find(6));
        assertThrows(IllegalStateException.class, () -> store.add(9));
        assertThrows(IndexOutOfBoundsException.class, () -> store.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> store.copy(0, 3, new int[2], 0));
        assertThrows(IllegalArgumentException.class, () -> store.resize(2));
        assertEquals(2.5, DoubleStore.of(1, 2.5).get(1));
    }

    @Test
    void aTemporaryFolderThatIsNoneIsAnErrorOfTheSystem() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path none : new Path[] {file, folder.resolve("none")}) {
            IntStore store = new IntStore(new NumberRoom(0, none));
            MtlException found = assertThrows(MtlException.class, () -> store.add(1));
            assertEquals(MtlException.Kind.IO, found.kind());
            assertTrue(found.getMessage().startsWith("the temporary folder " + none + ": "), found.getMessage());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }
}
