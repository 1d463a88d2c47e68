package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The groups, as bit sets, that the group in one slot can be by itself: {@link GroupingConstraints#admits} for all of them. */
final class ColumnFilter {

    private int least = 1;
    private int most;
    private int pinned;
    private final List<int[]> together = new ArrayList<>();
    private final List<Integer> apart = new ArrayList<>();
    private final List<TaskSums> sums = new ArrayList<>();
    private final List<Long> limits = new ArrayList<>();

    /** What the conditions say about one slot. */
    ColumnFilter(GroupingConstraints constraints, int tasks, int slot) {
        most = tasks;
        for (GroupingConstraint item : constraints.items()) {
            if (item.group().orElse(slot) == slot) {
                add(item, tasks);
            }
        }
    }

    private void add(GroupingConstraint item, int tasks) {
        if (item instanceof GroupingConstraint.MinimumSize minimum) {
            least = Math.max(least, minimum.tasks());
        } else if (item instanceof GroupingConstraint.MaximumSize maximum) {
            most = Math.min(most, maximum.tasks());
        } else if (item instanceof GroupingConstraint.Pin pin) {
            pinned |= 1 << pin.task();
        } else if (item instanceof GroupingConstraint.Together pair) {
            together.add(new int[] {pair.first(), pair.second()});
        } else if (item instanceof GroupingConstraint.Apart pair) {
            apart.add(1 << pair.first() | 1 << pair.second());
        } else if (item instanceof GroupingConstraint.GroupBudget budget) {
            WholeBudget whole = WholeBudget.of(new double[][] {budget.costs()}, budget.limit(), tasks);
            require(new TaskSums(whole.of(0)), whole.limit());
        }
    }

    /** Requires that a sum over a group's tasks does not exceed a limit. */
    void require(TaskSums sum, long limit) {
        sums.add(sum);
        limits.add(limit);
    }

    /** Those of these groups that the slot admits, in their order. */
    int[] of(int[] masks) {
        int[] admitted = new int[masks.length];
        int count = 0;
        for (int mask : masks) {
            if (admits(mask)) {
                admitted[count++] = mask;
            }
        }
        return Arrays.copyOf(admitted, count);
    }

    private boolean admits(int mask) {
        int size = Integer.bitCount(mask);
        if (size < least || size > most || (mask & pinned) != pinned) {
            return false;
        }
        for (int[] pair : together) {
            if ((mask >>> pair[0] & 1) != (mask >>> pair[1] & 1)) {
                return false;
            }
        }
        for (int pair : apart) {
            if ((mask & pair) == pair) {
                return false;
            }
        }
        for (int b = 0; b < limits.size(); b++) {
            if (sums.get(b).of(mask) > limits.get(b)) {
                return false;
            }
        }
        return true;
    }
}
