package org.mtl.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Says conditions in the words of the command line, the one place in the library that knows them. */
final class ConstraintText {

    private static final int PAIRS = 10;

    private final List<String> names;

    /** Text about these tasks. */
    ConstraintText(List<String> names) {
        this.names = names;
    }

    /** A condition as the user would type it. */
    String describe(GroupingConstraint item) {
        if (item instanceof GroupingConstraint.GroupCount count) {
            boolean exact = count.minimum() == count.maximum();
            String most = "--max-groups " + count.maximum();
            return exact ? "--groups " + count.maximum()
                    : count.minimum() == 1 ? most : "--min-groups " + count.minimum() + " with " + most;
        }
        if (item instanceof GroupingConstraint.MinimumSize least) {
            return "--min-size " + prefix(least.group()) + least.tasks();
        }
        if (item instanceof GroupingConstraint.MaximumSize most) {
            return "--max-size " + prefix(most.group()) + most.tasks();
        }
        if (item instanceof GroupingConstraint.GroupBudget budget) {
            return budget.group().isPresent() ? "the budget of group " + (budget.group().getAsInt() + 1) : "--budget";
        }
        if (item instanceof GroupingConstraint.TotalBudget total) {
            return "--total-budget " + number(total.limit());
        }
        if (item instanceof GroupingConstraint.MaximumMemberships most) {
            String task = most.task().isPresent() ? names.get(most.task().getAsInt()) + "=" : "";
            return "--max-memberships " + task + most.groups();
        }
        return describeTasks(item);
    }

    private String describeTasks(GroupingConstraint item) {
        if (item instanceof GroupingConstraint.Together pair) {
            return "--together " + names.get(pair.first()) + "," + names.get(pair.second());
        }
        if (item instanceof GroupingConstraint.Apart pair) {
            return "--apart " + names.get(pair.first()) + "," + names.get(pair.second());
        }
        if (item instanceof GroupingConstraint.Pin pin) {
            return "--pin " + names.get(pin.task()) + "=" + (pin.slot() + 1);
        }
        if (item instanceof GroupingConstraint.Distinct) {
            return "the rule that groups differ (--no-distinct drops it)";
        }
        return item instanceof GroupingConstraint.Partition ? "--partition" : "the groupings that are excluded";
    }

    private static String prefix(OptionalInt group) {
        return group.isPresent() ? group.getAsInt() + 1 + "=" : "";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    /** That every task is in a group. */
    String cover() {
        return names.size() == 1 ? "the task" : "the " + names.size() + " tasks";
    }

    /** Pairs of tasks that must never share a group. */
    String forbidden(List<int[]> pairs) {
        String list = pairs.stream().limit(PAIRS)
                .map(pair -> "'" + names.get(pair[0]) + "' with '" + names.get(pair[1]) + "'")
                .collect(Collectors.joining(", "));
        String more = pairs.size() > PAIRS ? " and " + (pairs.size() - PAIRS) + " more" : "";
        return "the forbidden " + (pairs.size() == 1 ? "pair " : "pairs ") + list + more;
    }

    /** What clashes, as one sentence. */
    String clash(List<String> parts) {
        List<String> distinct = new ArrayList<>(parts.stream().distinct().toList());
        if (distinct.size() == 1) {
            return distinct.get(0) + " cannot be met with " + cover();
        }
        String last = distinct.remove(distinct.size() - 1);
        return String.join(", ", distinct) + " and " + last + " clash";
    }
}
