package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Tries every grouping: the oracle for a handful of tasks. What a group can be is asked of
 * {@link GroupingConstraints#admits(int, int[])}, and {@link GroupingProblem#admits} has the last word on every grouping
 * that is as good as the best so far.
 */
final class Exhaustive {

    /** Groups in slots or in canonical order, an empty slot behind every group, fewer groups before more. */
    static final Comparator<Grouping> ORDER = (a, b) -> {
        for (int g = 0; g < Math.min(a.groups().size(), b.groups().size()); g++) {
            int[] left = a.groups().get(g);
            int[] right = b.groups().get(g);
            int order = left.length == 0 || right.length == 0
                    ? Integer.compare(right.length, left.length) : Arrays.compare(left, right);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.groups().size(), b.groups().size());
    };

    /**
     * The best there is.
     *
     * @param value its value; negative infinity if nothing meets what is asked for
     * @param groupings all groupings whose value lies within the tolerance of it, in order
     */
    record Best(double value, List<Grouping> groupings) {}

    private record Found(double value, int[] choice) {}

    private final GroupingProblem problem;
    private final double tolerance;
    private final int tasks;
    private final int slots;
    private final boolean slotted;
    private final boolean partition;
    private final double[] values;
    private final double[][] gains;
    private final int[][] candidates;
    private final List<Found> found = new ArrayList<>();
    private double best = Double.NEGATIVE_INFINITY;

    private Exhaustive(GroupingProblem problem, double tolerance) {
        this.problem = problem;
        this.tolerance = tolerance;
        tasks = problem.affinity().size();
        slots = problem.groups();
        slotted = problem.constraints().isSlotted();
        boolean once = true;
        for (int k = 0; k < tasks; k++) {
            once &= problem.constraints().maximumMemberships(k) == 1;
        }
        partition = once;
        values = new double[1 << tasks];
        gains = new double[1 << tasks][tasks];
        for (int mask = 1; mask < 1 << tasks; mask++) {
            int[] group = Subsets.tasks(mask);
            values[mask] = problem.objective().of(problem.affinity(), group);
            Arrays.fill(gains[mask], Double.NEGATIVE_INFINITY);
            for (int task : group) {
                gains[mask][task] = problem.objective().gain(problem.affinity(), group, task);
            }
        }
        candidates = new int[slots][];
        for (int slot = 0; slot < slots; slot++) {
            candidates[slot] = candidates(slot);
        }
    }

    private int[] candidates(int slot) {
        List<Integer> masks = new ArrayList<>();
        for (int mask = 1; mask < 1 << tasks; mask++) {
            int[] group = Subsets.tasks(mask);
            if (!Double.isNaN(problem.affinity().sum(group)) && problem.constraints().admits(slot, group)) {
                masks.add(mask);
            }
        }
        if (problem.constraints().count().minimum() < slots) {
            masks.add(0);
        }
        return masks.stream().mapToInt(mask -> mask).toArray();
    }

    static Best best(TaskAffinity affinity, int groups, double tolerance) {
        return best(GroupingProblem.exactly(affinity, GroupingObjective.MEAN, groups), tolerance);
    }

    static Best best(GroupingProblem problem, double tolerance) {
        Exhaustive search = new Exhaustive(problem, tolerance);
        search.extend(0, 0, 0, new int[search.slots]);
        List<Grouping> ties = search.found.stream().filter(one -> one.value() >= search.best - tolerance)
                .map(one -> search.grouping(one.choice())).sorted(ORDER).toList();
        return new Best(search.best, ties);
    }

    private void extend(int slot, int from, int union, int[] choice) {
        if (slot == slots) {
            if (union == (1 << tasks) - 1) {
                offer(choice);
            }
            return;
        }
        for (int c = slotted ? 0 : from; c < candidates[slot].length; c++) {
            int mask = candidates[slot][c];
            if (!partition || (mask & union) == 0) {
                choice[slot] = mask;
                extend(slot + 1, c, union | mask, choice);
            }
        }
    }

    private void offer(int[] choice) {
        double value = value(choice);
        if (value >= best - tolerance && problem.admits(grouping(choice))) {
            best = Math.max(best, value);
            found.add(new Found(value, choice.clone()));
        }
    }

    private double value(int[] choice) {
        double sum = 0;
        if (!problem.objective().isServing()) {
            for (int mask : choice) {
                sum += values[mask];
            }
            return sum;
        }
        for (int task = 0; task < tasks; task++) {
            double gain = Double.NEGATIVE_INFINITY;
            for (int mask : choice) {
                gain = mask == 0 ? gain : Math.max(gain, gains[mask][task]);
            }
            sum += gain;
        }
        return sum;
    }

    private Grouping grouping(int[] choice) {
        List<int[]> groups = Arrays.stream(choice).mapToObj(Subsets::tasks).toList();
        return slotted ? new Grouping(groups)
                : Grouping.canonical(groups.stream().filter(group -> group.length > 0).toList());
    }
}
