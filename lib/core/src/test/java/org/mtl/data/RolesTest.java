package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mtl.data.Failures.assertUsage;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolesTest {

    private static Roles given(String task, String target, String... targets) {
        return new Roles(Optional.ofNullable(task), Optional.ofNullable(target), List.of(targets), Optional.empty(),
                new SplitRule.Default(), List.of());
    }

    @Test
    void formFollowsTheOptions() {
        assertEquals(Dataset.Form.LONG, Roles.longForm("t", "y").form());
        assertEquals(Dataset.Form.WIDE, Roles.wideForm(List.of("a", "b")).form());
        assertUsage("a CSV file needs --task with --target (long form), or --targets or --one-vs-rest (wide form)",
                () -> Roles.none().form());
    }

    @Test
    void rejectsBothFormsAndHalfOfOne() {
        assertUsage("--targets (one task per column) and --task (a column names the task) exclude each other",
                () -> given("t", "y", "a"));
        assertUsage("--targets (one task per column) and --target (with --task) exclude each other",
                () -> given(null, "y", "a"));
        assertUsage("--task needs --target, the column of the labels", () -> given("t", null));
        assertUsage("--target needs --task; without a column that names tasks use --targets", () -> given(null, "y"));
    }

    @Test
    void rejectsTwoRolesOfOneColumn() {
        assertUsage("column 't' has two roles: --task and --target", () -> Roles.longForm("t", "t"));
        assertUsage("column 't' has two roles: --task and --id", () -> Roles.longForm("t", "y").withId("t"));
        assertUsage("column 'y' has two roles: --target and --split",
                () -> Roles.longForm("t", "y").withSplit(new SplitRule.ByColumn("y")));
        assertUsage("column 'a' has two roles: --targets and --features",
                () -> Roles.wideForm(List.of("a", "b")).withFeatures(List.of("c", "a")));
        assertUsage("--targets names column 'a' twice", () -> Roles.wideForm(List.of("a", "b", "a")));
    }

    @Test
    void classesAsTasksExcludeOtherLabels() {
        assertEquals(Dataset.Form.WIDE, Roles.oneVsRest("c").form());
        String start = "--one-vs-rest (one task per class of a column) and ";
        assertUsage(start + "--task exclude each other", () -> Roles.longForm("t", "y").withOneVsRest("c"));
        assertUsage(start + "--targets exclude each other", () -> Roles.wideForm(List.of("a")).withOneVsRest("c"));
        assertUsage(start + "--positive exclude each other", () -> Roles.oneVsRest("c").withPositive("1"));
        assertUsage("column 'c' has two roles: --one-vs-rest and --id", () -> Roles.oneVsRest("c").withId("c"));
    }
}
