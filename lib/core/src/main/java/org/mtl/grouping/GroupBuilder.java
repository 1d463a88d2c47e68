package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups that grow: tasks that must stay together are put into a group as one, and only where no upper limit is passed.
 * What asks for more, such as a least size, is for the caller to reach.
 */
final class GroupBuilder {

    private final GroupingProblem problem;
    /** The conditions that more tasks can break and never mend. */
    private final List<GroupingConstraint> limits;
    private final GroupingConstraints perGroup;
    private final int[][] units;
    private final int[][] groups;
    private final boolean[][] holds;
    private final int[] memberships;

    /** Empty groups. */
    GroupBuilder(GroupingProblem problem) {
        this.problem = problem;
        limits = problem.constraints().items().stream().filter(GroupBuilder::isUpperLimit).toList();
        List<GroupingConstraint> items = new ArrayList<>(limits);
        items.add(problem.constraints().count());
        perGroup = new GroupingConstraints(items);
        units = units(problem);
        groups = new int[problem.groups()][0];
        holds = new boolean[groups.length][units.length];
        memberships = new int[problem.affinity().size()];
        for (GroupingConstraint item : problem.constraints().items()) {
            if (item instanceof GroupingConstraint.Pin pin) {
                int unit = unitOf(pin.task());
                if (!holds[pin.slot()][unit] && takes(pin.slot(), unit)) {
                    add(pin.slot(), unit);
                }
            }
        }
    }

    private static boolean isUpperLimit(GroupingConstraint item) {
        return item instanceof GroupingConstraint.MaximumSize || item instanceof GroupingConstraint.GroupBudget
                || item instanceof GroupingConstraint.TotalBudget || item instanceof GroupingConstraint.Apart
                || item instanceof GroupingConstraint.Partition || item instanceof GroupingConstraint.MaximumMemberships;
    }

    /** The tasks that are tied together, directly or through others, by the first of them. */
    private static int[][] units(GroupingProblem problem) {
        int[] first = IntStream.range(0, problem.affinity().size()).toArray();
        for (GroupingConstraint item : problem.constraints().items()) {
            if (item instanceof GroupingConstraint.Together together) {
                int kept = Math.min(first[together.first()], first[together.second()]);
                int dropped = Math.max(first[together.first()], first[together.second()]);
                Arrays.setAll(first, task -> first[task] == dropped ? kept : first[task]);
            }
        }
        return IntStream.range(0, first.length).filter(task -> first[task] == task)
                .mapToObj(unit -> IntStream.range(0, first.length).filter(task -> first[task] == unit).toArray())
                .toArray(int[][]::new);
    }

    private int unitOf(int task) {
        return IntStream.range(0, units.length).filter(unit -> Arrays.binarySearch(units[unit], task) >= 0).findFirst()
                .orElseThrow();
    }

    /** The number of units: tasks, or tasks that must stay together. */
    int units() {
        return units.length;
    }

    /** The number of groups, empty ones included. */
    int groups() {
        return groups.length;
    }

    /** The tasks of a unit, ascending; not copied. */
    int[] tasks(int unit) {
        return units[unit];
    }

    /** The tasks of a group, ascending; not copied. */
    int[] group(int group) {
        return groups[group];
    }

    /** In how many groups a unit is. */
    int memberships(int unit) {
        return memberships[units[unit][0]];
    }

    /** Whether a unit can be put into a group without passing a limit. */
    boolean takes(int group, int unit) {
        if (holds[group][unit]) {
            return false;
        }
        for (int task : units[unit]) {
            if (memberships[task] >= problem.constraints().maximumMemberships(task)) {
                return false;
            }
        }
        int[] grown = grown(group, unit);
        return perGroup.admits(group, grown) && !isForbidden(group, unit) && fitsTotal(group, unit);
    }

    private boolean isForbidden(int group, int unit) {
        for (int task : units[unit]) {
            for (int other : groups[group]) {
                if (problem.affinity().isForbidden(task, other)) {
                    return true;
                }
            }
        }
        return Double.isNaN(problem.affinity().sum(units[unit]));
    }

    private boolean fitsTotal(int group, int unit) {
        for (GroupingConstraint item : limits) {
            if (item instanceof GroupingConstraint.TotalBudget total) {
                double sum = Arrays.stream(units[unit]).mapToDouble(task -> total.cost(group, task)).sum();
                for (int other = 0; other < groups.length; other++) {
                    int slot = other;
                    sum += Arrays.stream(groups[other]).mapToDouble(task -> total.cost(slot, task)).sum();
                }
                if (!GroupingConstraints.within(sum, total.limit())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A group with one more unit, its tasks ascending. */
    int[] grown(int group, int unit) {
        int[] grown = Arrays.copyOf(groups[group], groups[group].length + units[unit].length);
        System.arraycopy(units[unit], 0, grown, groups[group].length, units[unit].length);
        Arrays.sort(grown);
        return grown;
    }

    /** Puts a unit into a group that {@link #takes} it. */
    void add(int group, int unit) {
        groups[group] = grown(group, unit);
        holds[group][unit] = true;
        for (int task : units[unit]) {
            memberships[task]++;
        }
    }

    /** How many tasks a group needs before it may stand: up to its least size, and at least one if it may not be empty. */
    int missing(int group) {
        boolean needed = groups[group].length > 0 || group < problem.constraints().count().minimum();
        int least = needed ? 1 : 0;
        for (GroupingConstraint item : problem.constraints().items()) {
            if (needed && item instanceof GroupingConstraint.MinimumSize size && size.group().orElse(group) == group) {
                least = Math.max(least, size.tasks());
            }
        }
        return Math.max(0, least - groups[group].length);
    }

    /** Whether a group has to grow: it is too small, or equal to one before it where that is not allowed. */
    boolean mustGrow(int group) {
        if (missing(group) > 0) {
            return true;
        }
        return problem.constraints().isDistinct() && groups[group].length > 0
                && IntStream.range(0, group).anyMatch(other -> Arrays.equals(groups[other], groups[group]));
    }

    /** The grouping; slots that end empty stay empty. */
    Grouping grouping() {
        List<int[]> list = List.of(groups);
        return problem.constraints().isSlotted() ? new Grouping(list)
                : Grouping.canonical(list.stream().filter(group -> group.length > 0).toList());
    }
}
