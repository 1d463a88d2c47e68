package org.mtl.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RehearsalMemoryTest {

    /**
     * Two tasks on a line, M = 4. The first has clusters at 0, 10, 20, 30 of two rows each, of which the ones with the lower
     * scores stay: lines 0, 3, 4, 7. Of the second, with clusters at 0 and 50, lines 8 and 11; then of the first the two largest
     * scores go, those of 7 (0.7) and 4 (0.4).
     */
    @Test
    void valuesByHand() {
        double[] inputs = {0, 0.1, 10, 10.1, 20, 20.1, 30, 30.1, 0, 0.1, 50, 50.1};
        double[] scores = {0.1, 0.9, 0.8, 0.3, 0.4, 0.5, 0.75, 0.7, -1, 2, 3, 1};
        int[] tasks = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1};
        int[] classes = new int[12];
        boolean[] keep = new RehearsalMemory(4, RehearsalMemory.Drop.GLOBAL)
                .keep(scores, tasks, classes, line -> new double[] {inputs[line]}, 1);
        assertArrayEquals(new int[] {0, 3, 8, 11}, lines(keep));
    }

    /** Classes 0, 0, 0, 1 of the first task: of class 0 two rows go, although the largest score is that of class 1. */
    @Test
    void theLargestClassLosesFirst() {
        double[] inputs = {0, 10, 20, 30, 0, 50};
        double[] scores = {0.1, 0.2, 0.3, 9, 0, 0};
        int[] tasks = {0, 0, 0, 0, 1, 1};
        int[] classes = {0, 0, 0, 1, 0, 1};
        boolean[] keep = new RehearsalMemory(4, RehearsalMemory.Drop.CLASS)
                .keep(scores, tasks, classes, line -> new double[] {inputs[line]}, 1);
        assertArrayEquals(new int[] {0, 3, 4, 5}, lines(keep));
        keep = new RehearsalMemory(4, RehearsalMemory.Drop.GLOBAL)
                .keep(scores, tasks, classes, line -> new double[] {inputs[line]}, 1);
        assertArrayEquals(new int[] {0, 1, 4, 5}, lines(keep));
    }

    /** On a line clusters {0, 1, 5} and {20, 22}: centres 2 and 21; the lowest two scores lie in the first cluster. */
    @Test
    void clustersOrScoresAlone() {
        double[] inputs = {0, 1, 5, 20, 22};
        double[] scores = {-2, -1, 0, 3, 4};
        int[] all = {0, 1, 2, 3, 4};
        double[] distances = RehearsalMemory.distances(all, 2, line -> new double[] {inputs[line]}, 1);
        assertArrayEquals(new double[] {2, 1, 3, 1, 1}, distances, 1e-12);
        assertEquals(Set.of(1, 3), Set.copyOf(RehearsalMemory.chosen(all, 2, distances, line -> new double[] {inputs[line]}, 1)));
        assertEquals(List.of(0, 1), RehearsalMemory.lowest(all, 2, scores));
        assertEquals(Set.of(0, 3), Set.copyOf(RehearsalMemory.chosen(all, 2, scores, line -> new double[] {inputs[line]}, 1)));
    }

    private static int[] lines(boolean[] keep) {
        return IntStream.range(0, keep.length).filter(line -> keep[line]).toArray();
    }

    @Property(tries = 30)
    void theMemoryIsFullAndHoldsTheLastTasksShare(@ForAll long seed, @ForAll @IntRange(min = 3, max = 20) int size) {
        Random random = new Random(seed);
        double[] scores = random.doubles(60).toArray();
        double[][] inputs = new double[60][];
        Arrays.setAll(inputs, line -> random.doubles(2).toArray());
        int[] tasks = IntStream.range(0, 60).map(line -> line / 20).toArray();
        int[] classes = random.ints(60, 0, 2).toArray();
        for (RehearsalMemory.Drop drop : RehearsalMemory.Drop.values()) {
            boolean[] keep = new RehearsalMemory(size, drop).keep(scores, tasks, classes, line -> inputs[line], seed);
            assertEquals(size, lines(keep).length);
            assertEquals(size / 3, Arrays.stream(lines(keep)).filter(line -> tasks[line] == 2).count());
            assertArrayEquals(keep, new RehearsalMemory(size, drop).keep(scores, tasks, classes, line -> inputs[line], seed));
        }
    }

    @Test
    void aMemoryThatIsLargeEnoughHoldsAll() {
        boolean[] keep = new RehearsalMemory(9, RehearsalMemory.Drop.CLASS).keep(
                new double[] {1, 2, 3}, new int[] {0, 0, 1}, new int[3], line -> new double[] {0}, 0);
        assertTrue(keep[0] && keep[1] && keep[2]);
        // Points that coincide make fewer clusters than there is room for.
        keep = new RehearsalMemory(2, RehearsalMemory.Drop.CLASS).keep(
                new double[] {1, 2, 3}, new int[3], new int[3], line -> new double[] {0}, 0);
        assertArrayEquals(new int[] {0, 1}, lines(keep));
    }
}
