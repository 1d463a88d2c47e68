package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A grouping in the course of a search, with what a change needs to be valued and checked in little time: putting a unit
 * into a group or taking it out costs O(K) time, the value of an exchange O(1), or O(K·m) where tasks are served.
 */
final class SearchState {

    /** An exchange in one group; −1 for no unit. */
    record Change(int slot, int out, int in) {}

    private final SearchRules rules;
    private final GroupingObjective objective;
    private final int units;
    private final int slots;
    private final boolean[][] member;
    private final int[] sizes;
    private final double[] sums;
    /** Σ of pairs of a unit with the others of a group, by slot and unit. */
    private final double[][] ties;
    private final int[][] clashes;
    private final int[] covered;
    private final long[] keys;
    /** Σ over a group's tasks i of S[i→k], by slot and task; only where tasks are served. */
    private final double[][] received;

    SearchState(SearchRules rules) {
        this.rules = rules;
        objective = rules.problem().objective();
        units = rules.units().length;
        slots = rules.slots();
        member = new boolean[slots][units];
        sizes = new int[slots];
        sums = new double[slots];
        ties = new double[slots][units];
        clashes = new int[slots][units];
        covered = new int[units];
        keys = new long[slots];
        received = new double[slots][objective.isServing() ? rules.problem().affinity().size() : 0];
    }

    /** Takes over a grouping, anew, so that no rounding of earlier changes is left. */
    void set(boolean[][] members) {
        boolean[][] copy = Arrays.stream(members).map(boolean[]::clone).toArray(boolean[][]::new);
        for (int g = 0; g < slots; g++) {
            Arrays.fill(member[g], false);
            Arrays.fill(ties[g], 0);
            Arrays.fill(clashes[g], 0);
            Arrays.fill(received[g], 0);
            sizes[g] = 0;
            sums[g] = 0;
            keys[g] = 0;
        }
        Arrays.fill(covered, 0);
        for (int g = 0; g < slots; g++) {
            for (int u = 0; u < units; u++) {
                if (copy[g][u]) {
                    toggle(g, u);
                }
            }
        }
    }

    boolean[][] members() {
        return Arrays.stream(member).map(boolean[]::clone).toArray(boolean[][]::new);
    }

    boolean holds(int slot, int unit) {
        return member[slot][unit];
    }

    int covered(int unit) {
        return covered[unit];
    }

    int size(int slot) {
        return sizes[slot];
    }

    /** Whether some unit of the group may not be with this one. */
    boolean clashes(int slot, int unit) {
        return clashes[slot][unit] > 0 || rules.clash(unit, unit);
    }

    /** Puts a unit in, or takes it out. */
    void toggle(int slot, int unit) {
        boolean in = !member[slot][unit];
        int sign = in ? 1 : -1;
        member[slot][unit] = in;
        sums[slot] += sign * (ties[slot][unit] + rules.pair(unit, unit));
        covered[unit] += sign;
        for (int v = 0; v < units; v++) {
            if (v != unit) {
                ties[slot][v] += sign * rules.pair(unit, v);
                clashes[slot][v] += rules.clash(unit, v) ? sign : 0;
            }
        }
        for (int task : rules.units()[unit]) {
            sizes[slot] += sign;
            keys[slot] ^= rules.key(task);
            for (int k = 0; k < received[slot].length; k++) {
                double value = rules.problem().affinity().of(task, k);
                received[slot][k] += Double.isNaN(value) ? 0 : sign * value;
            }
        }
        if (sizes[slot] == 0) {
            sums[slot] = 0;
        }
    }

    void apply(Change change) {
        if (change.out() >= 0) {
            toggle(change.slot(), change.out());
        }
        if (change.in() >= 0) {
            toggle(change.slot(), change.in());
        }
    }

    void undo(Change change) {
        apply(change);
    }

    /** What changes of different groups gain. */
    double gain(Change... changes) {
        if (objective.isServing()) {
            double before = value();
            Arrays.stream(changes).forEach(this::apply);
            double after = value();
            Arrays.stream(changes).forEach(this::undo);
            return after - before;
        }
        double gain = 0;
        for (Change change : changes) {
            gain += after(change) - value(sums[change.slot()], sizes[change.slot()]);
        }
        return gain;
    }

    private double after(Change change) {
        int g = change.slot();
        double sum = sums[g];
        int size = sizes[g];
        if (change.out() >= 0) {
            sum -= ties[g][change.out()] + rules.pair(change.out(), change.out());
            size -= rules.units()[change.out()].length;
        }
        if (change.in() >= 0) {
            sum += ties[g][change.in()] + rules.pair(change.in(), change.in());
            sum -= change.out() >= 0 ? rules.pair(change.out(), change.in()) : 0;
            size += rules.units()[change.in()].length;
        }
        return value(sum, size);
    }

    private double value(double sum, int size) {
        return size == 0 ? 0 : objective.ofSum(sum, size);
    }

    /** The grouping's value, up to rounding. */
    double value() {
        if (!objective.isServing()) {
            return IntStream.range(0, slots).mapToDouble(g -> value(sums[g], sizes[g])).sum();
        }
        TaskAffinity affinity = rules.problem().affinity();
        double sum = 0;
        for (int k = 0; k < affinity.size(); k++) {
            int unit = rules.unitOf(k);
            double best = Double.NEGATIVE_INFINITY;
            for (int g = 0; g < slots; g++) {
                if (member[g][unit]) {
                    boolean without = objective == GroupingObjective.SERVING && sizes[g] > 1;
                    double gained = received[g][k] - (without ? affinity.of(k, k) : 0);
                    best = Math.max(best, gained / objective.divisor(sizes[g]));
                }
            }
            sum += best == Double.NEGATIVE_INFINITY ? 0 : best;
        }
        return sum;
    }

    /** Whether the conditions hold that changes may have broken, if all did before. */
    boolean isValidAfter(Change... changes) {
        for (Change change : changes) {
            boolean added = change.in() < 0 || !clashes(change.slot(), change.in()) && isUsable(change.in());
            boolean removed = change.out() < 0
                    || covered[change.out()] > 0 && !rules.isPinned(change.slot(), change.out());
            if (!added || !removed || !isUsable(change.slot(), sizes[change.slot()])) {
                return false;
            }
        }
        return isWholeValid();
    }

    private boolean isUsable(int unit) {
        return covered[unit] <= rules.memberships(unit);
    }

    private boolean isUsable(int slot, int size) {
        if (size == 0) {
            return true;
        }
        return size >= rules.smallest(slot) && size <= rules.largest(slot)
                && rules.budgets(slot).stream().allMatch(budget -> spent(slot, budget) <= budget.limit());
    }

    private double spent(int slot, SearchRules.Budget budget) {
        double spent = 0;
        for (int u = 0; u < units; u++) {
            spent += member[slot][u] ? budget.costs()[u] : 0;
        }
        return spent;
    }

    private boolean isWholeValid() {
        GroupingConstraint.GroupCount count = rules.problem().constraints().count();
        long used = Arrays.stream(sizes).filter(size -> size > 0).count();
        return used >= count.minimum() && isWithinTotals() && (!rules.problem().constraints().isDistinct() || areDistinct())
                && !rules.isExcluded(key());
    }

    private boolean isWithinTotals() {
        for (int total = 0; total < rules.totals(); total++) {
            double spent = 0;
            for (int g = 0; g < slots; g++) {
                for (int u = 0; u < units; u++) {
                    spent += member[g][u] ? rules.totalCost(total, g, u) : 0;
                }
            }
            if (spent > rules.totalLimit(total)) {
                return false;
            }
        }
        return true;
    }

    private boolean areDistinct() {
        for (int g = 0; g < slots; g++) {
            for (int h = 0; h < g; h++) {
                if (sizes[g] > 0 && sizes[g] == sizes[h] && keys[g] == keys[h]) {
                    return false;
                }
            }
        }
        return true;
    }

    private long key() {
        long sum = 0;
        for (int g = 0; g < slots; g++) {
            sum += sizes[g] == 0 ? 0 : rules.groupKey(g, keys[g]);
        }
        return sum;
    }

    /** Whether a unit may be put into a group, as far as that depends on upper limits and on what it holds. */
    boolean takes(int slot, int unit) {
        toggle(slot, unit);
        boolean takes = !clashes(slot, unit) && isUsable(unit) && sizes[slot] <= rules.largest(slot) && isWithinTotals()
                && rules.budgets(slot).stream().allMatch(budget -> spent(slot, budget) <= budget.limit());
        toggle(slot, unit);
        return takes;
    }

    /** The grouping, in canonical order where groups are no slots. */
    Grouping grouping() {
        List<int[]> groups = new ArrayList<>();
        for (int g = 0; g < slots; g++) {
            boolean[] row = member[g];
            groups.add(IntStream.range(0, units).filter(u -> row[u])
                    .flatMap(u -> Arrays.stream(rules.units()[u])).sorted().toArray());
        }
        return rules.problem().constraints().isSlotted() ? new Grouping(groups)
                : Grouping.canonical(groups.stream().filter(group -> group.length > 0).toList());
    }
}
