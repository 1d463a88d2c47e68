package org.mtl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.testing.Datasets;

class HalfSubsetsTest {

    private static final Dataset LONG = Datasets.linear(1, 3, 21, 2, 1);

    /** Two tasks over rows 0 to 9, the second without labels in 0 and 1. */
    private static Dataset wide() {
        int[] all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        int[] fewer = {2, 3, 4, 5, 6, 7, 8, 9};
        List<TaskData> tasks = new ArrayList<>();
        tasks.add(new TaskData("a", Map.of(Split.TRAIN, new TaskData.Labelled(all, new double[10]))));
        tasks.add(new TaskData("b", Map.of(Split.TRAIN, new TaskData.Labelled(fewer, new double[8]))));
        return new Dataset(LONG.features(), LONG.ids(), Dataset.Form.WIDE, tasks);
    }

    @Property(tries = 50)
    void eachTaskKeepsHalfOfItsRows(@ForAll @IntRange(min = 0, max = 1000) int number, @ForAll long seed) {
        List<BitSet> kept = HalfSubsets.draw(LONG, number, seed);
        for (int k = 0; k < 3; k++) {
            int size = LONG.tasks().get(k).size(Split.TRAIN);
            assertEquals((size + 1) / 2, kept.get(k).cardinality());
            assertTrue(kept.get(k).length() <= size);
        }
        assertEquals(kept, HalfSubsets.draw(LONG, number, seed));
        assertNotEquals(kept, HalfSubsets.draw(LONG, number + 1, seed));
    }

    @Property(tries = 50)
    void aRowOfTheWideFormStaysForAllItsTasks(@ForAll long seed) {
        List<BitSet> kept = HalfSubsets.draw(wide(), 0, seed);
        assertEquals(5, kept.get(0).cardinality());
        for (int row = 2; row < 10; row++) {
            assertEquals(kept.get(0).get(row), kept.get(1).get(row - 2));
        }
    }

    /** Over many subsets each row is in about half of them, and two rows together in about a quarter. */
    @Test
    void everyRowIsAsLikely() {
        int[] alone = new int[10];
        int together = 0;
        for (int number = 0; number < 2000; number++) {
            BitSet kept = HalfSubsets.draw(wide(), number, 4).get(0);
            kept.stream().forEach(row -> alone[row]++);
            together += kept.get(0) && kept.get(1) ? 1 : 0;
        }
        for (int count : alone) {
            assertEquals(1000, count, 100);
        }
        // 5/10 · 4/9.
        assertEquals(2000 * 2.0 / 9, together, 80);
    }
}
