package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A problem's conditions as a search looks them up: tasks that must stay together become one unit, and every condition on
 * a group is known by its slot.
 *
 * <p>Units are in the order of their first tasks. A budget that holds for all groups is listed for each of them.
 */
final class SearchRules {

    private static final double ROUNDING = 1e-9;

    /** A budget of one group: the costs of the units, and the limit with its tolerance. */
    record Budget(double[] costs, double limit) {}

    private final GroupingProblem problem;
    private final int slots;
    private final int[][] units;
    private final int[] unitOf;
    private final boolean[][] clash;
    private final double[][] pairs;
    private final int[] smallest;
    private final int[] largest;
    private final boolean[][] pinned;
    private final int[] memberships;
    private final List<List<Budget>> budgets = new ArrayList<>();
    private final double[][] totalCosts;
    private final double[] totalLimits;
    private final long[] keys;
    private final boolean slotted;
    private final long[] excluded;

    SearchRules(GroupingProblem problem) {
        this.problem = problem;
        slots = problem.groups();
        unitOf = unitOf(problem);
        units = IntStream.range(0, problem.affinity().size()).filter(task -> unitOf[task] == task)
                .mapToObj(first -> IntStream.range(first, unitOf.length).filter(task -> unitOf[task] == first).toArray())
                .toArray(int[][]::new);
        for (int u = 0; u < units.length; u++) {
            for (int task : units[u]) {
                unitOf[task] = u;
            }
        }
        pairs = new double[units.length][units.length];
        clash = new boolean[units.length][units.length];
        relate();
        smallest = new int[slots];
        largest = new int[slots];
        Arrays.fill(smallest, 1);
        Arrays.fill(largest, unitOf.length);
        pinned = new boolean[slots][units.length];
        memberships = Arrays.stream(units).mapToInt(unit -> Arrays.stream(unit)
                .map(problem.constraints()::maximumMemberships).min().orElseThrow()).toArray();
        IntStream.range(0, slots).forEach(slot -> budgets.add(new ArrayList<>()));
        problem.constraints().items().forEach(this::note);
        List<GroupingConstraint.TotalBudget> totals = items(GroupingConstraint.TotalBudget.class);
        totalLimits = totals.stream().mapToDouble(total -> tolerant(total.limit())).toArray();
        totalCosts = totals.stream().map(this::costs).toArray(double[][]::new);
        slotted = problem.constraints().isSlotted();
        keys = new Random(1).longs(unitOf.length).toArray();
        excluded = items(GroupingConstraint.Excluded.class).stream().mapToLong(item -> key(item.grouping())).toArray();
    }

    private <T> List<T> items(Class<T> type) {
        return problem.constraints().items().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static double tolerant(double limit) {
        return limit + ROUNDING * Math.abs(limit);
    }

    /** By task, the first of those that it must be together with. */
    private static int[] unitOf(GroupingProblem problem) {
        int[] first = IntStream.range(0, problem.affinity().size()).toArray();
        for (GroupingConstraint item : problem.constraints().items()) {
            if (item instanceof GroupingConstraint.Together pair) {
                int low = Math.min(first[pair.first()], first[pair.second()]);
                int high = Math.max(first[pair.first()], first[pair.second()]);
                for (int task = 0; task < first.length; task++) {
                    first[task] = first[task] == high ? low : first[task];
                }
            }
        }
        return first;
    }

    private void relate() {
        TaskAffinity affinity = problem.affinity();
        for (int i = 0; i < unitOf.length; i++) {
            for (int k = 0; k <= i; k++) {
                int u = unitOf[i];
                int v = unitOf[k];
                boolean forbidden = affinity.isForbidden(i, k);
                clash[u][v] |= forbidden;
                pairs[u][v] += forbidden ? 0 : affinity.between(i, k);
                if (u != v) {
                    clash[v][u] = clash[u][v];
                    pairs[v][u] = pairs[u][v];
                }
            }
        }
    }

    private void note(GroupingConstraint item) {
        if (item instanceof GroupingConstraint.Apart pair) {
            clash[unitOf[pair.first()]][unitOf[pair.second()]] = true;
            clash[unitOf[pair.second()]][unitOf[pair.first()]] = true;
        } else if (item instanceof GroupingConstraint.Pin pin) {
            if (pin.slot() < slots) {
                pinned[pin.slot()][unitOf[pin.task()]] = true;
            }
        }
        for (int slot = 0; slot < slots; slot++) {
            if (item.group().orElse(slot) != slot) {
                continue;
            }
            if (item instanceof GroupingConstraint.MinimumSize least) {
                smallest[slot] = Math.max(smallest[slot], least.tasks());
            } else if (item instanceof GroupingConstraint.MaximumSize most) {
                largest[slot] = Math.min(largest[slot], most.tasks());
            } else if (item instanceof GroupingConstraint.GroupBudget budget) {
                double[] costs = Arrays.stream(units).mapToDouble(unit -> Arrays.stream(unit)
                        .mapToDouble(task -> budget.costs()[task]).sum()).toArray();
                budgets.get(slot).add(new Budget(costs, tolerant(budget.limit())));
            }
        }
    }

    /** By slot and then by unit. */
    private double[] costs(GroupingConstraint.TotalBudget total) {
        double[] costs = new double[slots * units.length];
        for (int slot = 0; slot < slots; slot++) {
            for (int u = 0; u < units.length; u++) {
                for (int task : units[u]) {
                    costs[slot * units.length + u] += total.cost(slot, task);
                }
            }
        }
        return costs;
    }

    GroupingProblem problem() {
        return problem;
    }

    int slots() {
        return slots;
    }

    /** The tasks of each unit. */
    int[][] units() {
        return units;
    }

    int unitOf(int task) {
        return unitOf[task];
    }

    /** Whether no group may hold both units; for one unit, whether none may hold it. */
    boolean clash(int u, int v) {
        return clash[u][v];
    }

    /** Σ of S[i→k] + S[k→i] over tasks of two units, or of the pairs within one; forbidden pairs count as 0. */
    double pair(int u, int v) {
        return pairs[u][v];
    }

    int smallest(int slot) {
        return smallest[slot];
    }

    int largest(int slot) {
        return largest[slot];
    }

    boolean isPinned(int slot, int unit) {
        return pinned[slot][unit];
    }

    /** In how many groups a unit may be at most. */
    int memberships(int unit) {
        return memberships[unit];
    }

    List<Budget> budgets(int slot) {
        return budgets.get(slot);
    }

    /** The number of budgets for all groups together. */
    int totals() {
        return totalLimits.length;
    }

    double totalCost(int total, int slot, int unit) {
        return totalCosts[total][slot * units.length + unit];
    }

    double totalLimit(int total) {
        return totalLimits[total];
    }

    /** A number that stands for a task in the exclusive or that stands for a group. */
    long key(int task) {
        return keys[task];
    }

    /** What a group contributes to the sum that stands for a grouping. */
    long groupKey(int slot, long tasks) {
        long mixed = tasks + (slotted ? (slot + 1) * 0x9E3779B97F4A7C15L : 0);
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 32;
    }

    private long key(Grouping grouping) {
        long sum = 0;
        for (int slot = 0; slot < grouping.groups().size(); slot++) {
            int[] group = grouping.groups().get(slot);
            if (group.length > 0) {
                long key = Arrays.stream(group).mapToLong(task -> keys[task]).reduce(0, (a, b) -> a ^ b);
                sum += groupKey(slot, key);
            }
        }
        return sum;
    }

    /** Whether the grouping that a sum stands for is excluded. */
    boolean isExcluded(long grouping) {
        return excluded.length > 0 && Arrays.stream(excluded).anyMatch(key -> key == grouping);
    }
}
