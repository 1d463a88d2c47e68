package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mtl.data.Failures.assertFails;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

/** {@code --one-vs-rest} against the same labels written out as columns of 0 and 1. */
class OneVsRestTest {

    private static final List<String> COLOURS = List.of("blue", "green", "red");

    /** Rows of a file with a column {@code c}, and the same with a column of 0 and 1 for each class. */
    private record Files(String[] classes, String[] columns) {}

    private static Files random(List<String> classes, int rows) {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>(List.of("c,x,z"));
        List<String> wide = new ArrayList<>(List.of(
                classes.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",")) + ",x,z"));
        for (int row = 0; row < rows; row++) {
            int code = random.nextInt(classes.size() + 1) - 1;
            String features = "," + random.nextGaussian() + "," + row;
            lines.add((code < 0 ? "" : classes.get(code)) + features);
            wide.add(classes.stream().map(name -> code < 0 ? "" : name.equals(classes.get(code)) ? "1" : "0")
                    .collect(Collectors.joining(",")) + features);
        }
        return new Files(lines.toArray(String[]::new), wide.toArray(String[]::new));
    }

    private static void assertSame(LoadedData expected, LoadedData found) {
        assertEquals(expected.dataset().taskNames(), found.dataset().taskNames());
        assertEquals(expected.warnings(), found.warnings());
        assertEquals(expected.notes(), found.notes());
        assertEquals(expected.rows(), found.rows());
        assertEquals(expected.dataset().form(), found.dataset().form());
        assertEquals(expected.roles().features(), found.roles().features());
        assertArrayEquals(CsvDataReaderTest.values(expected.dataset().features()),
                CsvDataReaderTest.values(found.dataset().features()));
        for (int k = 0; k < expected.dataset().tasks().size(); k++) {
            TaskData task = expected.dataset().tasks().get(k);
            TaskData other = found.dataset().tasks().get(k);
            assertEquals(task.classes(), other.classes());
            for (Split split : Split.values()) {
                assertArrayEquals(task.in(split).rows(), other.in(split).rows());
                assertArrayEquals(task.in(split).targets(), other.in(split).targets());
            }
        }
    }

    @Test
    void equalsColumnsOfZeroAndOne() {
        Files files = random(COLOURS, 60);
        SplitRule fractions = new SplitRule.Fractions(0.5, 0.25, 0.25, 3);
        for (SplitRule rule : List.of(new SplitRule.Default(), fractions)) {
            for (TargetKinds kinds : List.of(TargetKinds.auto(), CsvDataReaderTest.NUMBERS,
                    new TargetKinds(TargetKind.AUTO, Map.of(), Map.of("red", List.of("0", "1"))))) {
                assertSame(CsvDataReaderTest.read(Roles.wideForm(COLOURS).withSplit(rule).withKinds(kinds), files.columns()),
                        CsvDataReaderTest.read(Roles.oneVsRest("c").withSplit(rule).withKinds(kinds), files.classes()));
            }
        }
    }

    @Test
    void ordersNumbersAsNumbersAndNamesThemShort() {
        Files files = random(List.of("9", "10", "100"), 40);
        files.classes()[5] = "9.0" + files.classes()[5].substring(files.classes()[5].indexOf(','));
        files.columns()[5] = "1,0,0" + files.classes()[5].substring(files.classes()[5].indexOf(','));
        assertSame(CsvDataReaderTest.read(Roles.wideForm(List.of("9", "10", "100")), files.columns()),
                CsvDataReaderTest.read(Roles.oneVsRest("c"), files.classes()));
    }

    @Test
    void everyRowOfAClassIsThatTasksOne() {
        LoadedData loaded = CsvDataReaderTest.read(Roles.oneVsRest("c"), "x,c", "1,b", "2,a", "3,", "4,b");
        assertEquals(List.of("a", "b"), loaded.dataset().taskNames());
        assertArrayEquals(new int[] {0, 1, 3}, loaded.dataset().tasks().get(0).in(Split.TRAIN).rows());
        assertArrayEquals(new double[] {0, 1, 0}, loaded.dataset().tasks().get(0).in(Split.TRAIN).targets());
        assertArrayEquals(new double[] {1, 0, 1}, loaded.dataset().tasks().get(1).in(Split.TRAIN).targets());
        assertEquals(List.of("x"), loaded.roles().features());
    }

    @Test
    void refusesWhatIsNoSetOfClasses() {
        fails("x.csv: column 'c': --one-vs-rest: expected at least two classes, found only 'a'", "x,c", "1,a", "2,a");
        fails("x.csv: column 'c': --one-vs-rest: expected at least two classes, found only rows without a label", "x,c", "1,", "2,");
        fails("x.csv:3: column 'c': expected a finite number, found 'NaN'", "x,c", "1,a", "2,NaN");
        List<String> lines = new ArrayList<>(List.of("x,c"));
        for (int i = 0; i <= LabelDictionary.MOST; i++) {
            lines.add("1,c" + i);
        }
        fails("x.csv:1002: column 'c': expected at most 1000 classes, found more", lines.toArray(String[]::new));
    }

    private static void fails(String message, String... lines) {
        assertFails(MtlException.Kind.DATA, message, () -> CsvDataReaderTest.read(Roles.oneVsRest("c"), lines));
    }
}
