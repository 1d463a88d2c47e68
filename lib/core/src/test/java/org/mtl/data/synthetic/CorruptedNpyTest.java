package org.mtl.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.LoadedData;
import org.mtl.data.NpyDataReader;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.SplitRule;
import org.mtl.data.TaskData;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

class CorruptedNpyTest {

    private static final int ROWS = 60;

    private static final Roles ROLES = Roles.none();

    @TempDir
    Path folder;

    private Path from;

    @BeforeEach
    void makeFolder() throws IOException {
        from = Files.createDirectory(folder.resolve("from"));
        write(NpyType.F32, "x.npy", IntStream.range(0, 2 * ROWS).mapToDouble(i -> i % 7).toArray(), ROWS, 2);
        Files.writeString(from.resolve("features.csv"), "index,feature\n0,left\n1,right\n");
        Files.writeString(from.resolve("notes.txt"), "not of the data");
    }

    private void write(NpyType type, String name, double[] values, long... shape) throws IOException {
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(from.resolve(name)), type, shape)) {
            out.write(values, 0, values.length);
        }
    }

    private static double[] values(Path file) throws IOException {
        try (NpyReader in = NpyReader.open(file)) {
            double[] values = new double[(int) in.size()];
            in.read(0, values.length, values, 0);
            return values;
        }
    }

    /** The labels of all tasks by task and row, with their splits. */
    private static Map<String, String> labels(Dataset data) {
        Map<String, String> labels = new HashMap<>();
        for (TaskData task : data.tasks()) {
            for (Split split : Split.values()) {
                TaskData.Labelled rows = task.in(split);
                for (int i = 0; i < rows.size(); i++) {
                    labels.put(task.name() + ":" + rows.row(i), split + " " + task.label(rows.target(i, 0)));
                }
            }
        }
        return labels;
    }

    /** Corrupts a third; what is read again differs from the folder in the changes alone. */
    private List<Corruption.Change> corrupt(Roles roles) throws IOException {
        LoadedData data = NpyDataReader.read(from, roles);
        List<Corruption.Change> drawn = Corruption.draw(data.dataset(), 1 / 3.0, 5);
        List<Corruption.Change> changes = CorruptedNpy.stored(from, data.dataset(), drawn);
        Path to = folder.resolve("to");
        CorruptedNpy.write(from, data, changes, to);
        Map<String, String> expected = labels(data.dataset());
        for (Corruption.Change change : changes) {
            TaskData task = data.dataset().tasks().get(change.task());
            String label = "TRAIN " + task.label(change.after());
            assertEquals("TRAIN " + task.label(change.before()), expected.put(task.name() + ":" + change.row(), label));
        }
        assertEquals(expected, labels(NpyDataReader.read(to, ROLES).dataset()));
        for (String copied : List.of("x.npy", "features.csv")) {
            assertArrayEquals(Files.readAllBytes(from.resolve(copied)), Files.readAllBytes(to.resolve(copied)));
        }
        assertTrue(Files.notExists(to.resolve("notes.txt")));
        return changes;
    }

    @Test
    void classesOfTheLongFormBecomeOtherClassesInAnArrayOfTheSameType() throws IOException {
        write(NpyType.U8, "task.npy", IntStream.range(0, ROWS).mapToDouble(i -> i % 3).toArray(), ROWS);
        Files.writeString(from.resolve("tasks.csv"), "code,task\n0,a\n1,b\n2,c\n");
        double[] y = IntStream.range(0, ROWS).mapToDouble(i -> 4 + i % 5).toArray();
        write(NpyType.I16, "y.npy", y, ROWS);
        Files.writeString(from.resolve("classes.csv"), "task,code,class\ny,4,four\ny,5,five\ny,6,six\ny,7,seven\ny,8,eight\n");
        List<Corruption.Change> changes = corrupt(Roles.none().withSplit(new SplitRule.Fractions(0.5, 0.25, 0.25, 3)));
        double[] corrupted = values(folder.resolve("to/y.npy"));
        changes.forEach(change -> assertTrue(corrupted[change.row()] != y[change.row()]));
        assertEquals(changes.size(), IntStream.range(0, ROWS).filter(i -> corrupted[i] != y[i]).count());
        try (NpyReader in = NpyReader.open(folder.resolve("to/y.npy"))) {
            assertEquals(NpyType.I16, in.type());
        }
    }

    @Test
    void numbersOfTheWideFormAreRoundedToSinglePrecisionAndMissingOnesStay() throws IOException {
        double[] y = new double[2 * ROWS];
        Arrays.setAll(y, i -> i % 9 == 0 ? Double.NaN : (float) Math.sin(i));
        write(NpyType.F32, "y.npy", y, ROWS, 2);
        double[] splits = IntStream.range(0, ROWS).mapToDouble(i -> i < 40 ? 0 : 1 + i % 2).toArray();
        write(NpyType.I64, "split.npy", splits, ROWS);
        for (Corruption.Change change : corrupt(ROLES)) {
            assertEquals((float) change.after(), change.after());
            assertTrue(change.row() < 40);
        }
        assertArrayEquals(splits, values(folder.resolve("to/split.npy")));
        double[] corrupted = values(folder.resolve("to/y.npy"));
        IntStream.range(0, y.length).forEach(i -> assertEquals(Double.isNaN(y[i]), Double.isNaN(corrupted[i])));
    }

    @Test
    void wholeNumbersStayWholeNumbersWithinTheRangeOfTheirType() throws IOException {
        write(NpyType.U8, "y.npy", IntStream.range(0, ROWS).mapToDouble(i -> 4 * i).toArray(), ROWS);
        List<Corruption.Change> changes = corrupt(ROLES);
        assertTrue(changes.stream().allMatch(change -> change.after() == Math.rint(change.after())));
        // The noise has a standard deviation of 208, and an eighth of the draws or more is beyond each end.
        assertTrue(changes.stream().allMatch(change -> change.after() != change.before()));
        assertTrue(changes.stream().anyMatch(change -> change.after() == 0));
        assertTrue(changes.stream().anyMatch(change -> change.after() == 255));
    }

    @Test
    void noiseThatRoundingTakesAwayMovesToTheNextNumber() throws IOException {
        write(NpyType.U8, "y.npy", IntStream.range(0, ROWS).mapToDouble(i -> i < 30 ? 0 : 196 + i).toArray(), ROWS);
        Dataset data = NpyDataReader.read(from, ROLES).dataset();
        List<Corruption.Change> drawn = List.of(new Corruption.Change(0, 0, 0, -7), new Corruption.Change(1, 0, 0, 0.2),
                new Corruption.Change(40, 0, 236, 235.8), new Corruption.Change(59, 0, 255, 300));
        assertEquals(List.of(1.0, 1.0, 235.0, 254.0),
                CorruptedNpy.stored(from, data, drawn).stream().map(Corruption.Change::after).toList());
    }

    @Test
    void anArrayThatChangedMeanwhileIsNotCopied() throws IOException {
        write(NpyType.F64, "y.npy", IntStream.range(0, ROWS).mapToDouble(i -> i / 2.0).toArray(), ROWS);
        LoadedData data = NpyDataReader.read(from, ROLES);
        List<Corruption.Change> changes = Corruption.draw(data.dataset(), 0.5, 1);
        write(NpyType.F64, "y.npy", IntStream.range(0, ROWS).mapToDouble(i -> i / 2.0 + 0.25).toArray(), ROWS);
        MtlException failure = assertThrows(MtlException.class, () -> CorruptedNpy.write(from, data, changes, folder.resolve("to")));
        assertEquals(Optional.of("y.npy: changed while it was being read"),
                Optional.of(failure.getMessage().substring(failure.getMessage().lastIndexOf('/') + 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "I8, 127.4, 127", "I8, 128.6, 127", "I8, -128.6, -128", "U8, -0.6, 0", "U8, 255.7, 255", "BOOL, 7, 1", "U16, 2.5, 2", "I16, 3.5, 4",
        "I32, 1e12, 2147483647", "U32, 1e12, 4294967295", "I64, 1e30, 9223372036854774784", "I64, -1e30, -9223372036854775808",
        "F32, 0.1, 0.10000000149011612", "F64, 0.1, 0.1"
    })
    void theNearestValueOfATypeIsWithinItsRange(NpyType type, double value, double nearest) {
        assertEquals(nearest, type.nearest(value));
    }
}
