package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mtl.data.CsvDataReaderTest.LONG;
import static org.mtl.data.CsvDataReaderTest.read;
import static org.mtl.data.Failures.assertData;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;

class RecordedSplitsTest {

    private static final String[] SMALL =
            {"id,task,y,x,split", "p,B,1,0,train", "q,A,2,0,train", "r,B,3,0,val", "s,\"A\",4,0,test"};

    private static Dataset small() {
        return read(LONG.withId("id"), SMALL).dataset();
    }

    private static String written(Dataset data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvWriter out = new CsvWriter(bytes)) {
            RecordedSplits.write(out, data);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Dataset applied(Dataset data, String text) {
        return RecordedSplits.apply(data,
                CsvReader.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "split.csv"));
    }

    static void assertSameTasks(List<TaskData> expected, List<TaskData> found) {
        assertEquals(expected.stream().map(TaskData::name).toList(), found.stream().map(TaskData::name).toList());
        for (int task = 0; task < expected.size(); task++) {
            for (Split split : Split.values()) {
                assertArrayEquals(expected.get(task).in(split).rows(), found.get(task).in(split).rows());
                assertArrayEquals(expected.get(task).in(split).targets(), found.get(task).in(split).targets());
            }
        }
    }

    @Test
    void writesInTheOrderOfTheRows() throws IOException {
        assertEquals("row,task,split\np,B,train\nq,A,train\nr,B,val\ns,A,test\n", written(small()));
        Dataset wide = read(Roles.wideForm(List.of("b", "a")), "a,b,x", "1,2,0", ",3,0", "4,5,0").dataset();
        assertEquals("row,task,split\n0,b,train\n0,a,train\n1,b,train\n2,b,train\n2,a,train\n", written(wide));
    }

    @Test
    void leavesOutWhatTheFileDoesNotName() {
        Dataset data = small();
        Dataset part = applied(data, "row,task,split\nr,B,train\np,B,test\n");
        assertEquals(List.of("B"), part.taskNames());
        assertArrayEquals(new int[] {2}, part.tasks().get(0).in(Split.TRAIN).rows());
        assertArrayEquals(new double[] {1}, part.tasks().get(0).in(Split.TEST).targets());
        assertSame(data.features(), part.features());
    }

    @Test
    void refusesWhatTheDataDoesNotHave() {
        String start = "row,task,split\np,B,train\n";
        assertData("split.csv:3: column 'row': the data has no row 'z'", () -> applied(small(), start + "z,B,train\n"));
        assertData("split.csv:3: column 'task': the data has no task 'C'", () -> applied(small(), start + "q,C,train\n"));
        assertData("split.csv:3: the data has no label for row 'q' of task 'B'", () -> applied(small(), start + "q,B,train\n"));
        assertData("split.csv:3: row 'p' of task 'B' appears twice", () -> applied(small(), start + "p,B,val\n"));
        assertData("split.csv:3: column 'split': expected train, val, test, 0, 1 or 2, found 'x'",
                () -> applied(small(), start + "q,A,x\n"));
        assertData("split.csv:1: expected the columns row, task, split, found row, split", () -> applied(small(), "row,split\n"));
        assertData("split.csv: expected at least one row, found only the header", () -> applied(small(), "row,task,split\n"));
    }

    @Property(tries = 50)
    void readsBackWhatItWrote(@ForAll long seed, @ForAll @IntRange(min = 5, max = 60) int count) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(List.of("a,b,c,x,split", "1,1,1,0,0"));
        for (int i = 0; i < count; i++) {
            lines.add((random.nextBoolean() ? i : "") + "," + i + "," + (random.nextInt(3) > 0 ? i : "") + ",0,"
                    + random.nextInt(3));
        }
        Roles roles = Roles.wideForm(List.of("a", "b", "c")).withKinds(CsvDataReaderTest.NUMBERS);
        Dataset recorded = read(roles, lines.toArray(String[]::new)).dataset();
        Dataset again = read(roles.withSplit(new SplitRule.Fractions(1, 0, 0, 0)), lines.toArray(String[]::new)).dataset();
        assertSameTasks(recorded.tasks(), applied(again, written(recorded)).tasks());
    }
}
