package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mtl.data.CsvDataReaderTest.read;
import static org.mtl.data.Failures.assertData;
import static org.mtl.data.Failures.assertUsage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubsetsTest {

    /** Tasks A, B, C of 40, 20 and 10 rows with classes, of which every fourth is a validation row. */
    private static Dataset data() {
        List<String> lines = new ArrayList<>(List.of("task,y,x,split"));
        for (int row = 0; row < 70; row++) {
            String task = row < 40 ? "A" : row < 60 ? "B" : "C";
            lines.add(task + "," + (row % 3 == 0 ? "yes" : "no") + "," + row + "," + (row % 4 == 3 ? "val" : "train"));
        }
        return read(Roles.longForm("task", "y"), lines.toArray(String[]::new)).dataset();
    }

    private static Set<Integer> rows(TaskData task) {
        return Arrays.stream(Split.values()).flatMapToInt(split -> Arrays.stream(task.in(split).rows())).boxed()
                .collect(Collectors.toSet());
    }

    @Test
    void onlyTasksKeepsTheOrderOfTheData() {
        Dataset part = Subsets.onlyTasks(data(), List.of("C", "A", "C"));
        assertEquals(List.of("A", "C"), part.taskNames());
        assertEquals(List.of("no", "yes"), part.tasks().get(1).classes());
        assertData("--only-tasks: no task 'D'; tasks are: 'A', 'B', 'C'", () -> Subsets.onlyTasks(data(), List.of("A", "D")));
    }

    @Test
    void rowsPerTaskKeepsSplitsTargetsAndClasses() {
        Dataset all = data();
        Dataset part = Subsets.rowsPerTask(all, 15, 4);
        assertEquals(List.of(15, 15, 10), part.tasks().stream().map(task -> rows(task).size()).toList());
        assertSame(all.tasks().get(2), part.tasks().get(2));
        for (TaskData task : part.tasks()) {
            assertEquals(List.of("no", "yes"), task.classes());
            for (Split split : Split.values()) {
                TaskData.Labelled kept = task.in(split);
                assertArrayEquals(Arrays.stream(kept.rows()).sorted().toArray(), kept.rows());
                for (int i = 0; i < kept.size(); i++) {
                    assertEquals(kept.row(i) % 3 == 0 ? 1 : 0, kept.target(i, 0));
                    assertEquals(split == Split.VALIDATION, kept.row(i) % 4 == 3);
                }
            }
        }
    }

    @Test
    void rowsPerTaskIsNestedAndIndependentOfOtherTasks() {
        Set<Integer> few = rows(Subsets.rowsPerTask(data(), 5, 9).tasks().get(1));
        Set<Integer> more = rows(Subsets.rowsPerTask(data(), 12, 9).tasks().get(1));
        assertTrue(more.containsAll(few));
        Dataset alone = Subsets.rowsPerTask(Subsets.onlyTasks(data(), List.of("B")), 12, 9);
        assertEquals(more, rows(alone.tasks().get(0)));
    }

    @Test
    void rowsPerTaskDrawsUniformly() {
        int[] counts = new int[20];
        Dataset ofB = Subsets.onlyTasks(data(), List.of("B"));
        for (int seed = 0; seed < 4000; seed++) {
            rows(Subsets.rowsPerTask(ofB, 10, seed).tasks().get(0)).forEach(row -> counts[row - 40]++);
        }
        assertTrue(IntStream.of(counts).allMatch(count -> Math.abs(count - 2000) < 160));
    }

    @Test
    void rowsPerTaskRefuses() {
        assertUsage("--rows-per-task: expected at least 1, found 0", () -> Subsets.rowsPerTask(data(), 0, 0));
        Dataset fewTraining = read(CsvDataReaderTest.LONG, "task,y,x,split", "A,1,0,val", "A,2,0,train", "A,3,0,test").dataset();
        int seed = IntStream.range(0, 100)
                .filter(candidate -> Seeds.random(candidate, "rows-per-task:A").nextInt(3) == 0).findFirst().orElseThrow();
        assertData("--rows-per-task: task 'A' is left without training rows (1 val, 0 test)",
                () -> Subsets.rowsPerTask(fewTraining, 1, seed));
    }
}
