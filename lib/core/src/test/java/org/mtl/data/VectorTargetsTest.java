package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mtl.data.CsvDataReaderTest.read;
import static org.mtl.data.Failures.assertData;
import static org.mtl.data.Failures.assertUsage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;

/** Targets of several columns, and what becomes of them when rows are chosen. */
class VectorTargetsTest {

    private static final String HEADER = "x,a1,a2,b1,b2,split";

    private static Roles targets(String... items) {
        return Roles.wideForm(List.of(items));
    }

    private static void assertLabels(TaskData.Labelled found, int width, int[] rows, double... targets) {
        assertEquals(width, found.width());
        assertArrayEquals(rows, found.rows());
        assertArrayEquals(targets, found.targets());
    }

    @Test
    void readsRangesAndGlobs() {
        LoadedData loaded = read(targets("A=a1:a2", "B=b*"), HEADER, "1,10,11,20,21,train", "2,,,22,23,val", "3,12,13,,,0");
        Dataset data = loaded.dataset();
        assertEquals(List.of("A", "B"), data.taskNames());
        assertEquals(List.of("x"), data.features().names());
        assertEquals(2, data.tasks().get(0).width());
        assertEquals(List.of(), data.tasks().get(0).classes());
        assertLabels(data.tasks().get(0).in(Split.TRAIN), 2, new int[] {0, 2}, 10, 11, 12, 13);
        assertLabels(data.tasks().get(1).in(Split.TRAIN), 2, new int[] {0}, 20, 21);
        assertLabels(data.tasks().get(1).in(Split.VALIDATION), 2, new int[] {1}, 22, 23);
        assertEquals(List.of("A=a1:a2", "B=b*"), loaded.roles().asked().targets());
    }

    /** A glob or a range alone is a task per column; columns that are named, are features, ids or splits are passed over. */
    @Test
    void patternsMakeATaskOfEachColumn() {
        Dataset data = read(targets("b2", "*1", "a1:b2"), HEADER, "1,10,11,20,21,train", "2,,,22,23,val").dataset();
        assertEquals(List.of("b2", "a1", "b1", "a2"), data.taskNames());
        assertLabels(data.tasks().get(2).in(Split.VALIDATION), 1, new int[] {1}, 1);
        Roles all = new Roles(Optional.empty(), Optional.empty(), List.of("*"), Optional.of("x"), new SplitRule.Default(),
                List.of("a2"));
        assertEquals(List.of("a1", "b1", "b2"), read(all, HEADER, "1,10,11,20,21,train").dataset().taskNames());
        assertEquals(List.of("v", "b1", "b2"), read(targets("v=a*", "b*"), HEADER, "1,10,11,20,21,train").dataset().taskNames());
        assertData("x.csv:1: --targets: 'c*' fits no column without another role", () -> read(targets("c*"), HEADER));
    }

    @Test
    void aColumnOfThatNameWins() {
        Dataset data = read(targets("A=a1:a2", "a1"), "x,A=a1:a2,a1,a2", "1,10,0,2.5", "2,20,1,3").dataset();
        assertEquals(List.of("A=a1:a2", "a1"), data.taskNames());
        assertLabels(data.tasks().get(0).in(Split.TRAIN), 1, new int[] {0, 1}, 0, 1);
        assertEquals(List.of("x", "a2"), data.features().names());
    }

    @Test
    void oneColumnUnderAnotherNameIsDecidedUponAsAnyOther() {
        TaskData task = read(targets("c=d=a1"), "x,a1", "1,no", "2,yes").dataset().tasks().get(0);
        assertEquals("c=d", task.name());
        assertEquals(List.of("no", "yes"), task.classes());
    }

    @Test
    void itemsThatAreNoTargets() {
        assertData("x.csv:1: --targets: no column 'A'; columns are: x, a1, a2, b1, b2, split",
                () -> read(targets("A"), HEADER));
        assertData("x.csv:1: --targets: no column 'a3'; columns are: x, a1, a2, b1, b2, split",
                () -> read(targets("A=a1:a3"), HEADER));
        assertData("x.csv:1: --targets: 'c*' fits no column without another role", () -> read(targets("A=c*"), HEADER));
        assertData("x.csv:1: --targets: the range 'a2:a1' ends before it begins", () -> read(targets("A=a2:a1"), HEADER));
        assertUsage("--targets: expected a column or NAME=PATTERN, found 'A='", () -> read(targets("A="), HEADER));
        assertUsage("--targets: expected a column or NAME=PATTERN, found '=a1'", () -> read(targets("=a1"), HEADER));
        assertUsage("--targets names task 'A' twice", () -> read(targets("A=a*", "A=b*"), HEADER));
        assertUsage("--targets: column 'a2' is in two targets", () -> read(targets("A=a*", "B=a2:b2"), HEADER));
        assertUsage("column 'a2' has two roles: --targets and --id", () -> read(targets("A=a*").withId("a2"), HEADER));
        assertUsage("--features: column 'a2' already has another role",
                () -> read(targets("A=a*").withFeatures(List.of("a2")), HEADER));
        assertUsage("--positive: target 'A' is a vector of 2 numbers and has no classes",
                () -> read(targets("A=a*").withPositive("1"), HEADER));
    }

    @Test
    void cellsThatAreNoVectors() {
        assertData("x.csv:3: column 'a2': expected a finite number, as other columns of target 'A' have, found an empty"
                        + " cell",
                () -> read(targets("A=a*"), HEADER, "1,1,2,0,0,train", "1,1,,0,0,train"));
        assertData("x.csv:2: column 'a2': 'q' is not a number", () -> read(targets("A=a*"), HEADER, "1,1,q,0,0,train"));
        assertData("x.csv:2: column 'a1': expected a finite number, found 'inf'",
                () -> read(targets("A=a*"), HEADER, "1,inf,2,0,0,train"));
        assertData("x.csv: task 'A' has no training rows (0 val, 0 test)",
                () -> read(targets("A=a*"), HEADER, "1,,,0,0,train"));
    }

    private static Dataset drawn(int rows) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (int row = 0; row < rows; row++) {
            String a = row % 5 == 4 ? "," : row + "," + (row + 0.5);
            lines.add(row + "," + a + "," + 2 * row + "," + 3 * row + "," + (row % 3 == 2 ? "val" : "train"));
        }
        return read(targets("A=a*", "B=b*"), lines.toArray(String[]::new)).dataset();
    }

    private static void assertVectorsOfTheirRows(TaskData task) {
        for (Split split : Split.values()) {
            TaskData.Labelled found = task.in(split);
            for (int i = 0; i < found.size(); i++) {
                int row = found.row(i);
                boolean first = task.name().equals("A");
                double[] expected = {first ? row : 2 * row, first ? row + 0.5 : 3 * row};
                assertArrayEquals(expected, found.targets(i, i + 1));
            }
        }
    }

    @Test
    void chosenRowsKeepTheirVectors() {
        Dataset all = drawn(60);
        Dataset part = Subsets.rowsPerTask(all, 17, 3);
        for (TaskData task : part.tasks()) {
            assertEquals(17, Arrays.stream(Split.values()).mapToInt(task::size).sum());
            assertVectorsOfTheirRows(task);
        }
        List<BitSet> keep = new ArrayList<>();
        for (TaskData task : all.tasks()) {
            keep.add(new BitSet());
            keep.get(keep.size() - 1).set(task.size(Split.TRAIN) / 2, task.size(Split.TRAIN));
        }
        for (TaskData task : Subsets.withTraining(all, keep).tasks()) {
            assertEquals(task.size(Split.TRAIN), (all.tasks().get(0).name().equals(task.name()) ? 32 : 40) / 2);
            assertVectorsOfTheirRows(task);
        }
    }

    @Test
    void recordedSplitsKeepVectors() throws IOException {
        Dataset all = drawn(30);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (CsvWriter out = new CsvWriter(file)) {
            RecordedSplits.write(out, Subsets.rowsPerTask(all, 11, 5));
        }
        try (CsvReader in = CsvReader.open(new ByteArrayInputStream(file.toByteArray()), "split.csv")) {
            for (TaskData task : RecordedSplits.apply(all, in).tasks()) {
                assertEquals(11, Arrays.stream(Split.values()).mapToInt(task::size).sum());
                assertVectorsOfTheirRows(task);
            }
        }
        assertEquals(List.of("row,task,split"), file.toString(StandardCharsets.UTF_8).lines().limit(1).toList());
    }

    @Test
    void askedKindsDoNotMakeClassesOfVectors() {
        TargetKinds kinds = new TargetKinds(TargetKind.CLASS, Map.of(), Map.of());
        Dataset data = read(targets("A=a*").withKinds(kinds), HEADER, "1,0,1,0,0,train", "1,1,1,0,0,train").dataset();
        assertEquals(List.of(), data.tasks().get(0).classes());
    }
}
