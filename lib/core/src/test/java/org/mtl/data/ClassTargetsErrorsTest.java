package org.mtl.data;

import static org.mtl.data.CsvDataReaderTest.read;
import static org.mtl.data.Failures.assertData;
import static org.mtl.data.Failures.assertUsage;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassTargetsErrorsTest {

    private static final Roles LONG = Roles.longForm("task", "y");
    private static final Roles WIDE = Roles.wideForm(List.of("a", "b"));
    private static final TargetKinds CLASSES = TargetKinds.all(TargetKind.CLASS);

    private static void assertFails(String message, Roles roles, Stream<String> labels) {
        String[] lines = Stream.concat(Stream.of("task,y,x"), labels.map(label -> "A," + label + ",0")).toArray(String[]::new);
        assertData(message, () -> read(roles, lines));
    }

    private static void assertFails(String message, Roles roles, String... labels) {
        assertFails(message, roles, Stream.of(labels));
    }

    private static Stream<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString);
    }

    @Test
    void textAmongNumbers() {
        String message = "x.csv:4: column 'y': 'abc' is not a number";
        assertFails(message, LONG, "1.5", "2.5", "abc", "def");
        assertFails(message, LONG, Stream.concat(Stream.of("1", "2", "abc"), numbers(30)));
        assertFails(message, LONG, Stream.concat(Stream.of("1", "2", "abc"), numbers(2000)));
        assertFails("x.csv:2: column 'y': 'abc' is not a number", LONG, "abc", "abc");
        assertFails("x.csv:2002: column 'y': 'abc' is not a number", LONG, Stream.concat(numbers(2000), Stream.of("abc")));
        assertFails("x.csv:1002: column 'y': 'abc' is not a number", LONG, Stream.concat(numbers(1000), Stream.of("abc")));
    }

    @Test
    void tooManyClasses() {
        Stream<String> texts = IntStream.range(0, 1001).mapToObj(i -> "c" + i);
        assertFails("x.csv:1002: column 'y': expected at most 1000 classes, found more", LONG, texts);
        assertFails("x.csv:1002: column 'y': expected at most 1000 classes, found more", LONG.withKinds(CLASSES), numbers(1001));
    }

    @Test
    void tooFewClasses() {
        assertFails("x.csv: target 'y': expected at least two classes, found only 'a'", LONG.withKinds(CLASSES), "a", "a");
        assertData("x.csv: target 'b': expected at least two classes, found only '1'",
                () -> read(WIDE.withKinds(CLASSES), "a,b,x", "1,1,0", "2,1,0"));
    }

    @Test
    void labelsThatAreNone() {
        assertFails("x.csv:3: column 'y': expected a label, found an empty cell", LONG, "a", "", "b");
        assertFails("x.csv:3: column 'y': expected a label, found an empty cell", LONG.withPositive("a"), "a", "", "b");
        assertFails("x.csv:2: column 'y': expected a finite number, found 'NaN'", LONG, "NaN", "1");
        assertFails("x.csv:2: column 'y': expected a finite number, found 'NaN'", LONG.withPositive("1"), "NaN", "1");
        assertFails("x.csv:3: column 'y': expected a finite number, found '1e999'", LONG.withKinds(CLASSES), "1", "1e999");
        assertData("x.csv: task 'b' has no training rows (0 val, 0 test)", () -> read(WIDE, "a,b,x", "1,,0", "2,,0"));
    }

    @Test
    void positiveThatNeverOccurs() {
        assertFails("x.csv: target 'y': --positive: no label is 'M'", LONG.withPositive("M"), "m", "F");
        assertData("x.csv: target 'b': --positive: no label is 'M'",
                () -> read(WIDE.withPositive("M"), "a,b,x", "M,F,0", "F,F,0"));
        assertUsage("--positive: expected a label, found an empty one", () -> LONG.withPositive(""));
    }

    @Test
    void labelsOutsideTheGivenClasses() {
        TargetKinds kinds = new TargetKinds(TargetKind.AUTO, Map.of(), Map.of("A", List.of("F", "M")));
        assertFails("x.csv:3: column 'y': expected one of the classes 'F', 'M', found 'X'", LONG.withKinds(kinds), "F", "X");
        List<String> many = IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();
        assertFails("x.csv:2: column 'y': expected one of the classes 'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8',"
                + " 'c9' and 2 more, found '7'",
                LONG.withKinds(new TargetKinds(TargetKind.AUTO, Map.of(), Map.of("A", many))), "7");
    }
}
