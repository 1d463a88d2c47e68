package org.mtl.data;

import static org.mtl.data.CsvDataReaderTest.LONG;
import static org.mtl.data.CsvDataReaderTest.read;
import static org.mtl.data.Failures.assertData;
import static org.mtl.data.Failures.assertUsage;

import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvDataReaderErrorsTest {

    private static final Roles WIDE = Roles.wideForm(List.of("a", "b")).withKinds(CsvDataReaderTest.NUMBERS);
    private static final SplitRule FOLD = new SplitRule.ByColumn("fold");

    private static void assertFails(String message, Roles roles, String... lines) {
        assertData(message, () -> read(roles, lines));
    }

    @Test
    void needsLabels() {
        assertUsage("a CSV file needs --task with --target (long form), or --targets or --one-vs-rest (wide form)",
                () -> read(Roles.none(), "x,y", "1,2"));
    }

    @Test
    void unknownColumns() {
        assertFails("x.csv:1: --task: no column 'task'; columns are: a, b, c", LONG, "a,b,c", "1,2,3");
        assertFails("x.csv:1: --task: no column 'task' (did you mean 'taks'?); columns are: taks, y", LONG, "taks,y", "1,2");
        assertFails("x.csv:1: --target: no column 'y' (did you mean 'Y'?); columns are: task, Y, x", LONG, "task,Y,x", "1,2,3");
        assertFails("x.csv:1: --targets: no column 'b'; columns are: x, a", WIDE, "x,a", "1,2");
        assertFails("x.csv:1: --id: no column 'key'; columns are: task, y, x", LONG.withId("key"), "task,y,x", "1,2,3");
        assertFails("x.csv:1: --split: no column 'fold'; columns are: task, y, x", LONG.withSplit(FOLD), "task,y,x", "1,2,3");
        assertFails("x.csv:1: --task: no column 'task'; columns are: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ...", LONG,
                "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10");
    }

    @Test
    void patternsThatFitNothing() {
        String header = "task,y,f1,f2";
        assertFails("x.csv:1: --features: no column 'f3'; columns are: task, y, f1, f2", LONG.withFeatures(List.of("f3")), header);
        assertFails("x.csv:1: --features: no column 'f561'; columns are: task, y, f1, f2",
                LONG.withFeatures(List.of("f1:f561")), header);
        assertFails("x.csv:1: --features: 'g*' fits no column without another role", LONG.withFeatures(List.of("g*")), header);
        assertFails("x.csv:1: --features: 't*' fits no column without another role", LONG.withFeatures(List.of("t*")), header);
        assertFails("x.csv:1: --features: the range 'f2:f1' ends before it begins", LONG.withFeatures(List.of("f2:f1")), header);
        assertUsage("--features: column 'split' already has another role",
                () -> read(LONG.withFeatures(List.of("split")), "task,y,split,f"));
    }

    @Test
    void featuresThatAreNoNumbers() {
        Roles chosen = LONG.withFeatures(List.of("f"));
        assertFails("x.csv:3: column 'f': 'n/a' is not a number", chosen, "task,y,f", "A,1,2", "A,1,n/a");
        assertFails("x.csv:2: column 'f': expected a finite number, found an empty cell", chosen, "task,y,f", "A,1,");
        assertFails("x.csv:2: column 'f': expected a finite number, found 'NaN'", chosen, "task,y,f", "A,1,NaN");
        assertFails("x.csv:2: column 'f': expected a finite number, found 'inf'", chosen, "task,y,f", "A,1,inf");
        assertFails("x.csv:2: column 'f': expected a finite number, found '1e999'", chosen, "task,y,f", "A,1,1e999");
        assertFails("x.csv:3: column 'f': expected a finite number, found an empty cell", LONG, "task,y,f,g", "A,1,2,3",
                "A,1,,4", "A,1,5,");
        assertFails("x.csv:2: column 'g': expected a finite number, found '-Infinity'", LONG, "task,y,f,g",
                "A,1,2,-Infinity", "A,1,,4");
        assertFails("x.csv: expected feature columns, found no numeric column without another role", LONG, "task,y,f", "A,1,q");
        assertFails("x.csv: expected feature columns, found no numeric column without another role", LONG, "task,y", "A,1");
    }

    @Test
    void targetsThatAreNoNumbers() {
        assertFails("x.csv:2: column 'y': 'abc' is not a number", LONG, "task,y,f", "A,abc,2");
        assertFails("x.csv:2: column 'y': expected a finite number, found an empty cell", LONG, "task,y,f", "A,,2");
        assertFails("x.csv:2: column 'y': expected a finite number, found 'NaN'", LONG, "task,y,f", "A,NaN,2");
        assertFails("x.csv:3: column 'b': expected a finite number, found 'Infinity'", WIDE, "a,b,f", "1,1,1", ",Infinity,2");
        assertFails("x.csv:2: column 'a': 'x\\ny' is not a number", WIDE, "a,b,f", "\"x\ny\",1,1");
        assertFails("x.csv:2: column 'a': '" + "z".repeat(30) + "...' is not a number", WIDE, "a,b,f", "z".repeat(90) + ",1,1");
    }

    @Test
    void namesOfTasksAndRows() {
        assertFails("x.csv:3: column 'task': expected a task's name, found an empty cell", LONG, "task,y,f", "A,1,2", ",1,2");
        assertFails("x.csv:4: column 'id': 'p' is already the name of line 2", LONG.withId("id"), "task,y,f,id", "A,1,2,p",
                "A,1,2,q", "A,1,2,p");
        assertFails("x.csv:2: column 'id': expected a row's name, found an empty cell", LONG.withId("id"), "task,y,f,id",
                "A,1,2,");
    }

    @Test
    void splits() {
        assertFails("x.csv:3: column 'split': expected train, val, test, 0, 1 or 2, found 'trian'", LONG, "task,y,f,split",
                "A,1,2,train", "A,1,2,trian");
        assertFails("x.csv:2: column 'fold': expected train, val, test, 0, 1 or 2, found an empty cell",
                LONG.withSplit(FOLD), "task,y,f,fold", "A,1,2,");
        assertFails("x.csv: task 'B' has no training rows (2 val, 1 test)", LONG, "task,y,f,split", "A,1,2,train", "B,1,2,1",
                "B,1,2,1", "B,1,2,2");
        assertFails("x.csv: task 'b' has no training rows (0 val, 0 test)", WIDE, "a,b,f", "1,,1");
    }

    @Test
    void filesWithoutRows() {
        assertFails("x.csv: expected at least one data row, found only the header", LONG, "task,y,f");
        assertData("x.csv: expected a CSV header, found an empty file",
                () -> CsvDataReader.read(InputStream.nullInputStream(), "x.csv", LONG));
        assertFails("x.csv:3: expected 3 fields as in the header, found 2", LONG, "task,y,f", "A,1,2", "A,1");
    }
}
