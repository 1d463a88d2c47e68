package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mtl.data.Failures.assertFails;
import static org.mtl.data.Failures.assertUsage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.linalg.NativeMatrix;
import org.mtl.linalg.RealKernels;

class NpyDataReaderTest {

    private static final double NONE = Double.NaN;

    @TempDir
    private Path folder;

    private void write(String file, NpyType type, long[] shape, double... values) throws IOException {
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(folder.resolve(file)), type, shape)) {
            out.write(values, 0, values.length);
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }

    private LoadedData read() {
        return NpyDataReader.read(folder, Roles.none());
    }

    /** The message is given without the folder, which precedes it. */
    private void assertData(String message) {
        assertFails(MtlException.Kind.DATA, folder + message, this::read);
    }

    @BeforeEach
    void writeThreeRows() throws IOException {
        write("x.npy", NpyType.F32, shape(3, 2), 1, 2, 3, 4, 5, 6);
        write("y.npy", NpyType.F64, shape(3), 10, 20, 30);
    }

    /** More integers than are taken for classes otherwise. */
    @Test
    void labelsThatClassesCsvNamesAreClasses() throws IOException {
        int rows = 30;
        double[] labels = new double[rows];
        Arrays.setAll(labels, i -> i);
        write("x.npy", NpyType.F32, shape(rows, 1), labels);
        write("y.npy", NpyType.I32, shape(rows), labels);
        assertTrue(read().dataset().tasks().get(0).classes().isEmpty());
        write("classes.csv", "task,code,class\n" + read().dataset().tasks().get(0).name() + ",0,a\n");
        assertEquals(rows, read().dataset().tasks().get(0).classes().size());
        LoadedData numbers = NpyDataReader.read(folder, Roles.none().withKinds(TargetKinds.all(TargetKind.NUMBER)));
        assertTrue(numbers.dataset().tasks().get(0).classes().isEmpty());
        write("classes.csv", "target,code,class\n");
        assertData("/classes.csv:1: expected the column task, found target, code, class");
    }

    private LoadedData classes(String column) {
        return NpyDataReader.read(folder, Roles.oneVsRest(column));
    }

    @Test
    void aColumnOfClassesIsATaskForEach() throws IOException {
        write("x.npy", NpyType.F32, shape(5, 1), 1, 2, 3, 4, 5);
        write("y.npy", NpyType.F64, shape(5, 2), 0, 10, 0, 9, 0, NONE, 1, 9, 1, 11);
        write("tasks.csv", "code,task\n0,other\n1,c\n");
        Dataset data = classes("c").dataset();
        assertEquals(List.of("9", "10", "11"), data.taskNames());
        assertEquals(Dataset.Form.WIDE, data.form());
        assertArrayEquals(new int[] {0, 1, 3, 4}, data.tasks().get(0).in(Split.TRAIN).rows());
        assertArrayEquals(new double[] {0, 1, 1, 0}, data.tasks().get(0).in(Split.TRAIN).targets());
        assertArrayEquals(new double[] {0, 0, 0, 1}, data.tasks().get(2).in(Split.TRAIN).targets());
        assertFails(MtlException.Kind.DATA, folder + "/y.npy: --one-vs-rest: no column 'y'; columns are: other, c",
                () -> classes("y"));
    }

    @Test
    void theOnlyColumnIsCalledY() throws IOException {
        write("y.npy", NpyType.I64, shape(3), 5, 4, 5);
        assertEquals(List.of("4", "5"), classes("y").dataset().taskNames());
        assertEquals(List.of("4", "5"), classes("task1").dataset().taskNames());
    }

    @Test
    void classesAreFiniteAndNotTooMany() throws IOException {
        write("y.npy", NpyType.F64, shape(3), 5, Double.POSITIVE_INFINITY, 5);
        assertFails(MtlException.Kind.DATA, folder + "/y.npy: row 1, column 0: expected a finite number, or NaN for no label, found"
                + " Infinity", () -> classes("y"));
        double[] many = new double[1001];
        Arrays.setAll(many, i -> i);
        write("x.npy", NpyType.F32, shape(1001, 1), many);
        write("y.npy", NpyType.F64, shape(1001), many);
        assertFails(MtlException.Kind.DATA, folder + "/y.npy: row 1000, column 0: expected at most 1000 classes, found more",
                () -> classes("y"));
    }

    @Test
    void oneTaskByDefault() {
        LoadedData loaded = read();
        assertEquals(List.of("task1"), loaded.dataset().taskNames());
        assertEquals(Dataset.Form.WIDE, loaded.dataset().form());
        assertEquals(List.of("x0", "x1"), loaded.roles().features());
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, CsvDataReaderTest.values(loaded.dataset().features()));
        assertArrayEquals(new double[] {10, 20, 30}, loaded.dataset().tasks().get(0).in(Split.TRAIN).targets());
        assertTrue(loaded.roles().everythingIsTraining());
        assertEquals(3, loaded.rows());
    }

    @Test
    void readsTheWideForm() throws IOException {
        write("y.npy", NpyType.F64, shape(3, 2), 10, NONE, 20, 21, NONE, 31);
        write("tasks.csv", "code,task\n1,b\n0,a\n");
        write("features.csv", "index,feature\n0,left\n1,right\n");
        write("split.npy", NpyType.I64, shape(3), 0, 0, 2);
        LoadedData loaded = NpyDataReader.read(folder, Roles.none().withFeatures(List.of("r*")));
        assertEquals(List.of("a", "b"), loaded.dataset().taskNames());
        assertArrayEquals(new int[] {0, 1}, loaded.dataset().tasks().get(0).in(Split.TRAIN).rows());
        assertArrayEquals(new int[] {2}, loaded.dataset().tasks().get(1).in(Split.TEST).rows());
        assertEquals(List.of("right"), loaded.dataset().features().names());
        assertArrayEquals(new double[] {2, 4, 6}, CsvDataReaderTest.values(loaded.dataset().features()));
        assertEquals(Optional.of("split.npy"), loaded.roles().splitColumn());
        assertFalse(loaded.roles().everythingIsTraining());
    }

    @Test
    void readsTheLongForm() throws IOException {
        write("task.npy", NpyType.I32, shape(3), 7, -1, 7);
        Dataset data = read().dataset();
        assertEquals(Dataset.Form.LONG, data.form());
        assertEquals(List.of("7", "-1"), data.taskNames());
        assertArrayEquals(new int[] {0, 2}, data.tasks().get(0).in(Split.TRAIN).rows());
        write("tasks.csv", "task,code\nnever,3\nseven,7\nbefore,-1\n");
        assertEquals(List.of("seven", "before"), read().dataset().taskNames());
    }

    @Test
    void fractionsOverruleTheSplitFile() throws IOException {
        write("split.npy", NpyType.U8, shape(3), 2, 2, 2);
        LoadedData loaded = NpyDataReader.read(folder, Roles.none().withKinds(CsvDataReaderTest.NUMBERS)
                .withSplit(new SplitRule.Fractions(1, 0, 0, 0)));
        assertEquals(3, loaded.dataset().tasks().get(0).size(Split.TRAIN));
        assertEquals(List.of(folder + "/split.npy: not used, as --split says otherwise"), loaded.warnings());
    }

    @Test
    void csvAndNpyGiveEqualDraws() throws IOException {
        write("task.npy", NpyType.I32, shape(3), 1, 1, 1);
        SplitRule rule = new SplitRule.Fractions(0.4, 0.3, 0.3, 5);
        Dataset fromNpy = NpyDataReader.read(folder, Roles.none().withSplit(rule)).dataset();
        Dataset fromCsv = CsvDataReaderTest.read(CsvDataReaderTest.LONG.withSplit(rule), "task,y,a,b", "1,10,1,2", "1,20,3,4",
                "1,30,5,6").dataset();
        for (Split split : Split.values()) {
            assertArrayEquals(fromCsv.tasks().get(0).in(split).targets(), fromNpy.tasks().get(0).in(split).targets());
        }
    }

    @Test
    void integersBecomeClassesAndFloatsOnlyWhereTheyAreZeroAndOne() throws IOException {
        write("y.npy", NpyType.I32, shape(3), 10, 30, 20);
        TaskData integers = read().dataset().tasks().get(0);
        assertEquals(List.of("10", "20", "30"), integers.classes());
        assertArrayEquals(new double[] {0, 2, 1}, integers.in(Split.TRAIN).targets());
        write("y.npy", NpyType.F64, shape(3, 2), 1, 1, NONE, -1, 0, 1);
        LoadedData floats = read();
        assertEquals(List.of("0", "1"), floats.dataset().tasks().get(0).classes());
        assertArrayEquals(new double[] {1, 0}, floats.dataset().tasks().get(0).in(Split.TRAIN).targets());
        assertEquals(List.of(), floats.dataset().tasks().get(1).classes());
        assertEquals(List.of(folder + "/y.npy: target 'task2': integers with 2 distinct values, taken as numbers; --loss"
                + " softmax makes classes of them"), floats.warnings());
    }

    @Test
    void classesOfFloatsAreNamedByTheShortestForm() throws IOException {
        write("y.npy", NpyType.F64, shape(3), 2.5, -0.0, 1);
        Roles classes = Roles.none().withKinds(TargetKinds.all(TargetKind.CLASS));
        assertEquals(List.of("0", "1", "2.5"), NpyDataReader.read(folder, classes).dataset().tasks().get(0).classes());
        LoadedData positive = NpyDataReader.read(folder, Roles.none().withPositive("1.0"));
        assertArrayEquals(new double[] {0, 0, 1}, positive.dataset().tasks().get(0).in(Split.TRAIN).targets());
        assertFails(MtlException.Kind.DATA, folder + "/y.npy: target 'task1': --positive: no label is '4'",
                () -> NpyDataReader.read(folder, Roles.none().withPositive("4")));
        TargetKinds known = new TargetKinds(TargetKind.AUTO, Map.of(), Map.of("task1", List.of("0", "1")));
        assertFails(MtlException.Kind.DATA,
                folder + "/y.npy: row 0, column 0: expected one of the classes '0', '1', found '2.5'",
                () -> NpyDataReader.read(folder, Roles.none().withKinds(known)));
    }

    @Test
    void manyDistinctLabelsOfTheLongFormAreNumbers() throws IOException {
        int rows = 3000;
        double[] labels = new double[rows];
        double[] tasks = new double[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = 7 * i;
            tasks[i] = i % 2;
        }
        write("x.npy", NpyType.F32, shape(rows, 1), new double[rows]);
        write("y.npy", NpyType.I64, shape(rows), labels);
        write("task.npy", NpyType.I64, shape(rows), tasks);
        LoadedData loaded = read();
        assertEquals(List.of(), loaded.dataset().tasks().get(1).classes());
        assertEquals(7 * 2999, loaded.dataset().tasks().get(1).in(Split.TRAIN).target(1499, 0));
        assertEquals(List.of(folder + "/y.npy: target 'y': integers with more than 1000 distinct values, taken as numbers;"
                + " --loss softmax makes classes of them"), loaded.warnings());
    }

    @Test
    void manyRowsCrossPieces() throws IOException {
        int rows = 200_000;
        double[] x = new double[rows * 3];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        write("x.npy", NpyType.F64, shape(rows, 3), x);
        write("y.npy", NpyType.F32, shape(rows), new double[rows]);
        assertArrayEquals(x, CsvDataReaderTest.values(read().dataset().features()));
    }

    @Test
    void optionsThatNameColumns() {
        String rest = " names a column of a CSV file; an NPY folder has none";
        assertUsage("--task" + rest, () -> NpyDataReader.read(folder, Roles.longForm("t", "y")));
        assertUsage("--targets" + rest, () -> NpyDataReader.read(folder, Roles.wideForm(List.of("y"))));
        assertUsage("--id" + rest, () -> NpyDataReader.read(folder, Roles.none().withId("i")));
        assertUsage("--split: an NPY folder has no columns; its splits are in split.npy, or give fractions",
                () -> NpyDataReader.read(folder, Roles.none().withSplit(new SplitRule.ByColumn("s"))));
        assertFails(MtlException.Kind.DATA, folder + "/x.npy: --features: no column 'f'; columns are: x0, x1",
                () -> NpyDataReader.read(folder, Roles.none().withFeatures(List.of("f"))));
    }

    @Test
    void missingFiles() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertFails(MtlException.Kind.MISSING, nowhere + ": no such folder", () -> NpyDataReader.read(nowhere, Roles.none()));
        Files.delete(folder.resolve("y.npy"));
        assertFails(MtlException.Kind.MISSING, folder + "/y.npy: no such file", this::read);
    }

    @Test
    void featuresOfAnotherShape() throws IOException {
        write("x.npy", NpyType.F32, shape(1, 1, 1), 0);
        assertData("/x.npy: expected 2 axes, rows and features, or 4, rows, channels, height and width, found 3");
        write("x.npy", NpyType.F32, shape(1, 600, 600, 1), new double[360_000]);
        assertData("/x.npy: expected at most 2147483647 rows and 262144 features, found 1 and 360000");
        write("x.npy", NpyType.F32, shape(1, 0, 2, 2));
        assertData("/x.npy: expected at least one feature, found none");
        write("x.npy", NpyType.F32, shape(0, 2));
        assertData("/x.npy: expected at least one data row, found none");
        write("x.npy", NpyType.F32, shape(3, 0));
        assertData("/x.npy: expected at least one feature, found none");
    }

    @Test
    void sequencesOfWords() throws IOException {
        write("x.npy", NpyType.I32, shape(3, 3), 1, 2, 0, 3, 0, 0, 1, 1, 2);
        write("y.npy", NpyType.F32, shape(3), 0, 1, 1);
        write("embedding.npy", NpyType.F32, shape(4, 2), 0, 0, 1, 2, 3, 4, 5, 6);
        WordVectors words = read().dataset().features().words().orElseThrow();
        assertEquals(4, words.words());
        double[] vector = new double[2];
        words.copy(3, RealKernels.ofDoubles(), vector, 0);
        assertArrayEquals(new double[] {5, 6}, vector);
        // Rows as quantities are means: of (1, 2) and (3, 4), of (5, 6) alone, of (1, 2) twice and (3, 4).
        Features means = read().dataset().features().asQuantities();
        assertEquals(List.of("e1", "e2"), means.names());
        assertEquals(3, means.rows());
        double[] tile = new double[9];
        means.copyRows(new int[] {2, 0, 1}, 0, 3, tile, 3);
        assertArrayEquals(new double[] {5.0 / 3, 8.0 / 3, 0, 2, 3, 0, 5, 6, 0}, tile, 1e-15);
        NativeMatrix matrix = new NativeMatrix(6);
        means.copyRows(new int[] {0, 1, 2}, 2, new int[] {1, 0}, matrix, 3);
        double[] placed = new double[6];
        matrix.get(placed, 6);
        assertArrayEquals(new double[] {5, 6, 0, 2, 3, 0}, placed, 1e-15);
        assertEquals("--model linear: the rows are sequences of word numbers (embedding.npy); expected --model text-cnn or text-lstm, or"
                + " the means of words' vectors, which mtl convert writes without --sequences",
                assertThrows(MtlException.class, () -> read().dataset().features().requireQuantities("--model linear")).getMessage());
        write("embedding.npy", NpyType.F32, shape(3, 2), 0, 0, 1, 2, 3, 4);
        assertData("/x.npy: row 1, column 0: expected the number of a word, 1 to 2 as embedding.npy has rows, or 0 for padding, found 3");
        write("embedding.npy", NpyType.F32, shape(4, 2), 0, 0, 1, 2, 3, Double.NaN, 5, 6);
        assertData("/embedding.npy: row 2, column 1: expected a finite number of 32 bits, found NaN");
        write("embedding.npy", NpyType.F64, shape(4, 2), 0, 0, 1, 1e300, 3, 4, 5, 6);
        assertData("/embedding.npy: row 1, column 1: expected a finite number of 32 bits, found 1e300");
        write("embedding.npy", NpyType.F32, shape(8), 0, 0, 1, 2, 3, 4, 5, 6);
        assertData("/embedding.npy: expected 2 axes, the number of words and one more for padding, and the numbers of a vector, at most"
                + " 2147483647 values, found the shape [8]");
        write("embedding.npy", NpyType.F32, shape(4, 2), 0, 0, 1, 2, 3, 4, 5, 6);
        write("x.npy", NpyType.I32, shape(3, 3), 1, 2, 0, 3, 0, 1, 1, 1, 2);
        assertData("/x.npy: row 1, column 2: expected 0, since padding stands at the end of a sentence and begins before this column,"
                + " found 1");
        write("x.npy", NpyType.F32, shape(3, 3), 1, 2, 0, 0, 0, 0, 1, 1, 2);
        assertData("/x.npy: row 1: expected a sentence of at least one word, found only padding");
        write("x.npy", NpyType.F32, shape(3, 3), 1, 1.5, 0, 1, 0, 0, 1, 1, 2);
        assertData("/x.npy: row 0, column 1: expected the number of a word, 1 to 3 as embedding.npy has rows, or 0 for padding, found 1.5");
    }

    @Test
    void featuresThatAreNotFinite() throws IOException {
        write("x.npy", NpyType.F32, shape(3, 2), 1, 2, 3, NONE, 5, 6);
        assertData("/x.npy: row 1, column 1: expected a finite number, found NaN");
        write("x.npy", NpyType.F32, shape(3, 2), 1, 2, 3, 4, Double.NEGATIVE_INFINITY, 6);
        assertData("/x.npy: row 2, column 0: expected a finite number, found -Infinity");
    }

    @Test
    void readsVectorTargets() throws IOException {
        write("y.npy", NpyType.F64, shape(3, 2, 2), 1, 2, 3, 4, NONE, NONE, 7, 8, 9, 10, NONE, NONE);
        Dataset data = read().dataset();
        assertEquals(List.of("task1", "task2"), data.taskNames());
        assertEquals(2, data.tasks().get(1).width());
        assertArrayEquals(new int[] {0, 2}, data.tasks().get(0).in(Split.TRAIN).rows());
        assertArrayEquals(new double[] {1, 2, 9, 10}, data.tasks().get(0).in(Split.TRAIN).targets());
        assertArrayEquals(new double[] {3, 4, 7, 8}, data.tasks().get(1).in(Split.TRAIN).targets());
        write("y.npy", NpyType.F64, shape(3, 1, 2), 1, 2, 3, 4, 5, 6);
        write("task.npy", NpyType.I32, shape(3), 7, 8, 7);
        assertArrayEquals(new double[] {1, 2, 5, 6}, read().dataset().tasks().get(0).in(Split.TRAIN).targets());
        assertUsage("--positive: target 'y' is a vector of 2 numbers and has no classes",
                () -> NpyDataReader.read(folder, Roles.none().withPositive("1")));
        Files.delete(folder.resolve("task.npy"));
        write("y.npy", NpyType.F64, shape(3, 1, 1), 10, 20, 30);
        assertArrayEquals(new double[] {10, 20, 30}, read().dataset().tasks().get(0).in(Split.TRAIN).targets());
    }

    @Test
    void vectorTargetsThatDoNotFit() throws IOException {
        write("y.npy", NpyType.F64, shape(3, 1, 2), 1, 2, 3, NONE, 5, 6);
        assertData("/y.npy: row 1, column 0, output 1: expected a finite number, as the row has a label for other outputs of"
                + " task 'task1', found NaN");
        write("y.npy", NpyType.F64, shape(3, 1, 2), 1, 2, 3, 4, Double.NEGATIVE_INFINITY, NONE);
        assertData("/y.npy: row 2, column 0, output 0: expected a finite number, or NaN for no label, found -Infinity");
        write("y.npy", NpyType.F64, shape(3, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        write("task.npy", NpyType.I32, shape(3), 7, 8, 7);
        assertData("/y.npy: expected one label per row, as task.npy names the row's task, found 2");
    }

    @Test
    void targetsThatDoNotFit() throws IOException {
        write("y.npy", NpyType.F64, shape(2), 1, 2);
        assertData("/y.npy: expected 3 rows as in x.npy, found 2");
        write("y.npy", NpyType.F64, shape(), 1);
        assertData("/y.npy: expected 1 axis, or 2, rows and tasks, or 3, rows, tasks and outputs, found 0");
        write("y.npy", NpyType.F64, shape(3, 1, 0));
        assertData("/y.npy: expected 1 to 262144 outputs of each of 1 tasks, found 0");
        write("y.npy", NpyType.F64, shape(3, 0));
        assertData("/y.npy: expected 1 to 262144 tasks, found 0");
        write("y.npy", NpyType.F64, shape(3), 1, 2, Double.POSITIVE_INFINITY);
        assertData("/y.npy: row 2, column 0: expected a finite number, or NaN for no label, found Infinity");
        write("y.npy", NpyType.F64, shape(3), NONE, NONE, NONE);
        assertData(": task 'task1' has no training rows (0 val, 0 test)");
    }

    @Test
    void tasksThatDoNotFit() throws IOException {
        write("task.npy", NpyType.F64, shape(3), 1, 2, 1.5);
        assertData("/task.npy: row 2: expected a whole number, found 1.5");
        write("task.npy", NpyType.I64, shape(2), 1, 2);
        assertData("/task.npy: expected 3 rows as in x.npy, found 2");
        write("task.npy", NpyType.I64, shape(3, 1), 1, 2, 3);
        assertData("/task.npy: expected 1 axis, one number per row, found 2");
        write("task.npy", NpyType.I64, shape(3), 1, 2, 3);
        write("tasks.csv", "code,task\n1,a\n2,b\n");
        assertData("/tasks.csv: no name for task 3, which task.npy holds in row 2");
        write("y.npy", NpyType.F64, shape(3, 2), 1, 2, 3, 4, 5, 6);
        assertData("/y.npy: expected one label per row, as task.npy names the row's task, found 2");
    }

    @Test
    void tablesOfNamesThatDoNotFit() throws IOException {
        write("tasks.csv", "code,name\n");
        assertData("/tasks.csv:1: expected the columns code, task, found code, name");
        write("tasks.csv", "code,task\n0,a\n1.0,b\n");
        assertData("/tasks.csv:3: column 'code': expected a whole number, found '1.0'");
        write("tasks.csv", "code,task\n0,a\n0,b\n");
        assertData("/tasks.csv:3: column 'code': '0' appears twice");
        write("tasks.csv", "code,task\n0,a\n1,a\n");
        assertData("/tasks.csv:3: column 'task': 'a' appears twice");
        write("tasks.csv", "code,task\n0,\n");
        assertData("/tasks.csv:2: column 'task': expected a name, found an empty cell");
        write("tasks.csv", "code,task\n0,a\n1,b\n");
        assertData("/tasks.csv: expected names from task 0 to 0 as in y.npy, found task 1");
        write("tasks.csv", "code,task\n1,a\n");
        assertData("/tasks.csv: no name for task 0 of the 1 in y.npy");
        Files.delete(folder.resolve("tasks.csv"));
        write("features.csv", "index,feature\n0,a\n");
        assertData("/features.csv: no name for feature 1 of the 2 in x.npy");
    }

    @Test
    void splitsThatDoNotFit() throws IOException {
        write("split.npy", NpyType.I64, shape(3), 0, 3, 0);
        assertData("/split.npy: row 1: expected 0 (train), 1 (val) or 2 (test), found 3");
        write("split.npy", NpyType.I64, shape(4), 0, 0, 0, 0);
        assertData("/split.npy: expected 3 rows as in x.npy, found 4");
        write("split.npy", NpyType.F32, shape(3), 0, NONE, 0);
        assertData("/split.npy: row 1: expected a whole number, found NaN");
    }
}
