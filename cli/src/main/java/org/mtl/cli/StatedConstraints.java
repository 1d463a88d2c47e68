package org.mtl.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.mtl.MtlException;
import org.mtl.grouping.GroupingConstraint;
import org.mtl.grouping.GroupingConstraints;

/**
 * Constraints on groups as the user stated them, with what each means to a solver.
 *
 * @param items the statements; together they make {@link #constraints}
 */
record StatedConstraints(List<Stated> items) {

    /**
     * A statement with its meaning.
     *
     * @param meaning conditions of the solver; empty for a statement that others refer to, as costs
     */
    record Stated(ConstraintStatement statement, List<GroupingConstraint> meaning) {}

    /**
     * Understands statements.
     *
     * @param tasks the names of the tasks
     * @throws MtlException (USAGE, DATA) naming the place of a statement that makes no sense, alone or with the others
     */
    static StatedConstraints of(List<ConstraintStatement> statements, List<String> tasks) {
        requireSingle(statements);
        return new Reader(statements, tasks).read();
    }

    /** All conditions; groups differ unless that was given up. */
    GroupingConstraints constraints() {
        List<GroupingConstraint> all = new ArrayList<>();
        items.forEach(item -> all.addAll(item.meaning()));
        if (items.stream().noneMatch(item -> item.statement().kind() == ConstraintKind.DISTINCT)) {
            all.add(new GroupingConstraint.Distinct());
        }
        return new GroupingConstraints(all);
    }

    private static void requireSingle(List<ConstraintStatement> statements) {
        Map<List<String>, ConstraintStatement> seen = new HashMap<>();
        for (ConstraintStatement statement : statements) {
            boolean count = statement.kind() == ConstraintKind.GROUPS || statement.kind() == ConstraintKind.MAX_GROUPS;
            String what = count ? "the number of groups" : statement.kind().word();
            List<String> key = List.of(what, statement.task(), statement.group());
            ConstraintStatement before = statement.kind().isSingle() ? seen.put(key, statement) : null;
            if (before != null) {
                throw statement.place().clash(
                        what + subject(statement) + " is given twice, first by " + before.place().name());
            }
        }
    }

    private static String subject(ConstraintStatement statement) {
        return (statement.task().isEmpty() ? "" : " of task '" + statement.task() + "'")
                + (statement.group().isEmpty() ? "" : " of group " + statement.group());
    }

    /** Reads statements in the light of each other. */
    private static final class Reader {

        private final List<ConstraintStatement> statements;
        private final List<String> tasks;
        private final int groups;
        private final TaskCosts costs;

        Reader(List<ConstraintStatement> statements, List<String> tasks) {
            this.statements = statements;
            this.tasks = tasks;
            groups = statements.stream()
                    .filter(item -> item.kind() == ConstraintKind.GROUPS || item.kind() == ConstraintKind.MAX_GROUPS)
                    .mapToInt(ConstraintStatement::count).findFirst()
                    .orElseThrow(() -> MtlException.usage("--groups M or --max-groups M is missing"));
            costs = TaskCosts.of(statements, tasks, groups);
        }

        StatedConstraints read() {
            costs.requireUse(statements);
            return new StatedConstraints(statements.stream().map(item -> new Stated(item, meaning(item))).toList());
        }

        private List<GroupingConstraint> meaning(ConstraintStatement item) {
            return switch (item.kind()) {
                case GROUPS -> List.of(new GroupingConstraint.GroupCount(groups, groups));
                case MAX_GROUPS -> List.of(new GroupingConstraint.GroupCount(1, groups));
                case MIN_SIZE -> perGroup(item, (group, slot) -> new GroupingConstraint.MinimumSize(group, item.count()));
                case MAX_SIZE -> perGroup(item, (group, slot) -> new GroupingConstraint.MaximumSize(group, item.count()));
                case COST -> List.of();
                case BUDGET -> perGroup(item, (group, slot) ->
                        new GroupingConstraint.GroupBudget(group, costs.of(slot, item.place()), item.amount()));
                case TOTAL_BUDGET -> List.of(new GroupingConstraint.TotalBudget(costs.all(item.place()), item.amount()));
                case PARTITION -> List.of(new GroupingConstraint.Partition());
                case TOGETHER -> List.of(new GroupingConstraint.Together(first(item), second(item)));
                case APART -> List.of(new GroupingConstraint.Apart(first(item), second(item)));
                case PIN -> List.of(new GroupingConstraint.Pin(first(item), item.slot(groups).orElseThrow()));
                case MAX_MEMBERSHIPS -> memberships(item);
                case DISTINCT -> distinct(item);
            };
        }

        private int first(ConstraintStatement item) {
            return item.position(tasks).orElseThrow();
        }

        private int second(ConstraintStatement item) {
            int other = item.otherPosition(tasks);
            if (other == first(item)) {
                throw item.place().wrong("value", "another task than '" + item.task() + "'", item.value());
            }
            return other;
        }

        /**
         * A condition on one group, or on all of them; one on all does not hold for a group that has one of its own of the
         * same kind. It is one condition for all where it can be, since then groups need no numbers.
         */
        private List<GroupingConstraint> perGroup(
                ConstraintStatement item, BiFunction<OptionalInt, Integer, GroupingConstraint> condition) {
            OptionalInt named = item.slot(groups);
            if (named.isPresent()) {
                return List.of(condition.apply(named, named.getAsInt()));
            }
            List<Integer> others = statements.stream().filter(other -> other.kind() == item.kind())
                    .flatMap(other -> other.slot(groups).stream().boxed()).toList();
            boolean different = item.kind() == ConstraintKind.BUDGET && costs.dependOnGroup();
            if (others.isEmpty() && !different) {
                return List.of(condition.apply(OptionalInt.empty(), 0));
            }
            List<GroupingConstraint> conditions = new ArrayList<>();
            for (int slot = 0; slot < groups; slot++) {
                if (!others.contains(slot)) {
                    conditions.add(condition.apply(OptionalInt.of(slot), slot));
                }
            }
            return conditions;
        }

        private List<GroupingConstraint> memberships(ConstraintStatement item) {
            OptionalInt named = item.position(tasks);
            List<String> others = statements.stream().filter(other -> other.kind() == item.kind())
                    .map(ConstraintStatement::task).filter(task -> !task.isEmpty()).toList();
            if (named.isPresent() || others.isEmpty()) {
                return List.of(new GroupingConstraint.MaximumMemberships(named, item.count()));
            }
            List<GroupingConstraint> conditions = new ArrayList<>();
            for (int task = 0; task < tasks.size(); task++) {
                if (!others.contains(tasks.get(task))) {
                    conditions.add(new GroupingConstraint.MaximumMemberships(OptionalInt.of(task), item.count()));
                }
            }
            return conditions;
        }

        private static List<GroupingConstraint> distinct(ConstraintStatement item) {
            return switch (item.value()) {
                case "yes" -> List.of(new GroupingConstraint.Distinct());
                case "no" -> List.of();
                default -> throw item.place().wrong("value", "yes or no", item.value());
            };
        }
    }
}
