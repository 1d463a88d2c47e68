package org.mtl.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WorstRowsTest {

    @Test
    void valuesByHand() {
        double[] scores = {3, -1, 7, 0, 7, -2};
        int[] tasks = {0, 0, 0, 1, 1, 0};
        int[] classes = {0, 0, 0, 0, 1, 1};
        List<WorstRows.Row> worst = WorstRows.of(scores, tasks, classes, 3);
        // Line 4 is the only one of its class in its task.
        assertEquals(List.of(new WorstRows.Row(2, OptionalInt.of(1)), new WorstRows.Row(4, OptionalInt.empty()),
                new WorstRows.Row(0, OptionalInt.of(1))), worst);
    }

    /** By looking at all pairs. */
    @Property(tries = 50)
    void noOtherRowOfTheKindHelpsMore(@ForAll long seed) {
        Random random = new Random(seed);
        int n = 40;
        double[] scores = random.ints(n, -5, 5).asDoubleStream().toArray();
        int[] tasks = random.ints(n, 0, 3).toArray();
        int[] classes = random.ints(n, -1, 2).toArray();
        List<WorstRows.Row> all = WorstRows.of(scores, tasks, classes, 100);
        assertEquals(n, all.size());
        for (int i = 0; i < n; i++) {
            int line = all.get(i).line();
            assertEquals(IntStream.range(0, n).filter(other -> other != line && tasks[other] == tasks[line] && classes[other] == classes[line])
                    .boxed().min(Comparator.<Integer>comparingDouble(other -> scores[other]).thenComparing(other -> other))
                    .map(OptionalInt::of).orElse(OptionalInt.empty()), all.get(i).helper());
            assertEquals(true, i == 0 || scores[all.get(i - 1).line()] >= scores[line]);
        }
    }
}
