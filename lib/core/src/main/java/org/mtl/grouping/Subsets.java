package org.mtl.grouping;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * All groups of up to 20 tasks as columns: bit sets, each with its value as a whole number.
 *
 * <p>Whole numbers make the proof safe from rounding: every sum and bound over them is exact. A value v becomes
 * round(v·2^s) with s such that the largest |v| lies between 2⁴⁰ and 2⁴¹, so that the value of m groups is off by at most
 * m/2 units, 5e-13·m of the largest value.
 */
final class Subsets implements ColumnValues {

    /** The largest number of tasks of which all groups are listed. */
    static final int MAXIMUM = 20;

    /** The weight of a group with two tasks that must never share one. */
    static final long FORBIDDEN = Long.MIN_VALUE;

    private static final int BITS = 40;

    private final int tasks;
    private final int shift;
    private final long[] weights;
    private final int[] admissible;

    /**
     * Values all groups: O(2^K) time, 16·2^K bytes.
     *
     * @param objective one that serves tasks counts what a group's tasks gain in it, as where no task is in another
     */
    Subsets(TaskAffinity affinity, GroupingObjective objective) {
        tasks = affinity.size();
        double[] values = values(affinity, objective);
        double largest = 0;
        int count = 0;
        for (int mask = 1; mask < values.length; mask++) {
            if (!Double.isNaN(values[mask])) {
                largest = Math.max(largest, Math.abs(values[mask]));
                count++;
            }
        }
        if (Double.isInfinite(largest)) {
            throw MtlException.data("the affinities are too large to be added up");
        }
        shift = largest == 0 ? 0 : BITS - Math.getExponent(largest);
        weights = new long[values.length];
        admissible = new int[count];
        int next = 0;
        weights[0] = FORBIDDEN;
        for (int mask = 1; mask < values.length; mask++) {
            boolean forbidden = Double.isNaN(values[mask]);
            weights[mask] = forbidden ? FORBIDDEN : Math.round(Math.scalb(values[mask], shift));
            if (!forbidden) {
                admissible[next++] = mask;
            }
        }
    }

    /** Sums over pairs first, each from that of a smaller group, and then the objective; NaN is forbidden. */
    private static double[] values(TaskAffinity affinity, GroupingObjective objective) {
        int tasks = affinity.size();
        double[] values = new double[1 << tasks];
        double[] withLast = new double[Math.max(1, values.length / 2)];
        for (int last = 0; last < tasks; last++) {
            int bit = 1 << last;
            values[bit] = objective == GroupingObjective.SERVING ? 0 : affinity.of(last, last);
            for (int rest = 1; rest < bit; rest++) {
                int other = Integer.numberOfTrailingZeros(rest);
                withLast[rest] = withLast[rest & rest - 1] + affinity.between(last, other);
                values[bit | rest] = values[rest] + values[bit] + withLast[rest];
            }
        }
        for (int mask = 1; mask < values.length; mask++) {
            values[mask] /= objective.divisor(Integer.bitCount(mask));
        }
        for (int last = 0; last < tasks; last++) {
            values[1 << last] = affinity.of(last, last);
        }
        return values;
    }

    @Override
    public int tasks() {
        return tasks;
    }

    /** The bit set of all tasks. */
    int all() {
        return (1 << tasks) - 1;
    }

    /** The weight of every group by its bit set; {@link #FORBIDDEN} where it is not allowed. */
    long weight(int mask) {
        return weights[mask];
    }

    @Override
    public int[] admissible() {
        return admissible;
    }

    @Override
    public double value(double weight) {
        return Math.scalb(weight, -shift);
    }

    @Override
    public double rounding(int groups) {
        return value(groups);
    }

    @Override
    public long weight(int[] groups) {
        long sum = 0;
        for (int group : groups) {
            sum += group == 0 ? 0 : weights[group];
        }
        return sum;
    }

    @Override
    public void price(int[] groups, long[] served, long[] members, long[] priced) {
        long[] prices = new long[tasks];
        Arrays.setAll(prices, k -> served[k] + members[k]);
        TaskSums sums = new TaskSums(prices);
        for (int c = 0; c < groups.length; c++) {
            priced[c] = weights[groups[c]] + sums.of(groups[c]);
        }
    }

    /** The tasks of a group, ascending. */
    static int[] tasks(int mask) {
        int[] tasks = new int[Integer.bitCount(mask)];
        int rest = mask;
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = Integer.numberOfTrailingZeros(rest);
            rest &= rest - 1;
        }
        return tasks;
    }

    /** Compares groups as {@link Grouping} orders them: by the first task in which they differ, a prefix first. */
    static int compare(int a, int b) {
        if (a == b) {
            return 0;
        }
        int first = Integer.lowestOneBit(a ^ b);
        boolean inA = (a & first) != 0;
        int other = inA ? b : a;
        boolean otherEnds = other < first;
        return inA == otherEnds ? 1 : -1;
    }

    /** The positions of groups in the order of {@link #compare}. */
    static int[] ordered(int[] masks) {
        return IntStream.range(0, masks.length).boxed().sorted((a, b) -> compare(masks[a], masks[b]))
                .mapToInt(position -> position).toArray();
    }
}
