package org.mtl.grouping;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which conditions hold a grouping back, so that it could be another, perhaps a better one, without them.
 *
 * <p>Binding are: an upper limit (on size, cost, memberships, the number of groups) that leaves no room for one more task
 * or group; a least size that a group just reaches; and always what decides about tasks outright: partition, together,
 * apart, pins, an exact number of groups, excluded groupings. That groups must differ is never binding.
 */
public final class BindingConstraints {

    private final GroupingProblem problem;
    private final List<int[]> groups;

    private BindingConstraints(GroupingProblem problem, Grouping grouping) {
        this.problem = problem;
        groups = grouping.groups();
    }

    /** Whether a condition of a problem is binding for a grouping that meets it. */
    public static boolean isBinding(GroupingProblem problem, Grouping grouping, GroupingConstraint item) {
        return new BindingConstraints(problem, grouping).isBinding(item);
    }

    private boolean isBinding(GroupingConstraint item) {
        if (item instanceof GroupingConstraint.GroupCount count) {
            long used = groups.stream().filter(group -> group.length > 0).count();
            return used == count.maximum() || used == count.minimum() && count.minimum() > 1;
        }
        if (item instanceof GroupingConstraint.MinimumSize minimum) {
            return anyGroup(item, group -> groups.get(group).length == minimum.tasks());
        }
        if (item instanceof GroupingConstraint.MaximumSize maximum) {
            return anyGroup(item, group -> groups.get(group).length == maximum.tasks()
                    && maximum.tasks() < problem.affinity().size());
        }
        if (item instanceof GroupingConstraint.GroupBudget budget) {
            return anyGroup(item, group -> leavesNoRoom(cost(budget.costs(), group), budget.costs(), budget.limit(), group));
        }
        if (item instanceof GroupingConstraint.TotalBudget total) {
            return isBinding(total);
        }
        if (item instanceof GroupingConstraint.MaximumMemberships maximum) {
            return IntStream.range(0, problem.affinity().size())
                    .filter(task -> maximum.task().orElse(task) == task)
                    .anyMatch(task -> maximum.groups() < problem.groups() && memberships(task) == maximum.groups());
        }
        return !(item instanceof GroupingConstraint.Distinct);
    }

    private boolean anyGroup(GroupingConstraint item, IntPredicate condition) {
        return IntStream.range(0, groups.size()).filter(group -> groups.get(group).length > 0)
                .filter(group -> item.group().orElse(group) == group).anyMatch(condition);
    }

    private boolean isBinding(GroupingConstraint.TotalBudget total) {
        double sum = 0;
        for (int group = 0; group < groups.size(); group++) {
            sum += cost(row(total, group), group);
        }
        double spent = sum;
        return IntStream.range(0, groups.size())
                .allMatch(group -> leavesNoRoom(spent, row(total, group), total.limit(), group))
                && groups.stream().anyMatch(group -> group.length < problem.affinity().size());
    }

    private static double[] row(GroupingConstraint.TotalBudget total, int group) {
        return total.costs()[total.costs().length == 1 ? 0 : group];
    }

    private double cost(double[] costs, int group) {
        return Arrays.stream(groups.get(group)).mapToDouble(task -> costs[task]).sum();
    }

    /** Whether no task that a group lacks fits into what is left of a limit; false for a group of all tasks. */
    private boolean leavesNoRoom(double spent, double[] costs, double limit, int group) {
        int[] others = IntStream.range(0, costs.length)
                .filter(task -> Arrays.binarySearch(groups.get(group), task) < 0).toArray();
        return others.length > 0
                && Arrays.stream(others).noneMatch(task -> GroupingConstraints.within(spent + costs[task], limit));
    }

    private long memberships(int task) {
        return groups.stream().filter(group -> Arrays.binarySearch(group, task) >= 0).count();
    }
}
