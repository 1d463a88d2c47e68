package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.grouping.GroupingConstraint;
import picocli.CommandLine;

/** What options and files say about groups, and what that means to a solver. */
class GroupConstraintsTest {

    private static final List<String> TASKS = List.of("a", "b", "c=d", "e,f");

    @TempDir
    private Path folder;

    private StatedConstraints read(String... arguments) {
        GroupConstraintOptions options = CommandLine.populateCommand(new GroupConstraintOptions(), arguments);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (Context context = new Context(InputStream.nullInputStream(), nowhere, nowhere, Map.of(), folder)) {
            return options.read(TASKS, context);
        }
    }

    /** The constraints in words, the number of groups left out. */
    private List<String> items(String... arguments) {
        return read(arguments).constraints().items().stream()
                .filter(item -> !(item instanceof GroupingConstraint.GroupCount)).map(GroupConstraintsTest::words).toList();
    }

    private static String words(GroupingConstraint item) {
        if (item instanceof GroupingConstraint.GroupBudget budget) {
            return "GroupBudget[" + budget.group() + ", " + Arrays.toString(budget.costs()) + ", " + budget.limit() + "]";
        }
        if (item instanceof GroupingConstraint.TotalBudget total) {
            return "TotalBudget[" + Arrays.deepToString(total.costs()) + ", " + total.limit() + "]";
        }
        return item.toString().replace("OptionalInt.empty", "all").replaceAll("OptionalInt\\[(\\d+)]", "$1");
    }

    private void file(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name), List.of(lines));
    }

    private void assertRefused(MtlException.Kind kind, String message, String... arguments) {
        MtlException error = assertThrows(MtlException.class, () -> read(arguments), message);
        assertEquals(message, error.getMessage().replace(folder + "/", ""));
        assertEquals(kind, error.kind());
    }

    @Test
    void numbersOfGroups() {
        assertEquals(new GroupingConstraint.GroupCount(3, 3), read("--groups", "3").constraints().count());
        assertEquals(new GroupingConstraint.GroupCount(1, 3), read("--max-groups", "3").constraints().count());
    }

    @Test
    void groupsDifferUnlessThatIsGivenUp() {
        assertEquals(List.of("Distinct[]"), items("--groups", "2"));
        assertEquals(List.of("Distinct[]"), items("--groups", "2", "--distinct"));
        assertEquals(List.of(), items("--groups", "2", "--no-distinct"));
    }

    /** Names with an equals sign or a comma, as in every list of mtl. */
    @Test
    void tasksAndGroups() {
        assertEquals(List.of("Together[first=0, second=2]", "Together[first=0, second=3]", "Apart[first=0, second=1]",
                        "Apart[first=0, second=2]", "Apart[first=1, second=2]", "Apart[first=3, second=1]",
                        "Pin[task=2, slot=1]", "Pin[task=0, slot=0]", "Pin[task=0, slot=1]", "Distinct[]"),
                items("--groups", "2", "--together", "a,c=d,\"e,f\"", "--apart", "a,b,c=d", "--apart", "\"e,f\",b",
                        "--pin", "c=d=2,a=1", "--pin", "a=2"));
        assertEquals(List.of("Partition[]", "MaximumMemberships[task=all, groups=3]", "Distinct[]"),
                items("--groups", "2", "--partition", "--max-memberships", "3"));
    }

    /** One of its own takes the place of the one for all. */
    @Test
    void limitsOfSingleGroupsAndTasks() {
        assertEquals(List.of("MinimumSize[group=all, tasks=2]", "MaximumSize[group=1, tasks=5]", "MaximumSize[group=0, tasks=3]",
                        "MaximumSize[group=2, tasks=3]", "Distinct[]"),
                items("--groups", "3", "--min-size", "2", "--max-size", "2=5", "--max-size", "3"));
        assertEquals(List.of("MaximumMemberships[task=0, groups=1]", "MaximumMemberships[task=2, groups=1]",
                        "MaximumMemberships[task=3, groups=1]", "MaximumMemberships[task=1, groups=2]", "Distinct[]"),
                items("--groups", "3", "--max-memberships", "1,b=2"));
    }

    @Test
    void budgets() throws IOException {
        assertEquals(List.of("TotalBudget[[[1.0, 1.0, 1.0, 1.0]], 7.5]", "Distinct[]"),
                items("--groups", "2", "--total-budget", "7.5"));
        file("b.csv", "task,group,value", "a,,1", "b,,2", "c=d,,3", "\"e,f\",,4", "a,2,9", ",,6", ",1,5");
        String second = "[9.0, 2.0, 3.0, 4.0]";
        assertEquals(List.of("GroupBudget[OptionalInt[1], " + second + ", 6.0]",
                        "GroupBudget[OptionalInt[0], [1.0, 2.0, 3.0, 4.0], 5.0]", "Distinct[]"),
                items("--groups", "2", "--budget", "b.csv"));
        assertEquals("TotalBudget[[[1.0, 2.0, 3.0, 4.0], " + second + "], 10.0]",
                items("--groups", "2", "--budget", "b.csv", "--total-budget", "10").get(0));
        file("same.csv", "task,group,value", ",,6");
        assertEquals(List.of("GroupBudget[OptionalInt.empty, [1.0, 1.0, 1.0, 1.0], 6.0]", "Distinct[]"),
                items("--groups", "2", "--budget", "same.csv"));
    }

    @Test
    void aFileSaysWhatOptionsSay() throws IOException {
        file("c.csv", "constraint,task,group,value", "max-groups,,,2", "min-size,,1,2", "max-size,,,3", "partition,,,",
                "together,a,,b", "apart,a,,\"e,f\"", "pin,c=d,2,", "max-memberships,a,,1", "total-budget,,,6", "cost,a,,1",
                "cost,b,,1", "cost,c=d,,1", "cost,\"e,f\",,2", "budget,,2,4", "distinct,,,no");
        assertEquals(List.of("MinimumSize[group=0, tasks=2]", "MaximumSize[group=all, tasks=3]", "Partition[]",
                        "Together[first=0, second=1]", "Apart[first=0, second=3]", "Pin[task=2, slot=1]",
                        "MaximumMemberships[task=0, groups=1]", "TotalBudget[[[1.0, 1.0, 1.0, 2.0]], 6.0]",
                        "GroupBudget[OptionalInt[1], [1.0, 1.0, 1.0, 2.0], 4.0]"),
                items("--constraints", "c.csv"));
        assertEquals(1, read("--constraints", "c.csv").constraints().count().minimum());
    }

    @Test
    void optionsThatMakeNoSense() {
        MtlException.Kind usage = MtlException.Kind.USAGE;
        assertAll(
                () -> assertRefused(usage, "--groups M or --max-groups M is missing"),
                () -> assertRefused(usage, "--groups: expected a whole number of at least 1, found '0'", "--groups", "0"),
                () -> assertRefused(usage, "--max-groups: the number of groups is given twice, first by --groups",
                        "--groups", "2", "--max-groups", "2"),
                () -> assertRefused(usage, "--max-size: max-size of group 1 is given twice, first by --max-size",
                        "--groups", "2", "--max-size", "1=2", "--max-size", "1=3"),
                () -> assertRefused(usage, "--min-size: expected the number of a group, from 1 to 2, found '3'",
                        "--groups", "2", "--min-size", "3=1"),
                () -> assertRefused(usage, "--min-size: two values for all groups", "--groups", "2", "--min-size", "3,2"),
                () -> assertRefused(usage, "--total-budget: expected a number of at least 0, found '-1'",
                        "--groups", "2", "--total-budget", "-1"),
                () -> assertRefused(usage, "--pin: expected TASK=GROUP, found 'a'", "--groups", "2", "--pin", "a"),
                () -> assertRefused(usage, "--apart: expected two tasks at least, found 'a'", "--groups", "2", "--apart", "a"),
                () -> assertRefused(usage, "--distinct and --no-distinct exclude each other", "--groups", "2", "--distinct",
                        "--no-distinct"),
                () -> assertRefused(MtlException.Kind.DATA, "--together: the matrix has no task 'x'",
                        "--groups", "2", "--together", "a,x"));
    }

    @Test
    void rowsThatMakeNoSense() {
        assertAll(
                () -> assertRow("constraints.csv:2: column 'constraint': expected one of groups, max-groups, min-size, max-size,"
                        + " cost, budget, total-budget, partition, together, apart, pin, max-memberships, distinct, found"
                        + " 'size'", "size,,,3"),
                () -> assertRow("constraints.csv:2: column 'value': expected a value, which min-size needs, found an empty cell",
                        "min-size,,,"),
                () -> assertRow("constraints.csv:2: column 'task': expected an empty cell, since min-size takes none, found 'a'",
                        "min-size,a,,3"),
                () -> assertRow("constraints.csv:2: column 'value': expected a whole number of at least 1, found '1.5'",
                        "min-size,,,1.5"),
                () -> assertRow("constraints.csv:2: column 'group': expected the number of a group, from 1 to 2, found '3'",
                        "pin,a,3,"),
                () -> assertRow("constraints.csv:2: column 'value': the matrix has no task 'x'", "apart,a,,x"),
                () -> assertRow("constraints.csv:2: column 'task': the matrix has no task 'x'", "apart,x,,a"),
                () -> assertRow("constraints.csv:2: column 'value': expected another task than 'a', found 'a'", "apart,a,,a"),
                () -> assertRow("constraints.csv:2: column 'value': expected yes or no, found 'maybe'", "distinct,,,maybe"),
                () -> assertRow("constraints.csv:2: column 'value': expected a number of at least 0, found 'NaN'",
                        "total-budget,,,NaN"),
                () -> assertRow("constraints.csv:2: the number of groups is given twice, first by --groups", "groups,,,2"),
                () -> assertRow("constraints.csv:3: budget is given twice, first by constraints.csv:2", "budget,,,2", "budget,,,3"),
                () -> assertRow("constraints.csv:3: expected a cost of every task, found none of 'b'", "cost,a,,1",
                        "total-budget,,,3"),
                () -> assertRow("constraints.csv:2: expected a budget beside the costs, of a group or in total, found none",
                        "cost,a,,1"));
    }

    private void assertRow(String message, String... rows) throws IOException {
        file("constraints.csv", "constraint,task,group,value\n" + String.join("\n", rows));
        assertRefused(MtlException.Kind.DATA, message, "--groups", "2", "--constraints", "constraints.csv");
    }
}
