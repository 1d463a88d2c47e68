package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvDataReaderTest {

    static final TargetKinds NUMBERS = TargetKinds.all(TargetKind.NUMBER);
    static final Roles LONG = Roles.longForm("task", "y").withKinds(NUMBERS);

    static LoadedData read(Roles roles, String... lines) {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return CsvDataReader.read(new ByteArrayInputStream(bytes), "x.csv", roles);
    }

    /** All feature values, row by row. */
    static double[] values(Features features) {
        double[] values = new double[features.rows() * features.names().size()];
        int[] rows = IntStream.range(0, features.rows()).toArray();
        features.copyRows(rows, 0, rows.length, values, features.names().size());
        return values;
    }

    private static void assertLabels(TaskData task, Split split, int[] rows, double... targets) {
        assertArrayEquals(rows, task.in(split).rows());
        assertArrayEquals(targets, task.in(split).targets());
    }

    private static int[] rows(int... rows) {
        return rows;
    }

    @Test
    void readsTheLongForm() {
        LoadedData loaded = read(LONG.withId("name"), "name,task,x1,y,split,x2", "r,B,1,10,train,2", "s,A,3,20,0,4",
                "t,B,5,30,Valid,6", "u,B,7,40,2,-8e-1");
        Dataset data = loaded.dataset();
        assertEquals(4, loaded.rows());
        assertEquals(Dataset.Form.LONG, data.form());
        assertEquals(List.of("B", "A"), data.taskNames());
        assertEquals(List.of("x1", "x2"), data.features().names());
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 7, -0.8}, values(data.features()));
        assertLabels(data.tasks().get(0), Split.TRAIN, rows(0), 10);
        assertLabels(data.tasks().get(0), Split.VALIDATION, rows(2), 30);
        assertLabels(data.tasks().get(0), Split.TEST, rows(3), 40);
        assertLabels(data.tasks().get(1), Split.TRAIN, rows(1), 20);
        assertEquals("t", data.ids().name(2));
        assertEquals(List.of(), loaded.warnings());
        assertEquals(Optional.of("split"), loaded.roles().splitColumn());
        assertTrue(loaded.roles().featuresDefaulted());
        assertFalse(loaded.roles().everythingIsTraining());
    }

    @Test
    void readsTheWideForm() {
        LoadedData loaded = read(Roles.wideForm(List.of("b", "a")).withKinds(NUMBERS), "x,a,b", "1,10,", "2,,30", "3,20,40");
        Dataset data = loaded.dataset();
        assertEquals(Dataset.Form.WIDE, data.form());
        assertEquals(List.of("b", "a"), data.taskNames());
        assertLabels(data.tasks().get(0), Split.TRAIN, rows(1, 2), 30, 40);
        assertLabels(data.tasks().get(1), Split.TRAIN, rows(0, 2), 10, 20);
        assertEquals("2", data.ids().name(2));
        assertTrue(loaded.roles().everythingIsTraining());
    }

    @Test
    void keepsARowWithoutAnyLabelInPlace() {
        Dataset data = read(Roles.wideForm(List.of("a")).withKinds(NUMBERS), "x,a", "1,10", "2,", "3,20").dataset();
        assertEquals(3, data.features().rows());
        assertLabels(data.tasks().get(0), Split.TRAIN, rows(0, 2), 10, 20);
    }

    @Test
    void acceptsByteOrderMarkCrLfAndQuotes() {
        String text = "\uFEFFtask,\"x,\"\"1\",y\r\n\"two  spaces, ü\",1,\"2\"\r\n\"line\nend\",3,4";
        LoadedData loaded = CsvDataReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "x.csv", LONG);
        assertEquals(List.of("two  spaces, ü", "line\nend"), loaded.dataset().taskNames());
        assertEquals(List.of("x,\"1"), loaded.roles().features());
        assertArrayEquals(new double[] {1, 3}, values(loaded.dataset().features()));
    }

    @Test
    void passesOverTextAndEmptyColumnsThatNobodyChose() {
        LoadedData loaded = read(LONG, "task,note,late,x,void,gap,y", "A,hi,,1,,,1", "A,hi,2,2,,3,2", "A,hi,n/a,3,,oh,3");
        assertEquals(List.of("x"), loaded.dataset().features().names());
        assertArrayEquals(new double[] {1, 2, 3}, values(loaded.dataset().features()));
        assertEquals(List.of(
                "x.csv: not used as features, since they hold text: 'note' (line 2: 'hi'), 'late' (line 4: 'n/a'),"
                        + " 'gap' (line 4: 'oh')",
                "x.csv: not used as features, since they are empty: 'void'"), loaded.warnings());
    }

    @Test
    void aSplitColumnThatIsOverruledIsNoFeature() {
        LoadedData loaded = read(LONG.withSplit(new SplitRule.Fractions(1, 0, 0, 0)), "task,split,x,y", "A,2,1,1", "A,1,2,2");
        assertEquals(List.of("x"), loaded.dataset().features().names());
        assertEquals(2, loaded.dataset().tasks().get(0).size(Split.TRAIN));
        assertEquals(List.of("x.csv: column 'split' is not used, as --split says otherwise"), loaded.warnings());
        assertFalse(loaded.roles().everythingIsTraining());
    }

    @Test
    void choosesFeaturesByPattern() {
        String[] lines = {"f1,y,f2,task,g:1,f10,h*", "1,2,3,A,4,5,6"};
        assertEquals(List.of("f1", "f2", "f10"), names(List.of("f*"), lines));
        assertEquals(List.of("f1", "f2"), names(List.of("f?"), lines));
        assertEquals(List.of("f2", "g:1"), names(List.of("f2:g:1"), lines));
        assertEquals(List.of("f1", "f2", "g:1", "f10"), names(List.of("f1:f10"), lines));
        assertEquals(List.of("h*"), names(List.of("h*"), lines));
        assertEquals(List.of("f1", "g:1"), names(List.of("g:1", "f1", "f1"), lines));
        assertEquals(List.of("f1", "f2", "g:1", "f10", "h*"), names(List.of("*"), lines));
        assertEquals(List.of("h*"), names(List.of("?[*", "h*"), "?[*,h*,task,y", "1,2,A,3").subList(1, 2));
    }

    private static List<String> names(List<String> patterns, String... lines) {
        return read(LONG.withFeatures(patterns), lines).dataset().features().names();
    }

    @Test
    void manyRowsCrossChunks() {
        String[] lines = new String[10001];
        lines[0] = "task,junk,x,y";
        for (int i = 0; i < 10000; i++) {
            lines[i + 1] = "t" + i % 3 + "," + (i == 9000 ? "text" : i) + "," + 0.5 * i + "," + i;
        }
        Dataset data = read(LONG, lines).dataset();
        assertEquals(List.of("x"), data.features().names());
        double[] values = values(data.features());
        for (int i = 0; i < 10000; i++) {
            assertEquals(0.5 * i, values[i]);
        }
        assertEquals(3333, data.tasks().get(1).size(Split.TRAIN));
    }
}
