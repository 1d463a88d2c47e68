package org.mtl.data;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/**
 * The positions of the columns that {@link Roles} name, in one file.
 *
 * @param task the column of task names (long form)
 * @param targets where the labels stand: one in long form, one per task in wide form, none where classes become tasks
 * @param classes the column whose classes become tasks (wide form)
 * @param id the column of row names
 * @param split the column of splits
 * @param features the chosen feature columns, or those that become features if they turn out to be numeric
 * @param warnings what the user should know
 */
record ColumnPlan(
        OptionalInt task,
        List<TargetColumns> targets,
        OptionalInt classes,
        OptionalInt id,
        OptionalInt split,
        BitSet features,
        List<String> warnings) {

    /**
     * Looks the columns up.
     *
     * @throws MtlException (DATA) if a column does not exist; (USAGE) if one has two roles
     */
    static ColumnPlan of(CsvReader in, Roles roles) {
        ColumnNames columns = new ColumnNames(in.name() + ":1", in.header());
        Set<Integer> taken = new HashSet<>();
        OptionalInt task = find(roles.task(), "--task", columns, taken);
        List<TargetColumns> targets = roles.form() == Dataset.Form.LONG
                ? roles.target().stream().map(name -> target(name, columns, taken)).toList()
                : TargetColumns.ofTasks(roles.targets(), columns, ofOtherRoles(roles, columns), taken);
        OptionalInt classes = find(roles.oneVsRest(), "--one-vs-rest", columns, taken);
        OptionalInt id = find(roles.id(), "--id", columns, taken);
        OptionalInt split = split(roles.split(), columns, taken);
        return new ColumnPlan(task, targets, classes, id, split, features(roles, columns, taken),
                unusedSplit(roles, columns, taken).map(warning -> in.name() + ": " + warning).stream().toList());
    }

    /** Columns that a pattern of targets passes over. */
    private static Set<Integer> ofOtherRoles(Roles roles, ColumnNames columns) {
        Set<String> names = new HashSet<>(roles.features());
        roles.id().ifPresent(names::add);
        if (roles.split() instanceof SplitRule.ByColumn byColumn) {
            names.add(byColumn.name());
        } else if (roles.split() instanceof SplitRule.Default) {
            names.add(SplitRule.DEFAULT_COLUMN);
        }
        return names.stream().map(columns.names()::indexOf).filter(column -> column >= 0).collect(Collectors.toSet());
    }

    private static OptionalInt find(Optional<String> name, String option, ColumnNames columns, Set<Integer> taken) {
        if (name.isEmpty()) {
            return OptionalInt.empty();
        }
        int column = columns.find(name.get(), option);
        if (!taken.add(column)) {
            // Names were compared already, so that only a pattern can have taken the column.
            throw Roles.twoRoles(name.get(), "--targets", option);
        }
        return OptionalInt.of(column);
    }

    private static TargetColumns target(String name, ColumnNames columns, Set<Integer> taken) {
        int column = find(Optional.of(name), "--target", columns, taken).getAsInt();
        return new TargetColumns(name, new int[] {column});
    }

    private static OptionalInt split(SplitRule rule, ColumnNames columns, Set<Integer> taken) {
        if (rule instanceof SplitRule.ByColumn byColumn) {
            return find(Optional.of(byColumn.name()), "--split", columns, taken);
        }
        int column = columns.names().indexOf(SplitRule.DEFAULT_COLUMN);
        if (rule instanceof SplitRule.Default && column >= 0 && taken.add(column)) {
            return OptionalInt.of(column);
        }
        return OptionalInt.empty();
    }

    private static BitSet features(Roles roles, ColumnNames columns, Set<Integer> taken) {
        if (!roles.features().isEmpty()) {
            return FeaturePatterns.choose("--features", roles.features(), columns, taken);
        }
        BitSet candidates = new BitSet();
        candidates.set(0, columns.names().size());
        taken.forEach(candidates::clear);
        // Where the user overrules this column it is still no feature: it may tell the model which rows are tests.
        int unused = columns.names().indexOf(SplitRule.DEFAULT_COLUMN);
        if (unused >= 0) {
            candidates.clear(unused);
        }
        return candidates;
    }

    private static Optional<String> unusedSplit(Roles roles, ColumnNames columns, Set<Integer> taken) {
        int column = columns.names().indexOf(SplitRule.DEFAULT_COLUMN);
        boolean overruled = column >= 0 && !taken.contains(column) && roles.features().isEmpty();
        return overruled ? Optional.of("column 'split' is not used, as --split says otherwise") : Optional.empty();
    }
}
