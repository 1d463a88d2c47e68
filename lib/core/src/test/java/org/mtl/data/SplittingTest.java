package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SplittingTest {

    private static final int[] NOTHING = {};

    private static TaskData longTask(int ofA, int ofB, long seed) {
        List<String> lines = new ArrayList<>(List.of("task,y,x"));
        IntStream.range(0, Math.max(ofA, ofB)).forEach(i -> {
            if (i < ofB) {
                lines.add("B," + i + ",0");
            }
            if (i < ofA) {
                lines.add("A," + i + ",0");
            }
        });
        Roles roles = CsvDataReaderTest.LONG.withSplit(new SplitRule.Fractions(0.5, 0.25, 0.25, seed));
        Dataset data = CsvDataReaderTest.read(roles, lines.toArray(String[]::new)).dataset();
        return data.tasks().stream().filter(task -> task.name().equals("A")).findFirst().orElseThrow();
    }

    private static int[] allRows(TaskData task) {
        return Arrays.stream(Split.values()).map(split -> task.in(split).rows())
                .reduce(NOTHING, (a, b) -> IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray());
    }

    /** Targets hold each row's place within its task, so equal targets mean an equal draw. */
    @Property(tries = 60)
    void aTasksDrawDoesNotDependOnOtherTasks(@ForAll @IntRange(min = 2, max = 40) int ofA,
            @ForAll @IntRange(min = 2, max = 40) int ofB, @ForAll long seed) {
        TaskData alone = longTask(ofA, 0, seed);
        TaskData together = longTask(ofA, ofB, seed);
        for (Split split : Split.values()) {
            assertArrayEquals(alone.in(split).targets(), together.in(split).targets());
        }
        assertArrayEquals(new SplitRule.Fractions(0.5, 0.25, 0.25, 0).counts(ofA),
                Arrays.stream(Split.values()).mapToInt(together::size).toArray());
        assertArrayEquals(IntStream.range(0, ofA).toArray(), Arrays.stream(allRows(alone)).sorted().toArray());
    }

    @Property(tries = 60)
    void aWideRowHasOneSplitForAllItsTasks(@ForAll @IntRange(min = 8, max = 60) int count, @ForAll long seed) {
        List<String> lines = new ArrayList<>(List.of("x,a,b"));
        IntStream.range(0, count).forEach(i -> lines.add("0," + i + "," + i));
        Roles roles = Roles.wideForm(List.of("a", "b")).withSplit(new SplitRule.Fractions(0.5, 0.25, 0.25, seed));
        Dataset data = CsvDataReaderTest.read(roles, lines.toArray(String[]::new)).dataset();
        for (Split split : Split.values()) {
            assertArrayEquals(data.tasks().get(0).in(split).rows(), data.tasks().get(1).in(split).rows());
        }
        assertEquals(count, Arrays.stream(allRows(data.tasks().get(0))).distinct().count());
    }
}
