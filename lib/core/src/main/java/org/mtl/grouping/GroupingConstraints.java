package org.mtl.grouping;

import java.util.Arrays;
import java.util.List;

/**
 * All conditions on a grouping.
 *
 * <p>Where no condition names a group, groups are interchangeable and a grouping is in canonical order. Otherwise they are
 * slots with numbers of the user's: slot g is group g + 1, and with {@code minimum < maximum} some may be empty.
 *
 * @param items the conditions, exactly one {@link GroupingConstraint.GroupCount} among them
 */
public record GroupingConstraints(List<GroupingConstraint> items) {

    private static final double ROUNDING = 1e-9;

    /** Copies; checks that the number of groups is given once. */
    public GroupingConstraints {
        items = List.copyOf(items);
        if (items.stream().filter(GroupingConstraint.GroupCount.class::isInstance).count() != 1) {
            throw new IllegalArgumentException("the number of groups must be given once: " + items);
        }
    }

    /** Exactly so many groups, all different. */
    public static GroupingConstraints exactly(int groups) {
        return new GroupingConstraints(
                List.of(new GroupingConstraint.GroupCount(groups, groups), new GroupingConstraint.Distinct()));
    }

    /** How many groups there are. */
    public GroupingConstraint.GroupCount count() {
        return items.stream().filter(GroupingConstraint.GroupCount.class::isInstance)
                .map(GroupingConstraint.GroupCount.class::cast).findFirst().orElseThrow();
    }

    /** Whether equal groups are excluded. */
    public boolean isDistinct() {
        return items.stream().anyMatch(GroupingConstraint.Distinct.class::isInstance);
    }

    /** Whether groups are numbered slots, since a condition names one. */
    public boolean isSlotted() {
        return items.stream().anyMatch(item -> item.group().isPresent()
                || item instanceof GroupingConstraint.TotalBudget total && total.costs().length > 1);
    }

    /**
     * Whether tasks may form the group in this slot, as far as that depends on this group alone.
     *
     * @param slot the group's position; of no importance where groups are no slots
     * @param group tasks, ascending; not empty
     */
    public boolean admits(int slot, int[] group) {
        return items.stream().allMatch(item -> admits(item, slot, group));
    }

    private static boolean admits(GroupingConstraint item, int slot, int[] group) {
        if (item instanceof GroupingConstraint.Pin pin) {
            return pin.slot() != slot || holds(group, pin.task());
        }
        if (item.group().isPresent() && item.group().getAsInt() != slot) {
            return true;
        }
        if (item instanceof GroupingConstraint.MinimumSize minimum) {
            return group.length >= minimum.tasks();
        }
        if (item instanceof GroupingConstraint.MaximumSize maximum) {
            return group.length <= maximum.tasks();
        }
        if (item instanceof GroupingConstraint.GroupBudget budget) {
            return within(Arrays.stream(group).mapToDouble(task -> budget.costs()[task]).sum(), budget.limit());
        }
        if (item instanceof GroupingConstraint.Together together) {
            return holds(group, together.first()) == holds(group, together.second());
        }
        return !(item instanceof GroupingConstraint.Apart apart)
                || !holds(group, apart.first()) || !holds(group, apart.second());
    }

    /** Whether a grouping meets every condition, those that always hold included: the definition, slow and plain. */
    public boolean areMetBy(TaskAffinity affinity, Grouping grouping) {
        return grouping.covers(affinity.size())
                && grouping.groups().stream().allMatch(group -> !Double.isNaN(affinity.sum(group)))
                && items.stream().allMatch(item -> isMetBy(item, affinity.size(), grouping));
    }

    /** Whether a grouping meets one of the conditions, whatever tasks are in no group. */
    boolean isMetBy(GroupingConstraint item, int tasks, Grouping grouping) {
        List<int[]> groups = grouping.groups();
        for (int slot = 0; slot < groups.size(); slot++) {
            if (groups.get(slot).length > 0 && !admits(item, slot, groups.get(slot))) {
                return false;
            }
        }
        if (item instanceof GroupingConstraint.GroupCount count) {
            long used = groups.stream().filter(group -> group.length > 0).count();
            return used >= count.minimum() && used <= count.maximum() && groups.size() <= count.maximum();
        }
        if (item instanceof GroupingConstraint.Pin pin) {
            return pin.slot() < groups.size() && groups.get(pin.slot()).length > 0;
        }
        if (item instanceof GroupingConstraint.TotalBudget total) {
            double cost = 0;
            for (int slot = 0; slot < groups.size(); slot++) {
                for (int task : groups.get(slot)) {
                    cost += total.cost(slot, task);
                }
            }
            return within(cost, total.limit());
        }
        if (item instanceof GroupingConstraint.Distinct) {
            List<List<Integer>> used = groups.stream().filter(group -> group.length > 0)
                    .map(group -> Arrays.stream(group).boxed().toList()).toList();
            return used.stream().distinct().count() == used.size();
        }
        if (item instanceof GroupingConstraint.Excluded excluded) {
            return !isSame(excluded.grouping(), grouping);
        }
        for (int task = 0; task < tasks; task++) {
            if (memberships(groups, task) > maximumMemberships(item, task)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSame(Grouping first, Grouping second) {
        return isSlotted() ? used(first).equals(used(second))
                : Grouping.canonical(first.groups()).equals(Grouping.canonical(second.groups()));
    }

    /** The grouping without the empty groups behind its last one. */
    private static Grouping used(Grouping grouping) {
        int count = grouping.groups().size();
        while (count > 0 && grouping.groups().get(count - 1).length == 0) {
            count--;
        }
        return new Grouping(grouping.groups().subList(0, count));
    }

    private static long memberships(List<int[]> groups, int task) {
        return groups.stream().filter(group -> holds(group, task)).count();
    }

    /** In how many groups a task may be at most. */
    public int maximumMemberships(int task) {
        return items.stream().mapToInt(item -> maximumMemberships(item, task)).min().orElseThrow();
    }

    private static int maximumMemberships(GroupingConstraint item, int task) {
        if (item instanceof GroupingConstraint.Partition) {
            return 1;
        }
        boolean limits = item instanceof GroupingConstraint.MaximumMemberships maximum
                && maximum.task().orElse(task) == task;
        return limits ? ((GroupingConstraint.MaximumMemberships) item).groups() : Integer.MAX_VALUE;
    }

    private static boolean holds(int[] group, int task) {
        return Arrays.binarySearch(group, task) >= 0;
    }

    /** Whether a cost keeps within a limit, up to the rounding of sums. */
    static boolean within(double cost, double limit) {
        return cost <= limit + ROUNDING * Math.abs(limit);
    }
}
