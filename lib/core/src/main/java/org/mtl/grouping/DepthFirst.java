package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Fills slot after slot with every group that it takes, with or without leaving out what cannot become the best. */
final class DepthFirst {

    /** How many steps are taken between two looks at the time. */
    private static final int STRIDE = 1 << 12;

    private final GroupingProblem problem;
    private final DepthFirstColumns columns;
    private final boolean prune;
    private final SearchSettings settings;
    private final BooleanSupplier stopped;
    private final double tolerance;
    private final int all;
    private final DepthFirstColumns.Column[] chosen;
    private final double[][] served;
    private Grouping best = new Grouping(List.of());
    private double bestValue = Double.NEGATIVE_INFINITY;
    private long steps;
    private boolean ended;

    /**
     * A search.
     *
     * @param prune whether to leave out what a bound shows to be no better; then of equal groupings any is taken,
     *     otherwise the first in canonical order, or by slots
     */
    DepthFirst(GroupingProblem problem, boolean prune, SearchSettings settings, BooleanSupplier stopped) {
        this.problem = problem;
        this.prune = prune;
        this.settings = settings;
        this.stopped = stopped;
        columns = new DepthFirstColumns(problem);
        int tasks = problem.affinity().size();
        all = (1 << tasks) - 1;
        chosen = new DepthFirstColumns.Column[columns.slots()];
        served = new double[columns.slots() + 1][tasks];
        Arrays.fill(served[0], Double.NEGATIVE_INFINITY);
        double largest = 0;
        for (int slot = 0; slot < (columns.isSlotted() ? columns.slots() : 1); slot++) {
            largest = columns.of(slot).stream().mapToDouble(c -> Math.abs(c.value())).reduce(largest, Math::max);
        }
        // Below this, a difference is the rounding of sums.
        tolerance = 1e-12 * largest * columns.slots();
    }

    /** Searches; the result is not optimal if the time was over before the end. */
    GroupingResult run() {
        extend(0, 0, 0, 0);
        if (best.groups().isEmpty()) {
            throw Unsolved.because(ended, stopped);
        }
        return new GroupingResult(best, bestValue, ended ? Double.POSITIVE_INFINITY : bestValue,
                ended ? GroupingResult.Status.FEASIBLE : GroupingResult.Status.OPTIMAL);
    }

    private void extend(int slot, int from, int covered, double value) {
        boolean interchangeable = !columns.isSlotted();
        if (slot == columns.slots() || interchangeable && slot >= problem.constraints().count().minimum()) {
            offer(slot, covered);
        }
        if (slot == columns.slots()) {
            return;
        }
        if (!interchangeable && columns.mayBeEmpty()) {
            chosen[slot] = null;
            step(slot, 0, covered, value, served[slot]);
        }
        List<DepthFirstColumns.Column> list = columns.of(slot);
        for (int at = interchangeable ? from : 0; at < list.size() && !ended; at++) {
            DepthFirstColumns.Column column = list.get(at);
            chosen[slot] = column;
            double[] gains = column.gains();
            for (int task = 0; task < gains.length; task++) {
                served[slot + 1][task] = Math.max(served[slot][task], gains[task]);
            }
            boolean hopeful =
                    step(slot, at + columns.advance(), covered | column.mask(), value + column.value(), served[slot + 1]);
            if (!hopeful && !problem.objective().isServing()) {
                // The groups behind it are worth no more.
                return;
            }
        }
    }

    /** Goes on with a slot filled; whether that could become the best. */
    private boolean step(int slot, int next, int covered, double value, double[] gains) {
        if (++steps % STRIDE == 0 && (settings.deadline().isOver() || stopped.getAsBoolean())) {
            ended = true;
        }
        if (ended || prune && columns.bound(value, gains, slot + 1, next) <= bestValue + tolerance) {
            return false;
        }
        if (gains != served[slot + 1]) {
            System.arraycopy(gains, 0, served[slot + 1], 0, gains.length);
        }
        extend(slot + 1, next, covered, value);
        return true;
    }

    private void offer(int filled, int covered) {
        if (covered != all) {
            return;
        }
        List<int[]> groups = new ArrayList<>();
        for (int slot = 0; slot < filled; slot++) {
            groups.add(chosen[slot] == null ? new int[0] : chosen[slot].tasks());
        }
        Grouping grouping = columns.isSlotted() ? new Grouping(groups) : Grouping.canonical(groups);
        double value = problem.valueOf(grouping);
        boolean tie = Math.abs(value - bestValue) <= tolerance;
        if ((tie ? !prune && isBefore(grouping, best) : value > bestValue) && problem.admits(grouping)) {
            best = grouping;
            bestValue = value;
            settings.progress().report(value, Double.POSITIVE_INFINITY);
        }
    }

    /** Whether a grouping comes first by the first group in which they differ. */
    private static boolean isBefore(Grouping a, Grouping b) {
        int both = Math.min(a.groups().size(), b.groups().size());
        for (int g = 0; g < both; g++) {
            int order = Arrays.compare(a.groups().get(g), b.groups().get(g));
            if (order != 0) {
                return order < 0;
            }
        }
        return a.groups().size() < b.groups().size();
    }
}
