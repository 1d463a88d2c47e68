package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mtl.data.CsvDataReaderTest.NUMBERS;
import static org.mtl.data.CsvDataReaderTest.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassTargetsTest {

    private static final Roles LONG = Roles.longForm("task", "y");
    private static final TargetKinds CLASSES = TargetKinds.all(TargetKind.CLASS);

    /** One task in the long form, all rows for training. */
    private static LoadedData labels(Roles roles, String... labels) {
        return read(roles, lines(labels));
    }

    private static String[] lines(String... labels) {
        return Stream.concat(Stream.of("task,y,x"), Stream.of(labels).map(label -> "A," + label + ",0")).toArray(String[]::new);
    }

    private static String[] labels(int count, IntFunction<String> label) {
        return IntStream.range(0, count).mapToObj(label).toArray(String[]::new);
    }

    private static void assertTask(LoadedData loaded, List<String> classes, double... targets) {
        TaskData task = loaded.dataset().tasks().get(0);
        assertEquals(classes, task.classes());
        assertArrayEquals(targets, task.in(Split.TRAIN).targets());
    }

    @Test
    void twoDistinctLabelsAreClasses() {
        LoadedData zeroOne = labels(LONG, "1", "0", "1");
        assertTask(zeroOne, List.of("0", "1"), 1, 0, 1);
        assertEquals(List.of(), zeroOne.notes());
        assertTask(labels(LONG, "yes", "no", "yes"), List.of("no", "yes"), 1, 0, 1);
        assertTask(labels(LONG, "1.5", "-2.5"), List.of("-2.5", "1.5"), 1, 0);
        assertTask(labels(LONG, "10", "9"), List.of("9", "10"), 1, 0);
        assertTask(labels(LONG, "10", "b"), List.of("10", "b"), 0, 1);
        assertEquals(List.of("x.csv: target 'y': F = 0, M = 1"), labels(LONG, "M", "F", "M").notes());
        assertEquals(List.of("x.csv: target 'y': -1 = 0, 1 = 1"), labels(LONG, "1", "-1").notes());
    }

    @Test
    void equalNumbersAreOneClassHoweverWritten() {
        assertTask(labels(LONG, "1.0", "0", "1", "1e0", "-0", "0.00"), List.of("0", "1"), 1, 0, 1, 1, 0, 0);
        assertTask(labels(LONG, "01", "b", "1", "c"), List.of("1", "b", "c"), 0, 1, 0, 2);
    }

    @Test
    void textAndFewIntegersAreClasses() {
        LoadedData text = labels(LONG, "cat", "dog", "ant", "cat");
        assertTask(text, List.of("ant", "cat", "dog"), 1, 2, 0, 1);
        assertEquals(List.of(), text.warnings());
        assertTask(labels(LONG, "30", "4", "100", "4"), List.of("4", "30", "100"), 1, 0, 2, 0);
        LoadedData twenty = labels(LONG, labels(40, i -> Integer.toString(i % 20)));
        assertEquals(20, twenty.dataset().tasks().get(0).classes().size());
        assertEquals(List.of(), twenty.warnings());
    }

    @Test
    void otherNumbersStayNumbers() {
        LoadedData many = labels(LONG, labels(21, Integer::toString));
        assertTask(many, List.of(), IntStream.range(0, 21).asDoubleStream().toArray());
        assertEquals(List.of("x.csv: target 'y': integers with 21 distinct values, taken as numbers; --loss softmax makes"
                + " classes of them"), many.warnings());
        LoadedData fractions = labels(LONG, "1.5", "2", "3", "1.5");
        assertTask(fractions, List.of(), 1.5, 2, 3, 1.5);
        assertEquals(List.of(), fractions.warnings());
        LoadedData constant = labels(LONG, "7", "7", "7.0");
        assertTask(constant, List.of(), 7, 7, 7);
        assertEquals(List.of(), constant.warnings());
    }

    @Test
    void manyDistinctNumbersAreReadBackExactly() {
        String[] fractions = labels(3000, i -> Double.toString(i % 2500 / 3.0));
        LoadedData loaded = labels(LONG, fractions);
        assertTask(loaded, List.of(), Stream.of(fractions).mapToDouble(Double::parseDouble).toArray());
        assertEquals(List.of(), loaded.warnings());
        assertEquals(List.of("x.csv: target 'y': integers with more than 1000 distinct values, taken as numbers; --loss"
                + " softmax makes classes of them"), labels(LONG, labels(1001, Integer::toString)).warnings());
    }

    @Test
    void theKindCanBeAskedFor() {
        assertTask(labels(LONG.withKinds(NUMBERS), "1", "0", "1"), List.of(), 1, 0, 1);
        assertTask(labels(LONG.withKinds(CLASSES), "1.5", "0.5", "2.5"), List.of("0.5", "1.5", "2.5"), 1, 0, 2);
        LoadedData thousand = labels(LONG.withKinds(CLASSES), labels(1000, i -> "c" + i));
        assertEquals(1000, thousand.dataset().tasks().get(0).classes().size());
    }

    @Test
    void distinctValuesAreCountedOverTrainingRows() {
        List<String> lines = new ArrayList<>(List.of("task,y,x,split"));
        IntStream.range(0, 30).forEach(i -> lines.add("A," + i + ",0," + (i < 20 ? "train" : "test")));
        LoadedData loaded = read(LONG, lines.toArray(String[]::new));
        assertEquals(30, loaded.dataset().tasks().get(0).classes().size());
        assertEquals(List.of("x.csv: target 'y': no training row has the class '20', '21', '22', '23', '24', '25', '26',"
                + " '27', '28', '29'"), loaded.warnings());
        lines.set(21, "A,20,0,train");
        assertEquals(List.of(), read(LONG, lines.toArray(String[]::new)).dataset().tasks().get(0).classes());
    }

    @Test
    void tasksOfTheLongFormShareTheirClasses() {
        Dataset data = read(LONG, "task,y,x", "A,b,0", "B,a,0", "A,b,0", "B,c,0").dataset();
        for (TaskData task : data.tasks()) {
            assertEquals(List.of("a", "b", "c"), task.classes());
        }
        assertArrayEquals(new double[] {1, 1}, data.tasks().get(0).in(Split.TRAIN).targets());
        assertArrayEquals(new double[] {0, 2}, data.tasks().get(1).in(Split.TRAIN).targets());
    }

    @Test
    void tasksOfTheLongFormMayBeOfDifferentKinds() {
        TargetKinds kinds = new TargetKinds(TargetKind.AUTO, Map.of("B", TargetKind.NUMBER), Map.of());
        Dataset data = read(LONG.withKinds(kinds), "task,y,x", "A,5,0", "B,0,0", "A,6,0", "B,1,0").dataset();
        assertEquals(List.of("5", "6"), data.tasks().get(0).classes());
        assertEquals(List.of(), data.tasks().get(1).classes());
        assertArrayEquals(new double[] {0, 1}, data.tasks().get(1).in(Split.TRAIN).targets());
    }

    @Test
    void wideTargetsDecideForThemselves() {
        LoadedData loaded = read(Roles.wideForm(List.of("a", "b", "c", "d")), "a,b,c,d,x", "F,1.5,-1,,0", ",2.5,,-1,0", "M,0.5,1,1,0");
        List<TaskData> tasks = loaded.dataset().tasks();
        assertEquals(List.of("F", "M"), tasks.get(0).classes());
        assertArrayEquals(new int[] {0, 2}, tasks.get(0).in(Split.TRAIN).rows());
        assertArrayEquals(new double[] {0, 1}, tasks.get(0).in(Split.TRAIN).targets());
        assertEquals(List.of(), tasks.get(1).classes());
        assertEquals(List.of("-1", "1"), tasks.get(3).classes());
        assertEquals(List.of("x.csv: target 'a': F = 0, M = 1", "x.csv: targets 'c', 'd': -1 = 0, 1 = 1"), loaded.notes());
    }

    @Test
    void positiveIsOneLabelAgainstTheOthers() {
        LoadedData loaded = labels(LONG.withPositive("sitting"), "sitting", "walking", "3", "sitting");
        assertTask(loaded, List.of("not sitting", "sitting"), 1, 0, 0, 1);
        assertEquals(List.of("x.csv: target 'y': not sitting = 0, sitting = 1"), loaded.notes());
        assertTask(labels(LONG.withPositive("3"), "3.0", "4", "03", "x"), List.of("not 3", "3"), 1, 0, 1, 0);
        assertTask(labels(LONG.withPositive("3").withKinds(NUMBERS), "3", "4"), List.of("not 3", "3"), 1, 0);
        String[] many = labels(3000, i -> i == 2999 ? "hit" : "miss" + i);
        assertEquals(1, labels(LONG.withPositive("hit"), many).dataset().tasks().get(0).in(Split.TRAIN).target(2999, 0));
    }

    @Test
    void aGivenListFixesTheCodes() {
        TargetKinds kinds = new TargetKinds(TargetKind.AUTO, Map.of(), Map.of("A", List.of("2", "b", "a")));
        LoadedData loaded = labels(LONG.withKinds(kinds), "a", "2.0", "a");
        assertTask(loaded, List.of("2", "b", "a"), 2, 0, 2);
        assertEquals(List.of(), loaded.warnings());
        Dataset other = read(LONG.withKinds(kinds), "task,y,x", "A,a,0", "B,b,0").dataset();
        assertEquals(List.of("2", "b", "a"), other.tasks().get(1).classes());
        Dataset wide = read(Roles.wideForm(List.of("A", "B")).withKinds(kinds), "A,B,x", "a,1,0", "b,2,0").dataset();
        assertEquals(List.of("1", "2"), wide.tasks().get(1).classes());
    }

    @Test
    void readingAgainWithTheClassesFoundGivesEqualCodes() {
        String[] lines = lines("x", "z", "y", "z", "w");
        TaskData first = read(LONG, lines).dataset().tasks().get(0);
        TargetKinds kinds = new TargetKinds(TargetKind.AUTO, Map.of(), Map.of("A", first.classes()));
        assertTask(read(LONG.withKinds(kinds), lines), first.classes(), first.in(Split.TRAIN).targets());
    }

    @Test
    void labelsAreShownByName() {
        TaskData task = labels(LONG, "M", "F").dataset().tasks().get(0);
        assertEquals("M", task.label(1));
        assertEquals("0.5", new TaskData("t", Map.of()).label(0.5));
    }
}
