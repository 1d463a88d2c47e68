package org.mtl.grouping;

import java.util.OptionalInt;

/**
 * One condition on groups of tasks, beside those that always hold: no group is empty, every task is in one, and tasks that
 * must never share a group ({@link TaskAffinity#isForbidden}) do not (METHODS §6, [2] Eq. 8).
 *
 * <p>Tasks and groups are positions from 0. A condition that names a group turns groups into numbered slots
 * ({@link GroupingConstraints#isSlotted}).
 */
public sealed interface GroupingConstraint {

    /** The group that the condition is about; empty if it is about all of them. */
    default OptionalInt group() {
        return OptionalInt.empty();
    }

    /** There are at least {@code minimum} and at most {@code maximum} groups that hold a task. */
    record GroupCount(int minimum, int maximum) implements GroupingConstraint {

        /** Checks the range. */
        public GroupCount {
            if (minimum < 1 || maximum < minimum) {
                throw new IllegalArgumentException("no range of group counts: " + minimum + " to " + maximum);
            }
        }
    }

    /** A group that is not empty has at least so many tasks. */
    record MinimumSize(OptionalInt group, int tasks) implements GroupingConstraint {}

    /** A group has at most so many tasks. */
    record MaximumSize(OptionalInt group, int tasks) implements GroupingConstraint {}

    /**
     * Σ costs over a group's tasks ≤ limit, up to a relative 1e-9 of the limit for the rounding of sums.
     *
     * @param costs one per task, finite and ≥ 0; not copied
     */
    record GroupBudget(OptionalInt group, double[] costs, double limit) implements GroupingConstraint {}

    /**
     * Σ costs over all memberships ≤ limit, up to a relative 1e-9 of the limit for the rounding of sums.
     *
     * @param costs by group and task, or one row for all groups; finite and ≥ 0; not copied
     */
    record TotalBudget(double[][] costs, double limit) implements GroupingConstraint {

        /** What it costs to have a task in a group. */
        public double cost(int group, int task) {
            return costs[costs.length == 1 ? 0 : group][task];
        }
    }

    /** A task, or every task, is in at most so many groups. */
    record MaximumMemberships(OptionalInt task, int groups) implements GroupingConstraint {}

    /** Every task is in exactly one group. */
    record Partition() implements GroupingConstraint {}

    /** A group that holds one of the two tasks holds the other as well. */
    record Together(int first, int second) implements GroupingConstraint {}

    /** No group holds both tasks. */
    record Apart(int first, int second) implements GroupingConstraint {}

    /** A task is in this group, and possibly in others. */
    record Pin(int task, int slot) implements GroupingConstraint {

        @Override
        public OptionalInt group() {
            return OptionalInt.of(slot);
        }
    }

    /** No two groups are equal. */
    record Distinct() implements GroupingConstraint {}

    /** Not this grouping, in whatever order of its groups where they are no slots. */
    record Excluded(Grouping grouping) implements GroupingConstraint {}
}
