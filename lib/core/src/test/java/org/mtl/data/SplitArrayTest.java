package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mtl.data.Failures.assertData;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

class SplitArrayTest {

    @TempDir
    private Path folder;

    private Path array(long[] shape, double... codes) throws IOException {
        Path file = folder.resolve("split.npy");
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(file), NpyType.I8, shape)) {
            out.write(codes, 0, codes.length);
        }
        return file;
    }

    private static double[] codes(Path file) throws IOException {
        try (NpyReader in = NpyReader.open(file)) {
            double[] codes = new double[(int) in.size()];
            in.read(0, codes.length, codes, 0);
            return codes;
        }
    }

    private static Dataset applied(Dataset all, List<String> tasks, Path file) {
        try (NpyReader in = NpyReader.open(file)) {
            return SplitArray.apply(all, tasks, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Four rows, tasks a and b; b has no label in row 1. */
    private static Dataset wide() {
        return CsvDataReaderTest.read(Roles.wideForm(List.of("a", "b")), "a,b,x,split", "1.5,2.5,0,train", "3.5,,0,val",
                "4.5,5.5,0,test", "6.5,7.5,0,train").dataset();
    }

    private static Dataset longForm() {
        return CsvDataReaderTest.read(Roles.longForm("task", "y"), "task,y,x,split", "B,1.5,0,train", "A,2,0,train",
                "B,3,0,val", "A,4,0,test").dataset();
    }

    @Test
    void aCodePerLabel() throws IOException {
        Path file = folder.resolve("split.npy");
        SplitArray.write(file, wide());
        assertArrayEquals(new double[] {0, 0, 1, -1, 2, 2, 0, 0}, codes(file));
        SplitArray.write(file, longForm());
        assertArrayEquals(new double[] {0, 0, 1, 2}, codes(file));
        SplitArray.write(file, Subsets.onlyTasks(longForm(), List.of("B")));
        assertArrayEquals(new double[] {0, -1, 1, -1}, codes(file));
    }

    @Test
    void dividesAnewInTheOrderOfRows() throws IOException {
        Dataset divided = applied(wide(), List.of("b"), array(new long[] {4, 1}, 1, -1, 1, 0));
        assertEquals(List.of("b"), divided.taskNames());
        assertArrayEquals(new int[] {0, 2}, divided.tasks().get(0).in(Split.VALIDATION).rows());
        assertArrayEquals(new double[] {2.5, 5.5}, divided.tasks().get(0).in(Split.VALIDATION).targets());
        assertArrayEquals(new int[] {3}, divided.tasks().get(0).in(Split.TRAIN).rows());
    }

    @Test
    void refusesWhatDoesNotFitTheData() throws IOException {
        String name = folder.resolve("split.npy").toString();
        Path shape = array(new long[] {4}, 0, 0, 0, 0);
        assertData(name + ": expected the shape [4, 2], found [4]", () -> applied(wide(), List.of("a", "b"), shape));
        assertData(name + ": the data has no task 'C'", () -> applied(longForm(), List.of("A", "C"), shape));
        assertData(name + ": expected a code for labels of the model's tasks only, found 4 codes and 2 labels",
                () -> applied(longForm(), List.of("A"), shape));
        Path code = array(new long[] {4}, 0, 0, 3, 0);
        assertData(name + ": row 2: expected 0 (train), 1 (val), 2 (test) or -1 (none), found 3",
                () -> applied(longForm(), List.of("A", "B"), code));
    }

    /** What the text says and what the array says are the same, whatever the data were divided like before. */
    @Property(tries = 30)
    void saysWhatTheTextSays(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(List.of("a,b,c,x,split", "1,1,1,0,0"));
        for (int i = 0; i < 40; i++) {
            String cells = "";
            for (int task = 0; task < 3; task++) {
                cells += (random.nextInt(3) == 0 ? "" : Double.toString(random.nextDouble())) + ",";
            }
            lines.add(cells + "0," + random.nextInt(3));
        }
        Roles roles = Roles.wideForm(List.of("a", "b", "c"));
        Dataset data = Subsets.rowsPerTask(CsvDataReaderTest.read(roles, lines.toArray(String[]::new)).dataset(), 25, seed);
        Dataset other = CsvDataReaderTest.read(roles.withSplit(new SplitRule.Fractions(0.6, 0.2, 0.2, seed)),
                lines.toArray(String[]::new)).dataset();
        Path file = Files.createTempFile("split", ".npy");
        SplitArray.write(file, data);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (CsvWriter out = new CsvWriter(text)) {
            RecordedSplits.write(out, data);
        }
        Dataset byText =
                RecordedSplits.apply(other, CsvReader.open(new ByteArrayInputStream(text.toByteArray()), "split.csv"));
        RecordedSplitsTest.assertSameTasks(byText.tasks(), applied(other, data.taskNames(), file).tasks());
        RecordedSplitsTest.assertSameTasks(data.tasks(), byText.tasks());
        Files.delete(file);
    }
}
