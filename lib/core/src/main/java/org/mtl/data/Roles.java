package org.mtl.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;

/**
 * What the columns of the data are for, as the user asked: the options {@code --task}, {@code --target},
 * {@code --targets}, {@code --one-vs-rest}, {@code --id}, {@code --split}, {@code --features} and {@code --positive}.
 *
 * @param task the column that names each row's task (long form)
 * @param target the label of the row's task (long form)
 * @param targets one item per task (wide form), as {@link TargetColumns} reads it: a column, {@code NAME=PATTERN} for a
 *     vector of several, or a pattern for a task of each column; empty for the long form
 * @param oneVsRest the column of classes each of which becomes a task with labels 0 and 1 (wide form)
 * @param id the column that names rows
 * @param split how rows are divided
 * @param features patterns of feature columns: names, globs, ranges; empty for every numeric column without a role
 * @param positive the label that becomes class 1 in every target column, where all others become class 0
 * @param kinds what labels are where {@code positive} is empty
 */
public record Roles(
        Optional<String> task,
        Optional<String> target,
        List<String> targets,
        Optional<String> oneVsRest,
        Optional<String> id,
        SplitRule split,
        List<String> features,
        Optional<String> positive,
        TargetKinds kinds) {

    /**
     * Checks what can be checked without the data.
     *
     * @throws MtlException (USAGE) if both forms or half of one are given, one column has two roles, or {@code positive}
     *     is empty
     */
    public Roles {
        targets = List.copyOf(targets);
        features = List.copyOf(features);
        if (!targets.isEmpty() && task.isPresent()) {
            throw MtlException.usage("--targets (one task per column) and --task (a column names the task) exclude each other");
        }
        if (!targets.isEmpty() && target.isPresent()) {
            throw MtlException.usage("--targets (one task per column) and --target (with --task) exclude each other");
        }
        if (task.isPresent() && target.isEmpty()) {
            throw MtlException.usage("--task needs --target, the column of the labels");
        }
        if (target.isPresent() && task.isEmpty()) {
            throw MtlException.usage("--target needs --task; without a column that names tasks use --targets");
        }
        if (positive.isPresent() && positive.get().isEmpty()) {
            throw MtlException.usage("--positive: expected a label, found an empty one");
        }
        checkOneVsRest(task, target, targets, oneVsRest, positive);
        checkRoles(task, target, targets, oneVsRest, id, split, features);
    }

    /** Roles of columns; what labels are is decided from the labels. */
    public Roles(Optional<String> task, Optional<String> target, List<String> targets, Optional<String> id,
            SplitRule split, List<String> features) {
        this(task, target, targets, Optional.empty(), id, split, features, Optional.empty(), TargetKinds.auto());
    }

    /** No columns named, as for NPY folders. */
    public static Roles none() {
        return new Roles(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), new SplitRule.Default(), List.of());
    }

    /** Each row belongs to the task that a column names. */
    public static Roles longForm(String task, String target) {
        return new Roles(Optional.of(task), Optional.of(target), List.of(), Optional.empty(), new SplitRule.Default(),
                List.of());
    }

    /** One task per column over shared rows. */
    public static Roles wideForm(List<String> targets) {
        return new Roles(Optional.empty(), Optional.empty(), targets, Optional.empty(), new SplitRule.Default(), List.of());
    }

    /** One task per class of a column, over shared rows. */
    public static Roles oneVsRest(String column) {
        return none().withOneVsRest(column);
    }

    /** The same with a task for each class of a column. */
    public Roles withOneVsRest(String column) {
        return new Roles(task, target, targets, Optional.of(column), id, split, features, positive, kinds);
    }

    /** The same with a column of row names. */
    public Roles withId(String column) {
        return new Roles(task, target, targets, oneVsRest, Optional.of(column), split, features, positive, kinds);
    }

    /** The same with another rule of division. */
    public Roles withSplit(SplitRule rule) {
        return new Roles(task, target, targets, oneVsRest, id, rule, features, positive, kinds);
    }

    /** The same with other feature patterns. */
    public Roles withFeatures(List<String> patterns) {
        return new Roles(task, target, targets, oneVsRest, id, split, patterns, positive, kinds);
    }

    /** The same with one label against all others. */
    public Roles withPositive(String label) {
        return new Roles(task, target, targets, oneVsRest, id, split, features, Optional.of(label), kinds);
    }

    /** The same with other kinds of labels. */
    public Roles withKinds(TargetKinds other) {
        return new Roles(task, target, targets, oneVsRest, id, split, features, positive, other);
    }

    /**
     * The form that the options ask for.
     *
     * @throws MtlException (USAGE) if they name no label
     */
    public Dataset.Form form() {
        if (task.isPresent()) {
            return Dataset.Form.LONG;
        }
        if (targets.isEmpty() && oneVsRest.isEmpty()) {
            throw MtlException.usage(
                    "a CSV file needs --task with --target (long form), or --targets or --one-vs-rest (wide form)");
        }
        return Dataset.Form.WIDE;
    }

    private static void checkOneVsRest(Optional<String> task, Optional<String> target, List<String> targets,
            Optional<String> oneVsRest, Optional<String> positive) {
        Optional<String> other = task.map(column -> "--task").or(() -> target.map(column -> "--target"))
                .or(() -> targets.stream().findFirst().map(column -> "--targets"))
                .or(() -> positive.map(label -> "--positive"));
        if (oneVsRest.isPresent() && other.isPresent()) {
            throw MtlException.usage(
                    "--one-vs-rest (one task per class of a column) and " + other.get() + " exclude each other");
        }
    }

    private static void checkRoles(Optional<String> task, Optional<String> target, List<String> targets,
            Optional<String> oneVsRest, Optional<String> id, SplitRule split, List<String> features) {
        Map<String, String> roles = new HashMap<>();
        task.ifPresent(column -> claim(roles, column, "--task"));
        target.ifPresent(column -> claim(roles, column, "--target"));
        for (String column : targets) {
            if ("--targets".equals(roles.get(column))) {
                throw MtlException.usage("--targets names column '" + column + "' twice");
            }
            claim(roles, column, "--targets");
        }
        oneVsRest.ifPresent(column -> claim(roles, column, "--one-vs-rest"));
        id.ifPresent(column -> claim(roles, column, "--id"));
        if (split instanceof SplitRule.ByColumn byColumn) {
            claim(roles, byColumn.name(), "--split");
        }
        for (String pattern : features) {
            String other = roles.get(pattern);
            if (other != null) {
                throw twoRoles(pattern, other, "--features");
            }
        }
    }

    private static void claim(Map<String, String> roles, String column, String option) {
        String other = roles.putIfAbsent(column, option);
        if (other != null) {
            throw twoRoles(column, other, option);
        }
    }

    /** The error for a column that two options name. */
    static MtlException twoRoles(String column, String option, String other) {
        return MtlException.usage("column '" + column + "' has two roles: " + option + " and " + other);
    }
}
