package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The groups that may stand in each slot, the most valuable first, and how much the slots that are still open can add to
 * a grouping: what depth-first search needs to know.
 *
 * <p>Where groups are interchangeable there is one list for all slots, and each slot takes from behind the one before.
 */
final class DepthFirstColumns {

    /** The largest number of tasks: there are 2^K groups, each with a gain per task. */
    static final int MAXIMUM_TASKS = 16;

    /** A group: its bit set, its tasks, its value alone, and each task's gain in it, −∞ for the tasks that it lacks. */
    record Column(int mask, int[] tasks, double value, double[] gains) {}

    private final GroupingProblem problem;
    private final int slots;
    private final boolean slotted;
    private final boolean emptySlots;
    private final int advance;
    private final List<List<Column>> lists = new ArrayList<>();
    /** The most that tasks can gain in a column from some position on, or in a slot from some slot on. */
    private final double[][] later;

    DepthFirstColumns(GroupingProblem problem) {
        this.problem = problem;
        GroupingConstraints constraints = problem.constraints();
        slots = problem.groups();
        slotted = constraints.isSlotted();
        emptySlots = constraints.count().minimum() < slots;
        advance = constraints.isDistinct() ? 1 : 0;
        for (int slot = 0; slot < (slotted ? slots : 1); slot++) {
            lists.add(columns(slot));
        }
        later = problem.objective().isServing() ? laterGains() : new double[0][];
    }

    private List<Column> columns(int slot) {
        List<Column> columns = new ArrayList<>();
        for (int mask = 1; mask < 1 << problem.affinity().size(); mask++) {
            int[] tasks = BitSet.valueOf(new long[] {mask}).stream().toArray();
            if (Double.isNaN(problem.affinity().sum(tasks)) || !problem.constraints().admits(slot, tasks)) {
                continue;
            }
            double[] gains = new double[problem.affinity().size()];
            Arrays.fill(gains, Double.NEGATIVE_INFINITY);
            double value = 0;
            for (int task : tasks) {
                gains[task] = problem.objective().gain(problem.affinity(), tasks, task);
                value += gains[task];
            }
            columns.add(new Column(mask, tasks, value, gains));
        }
        columns.sort(Comparator.comparingDouble(column -> -column.value()));
        return columns;
    }

    private double[][] laterGains() {
        int tasks = problem.affinity().size();
        int positions = slotted ? slots : lists.get(0).size();
        double[][] most = new double[positions + 1][tasks];
        Arrays.fill(most[positions], Double.NEGATIVE_INFINITY);
        for (int at = positions - 1; at >= 0; at--) {
            most[at] = most[at + 1].clone();
            for (Column column : slotted ? lists.get(at) : List.of(lists.get(0).get(at))) {
                for (int task : column.tasks()) {
                    most[at][task] = Math.max(most[at][task], column.gains()[task]);
                }
            }
        }
        return most;
    }

    /** The number of slots. */
    int slots() {
        return slots;
    }

    /** Whether groups are numbered slots; otherwise each is taken from behind the one before. */
    boolean isSlotted() {
        return slotted;
    }

    /** Whether a slot may stay empty. */
    boolean mayBeEmpty() {
        return emptySlots;
    }

    /** How far behind a column the next one may stand at least: 0 where equal groups are allowed. */
    int advance() {
        return advance;
    }

    /** What a slot may take. */
    List<Column> of(int slot) {
        return lists.get(slotted ? slot : 0);
    }

    /**
     * An upper bound on the value of a grouping whose first slots are filled.
     *
     * @param value of the groups, their sum
     * @param served what each task gains so far, −∞ where it is in no group
     * @param filled the number of slots that are filled
     * @param from where in the list the next may be taken from, if groups are interchangeable
     */
    double bound(double value, double[] served, int filled, int from) {
        if (problem.objective().isServing()) {
            double[] most = later[slotted ? filled : from];
            double sum = 0;
            for (int task = 0; task < served.length; task++) {
                sum += filled < slots ? Math.max(served[task], most[task]) : served[task];
            }
            return sum;
        }
        int needed = problem.constraints().count().minimum() - filled;
        double sum = value;
        for (int slot = filled; slot < slots; slot++) {
            int next = slotted ? 0 : from + advance * (slot - filled);
            double best = next < of(slot).size() ? of(slot).get(next).value() : Double.NEGATIVE_INFINITY;
            sum += slotted || slot - filled >= needed ? Math.max(best, emptySlots ? 0 : best) : best;
        }
        return sum;
    }
}
