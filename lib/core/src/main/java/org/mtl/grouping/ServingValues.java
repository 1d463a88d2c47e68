package org.mtl.grouping;

import java.util.Arrays;
import org.mtl.MtlException;

/**
 * Groups of up to 20 tasks where each task counts once, in the group that serves it best: gains are made from two tables
 * of half the sources when asked for, since all groups of 20 tasks have ten million of them.
 *
 * <p>A gain v becomes round(v·2^s) with s such that no |v| exceeds 2⁴⁰, hence the value of a grouping is off by at most one
 * unit per task.
 */
final class ServingValues implements ColumnValues {

    private static final int BITS = 40;
    private static final int HALF = 10;
    private static final int LOW = (1 << HALF) - 1;

    private final int tasks;
    private final boolean withSelf;
    private final int shift;
    private final int[] admissible;
    /** What each task gains alone. */
    private final long[] alone;
    /** By half of the sources and task, Σ S[i→k]·2^s; forbidden pairs and, unless it counts, the diagonal are 0. */
    private final double[] low;
    private final double[] high;
    private final double[] share;

    /** Tables for an objective that serves. */
    ServingValues(TaskAffinity affinity, GroupingObjective objective) {
        tasks = affinity.size();
        withSelf = objective == GroupingObjective.SERVING_WITH_SELF;
        shift = shift(affinity);
        alone = new long[tasks];
        Arrays.setAll(alone, k -> Math.round(Math.scalb(affinity.of(k, k), shift)));
        low = table(affinity, 0);
        high = table(affinity, HALF);
        share = new double[tasks + 1];
        for (int size = 1; size <= tasks; size++) {
            share[size] = 1 / objective.divisor(size);
        }
        admissible = admissible(affinity);
    }

    private static int shift(TaskAffinity affinity) {
        double largest = 0;
        for (int i = 0; i < affinity.size(); i++) {
            for (int k = 0; k < affinity.size(); k++) {
                double value = Math.abs(affinity.of(i, k));
                largest = Double.isNaN(value) ? largest : Math.max(largest, value);
            }
        }
        if (largest > Double.MAX_VALUE / affinity.size()) {
            throw MtlException.data("the affinities are too large to be added up");
        }
        return largest == 0 ? 0 : BITS - Math.getExponent(largest);
    }

    private double[] table(TaskAffinity affinity, int first) {
        double[] table = new double[(LOW + 1) * tasks];
        for (int half = 1; half <= LOW; half++) {
            int source = first + Integer.numberOfTrailingZeros(half);
            int rest = (half & half - 1) * tasks;
            for (int k = 0; k < tasks && source < tasks; k++) {
                boolean counts = source == k ? withSelf : !affinity.isForbidden(source, k);
                table[half * tasks + k] = table[rest + k] + (counts ? Math.scalb(affinity.of(source, k), shift) : 0);
            }
        }
        return table;
    }

    private static int[] admissible(TaskAffinity affinity) {
        int tasks = affinity.size();
        int[] forbidden = new int[tasks];
        for (int i = 0; i < tasks; i++) {
            for (int k = 0; k < tasks; k++) {
                forbidden[i] |= affinity.isForbidden(i, k) ? 1 << k : 0;
            }
        }
        int[] masks = new int[(1 << tasks) - 1];
        boolean[] allowed = new boolean[1 << tasks];
        allowed[0] = true;
        int count = 0;
        for (int mask = 1; mask < 1 << tasks; mask++) {
            allowed[mask] = allowed[mask & mask - 1]
                    && (forbidden[Integer.numberOfTrailingZeros(mask)] & mask) == 0;
            if (allowed[mask]) {
                masks[count++] = mask;
            }
        }
        return Arrays.copyOf(masks, count);
    }

    /** What a task of a group gains in it. */
    long gain(int mask, int task) {
        if (Integer.bitCount(mask) == 1) {
            return alone[task];
        }
        double sum = low[(mask & LOW) * tasks + task] + high[(mask >>> HALF) * tasks + task];
        return (long) Math.rint(sum * share[Integer.bitCount(mask)]);
    }

    @Override
    public int tasks() {
        return tasks;
    }

    @Override
    public int[] admissible() {
        return admissible;
    }

    @Override
    public long weight(int[] groups) {
        long sum = 0;
        for (int task = 0; task < tasks; task++) {
            long best = Long.MIN_VALUE;
            for (int group : groups) {
                best = (group >>> task & 1) == 1 ? Math.max(best, gain(group, task)) : best;
            }
            sum += best == Long.MIN_VALUE ? 0 : best;
        }
        return sum;
    }

    @Override
    public void price(int[] groups, long[] served, long[] members, long[] priced) {
        TaskSums sums = new TaskSums(members);
        for (int c = 0; c < groups.length; c++) {
            int mask = groups[c];
            long sum = sums.of(mask);
            if ((mask & mask - 1) == 0) {
                int task = Integer.numberOfTrailingZeros(mask);
                priced[c] = sum + Math.max(0, alone[task] + served[task]);
                continue;
            }
            int lowRow = (mask & LOW) * tasks;
            int highRow = (mask >>> HALF) * tasks;
            double part = share[Integer.bitCount(mask)];
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int task = Integer.numberOfTrailingZeros(rest);
                sum += Math.max(0, (long) Math.rint((low[lowRow + task] + high[highRow + task]) * part) + served[task]);
            }
            priced[c] = sum;
        }
    }

    @Override
    public double value(double weight) {
        return Math.scalb(weight, -shift);
    }

    @Override
    public double rounding(int groups) {
        return value(tasks);
    }
}
