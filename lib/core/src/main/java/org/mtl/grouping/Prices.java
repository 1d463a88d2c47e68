package org.mtl.grouping;

import java.util.Arrays;

/**
 * Prices of what a choice of columns must keep to, in the units of {@link ColumnValues}: what each task that is counted
 * brings, what each membership beyond the allowed costs, what a total budget costs.
 *
 * <p>Columns at prices p: a task's {@code served} is added and paid back once; {@code limits} ≥ 0 is taken off and paid back
 * as often as the task may be a member; a budget's price in proportion to the costs is taken off and paid back once. So no
 * solution is worth more than its columns' priced weights and {@link #constant}.
 */
final class Prices {

    /** Prices beyond this are of no use and could make sums overflow. */
    private static final double LARGEST = 1L << 48;

    private final GroupColumns columns;
    private final int tasks;
    /** Whether a task's price may be negative, since it is counted exactly once. */
    private final boolean[] once;
    /** Served, limits, budgets. */
    private final double[] exact;

    /** All prices 0. */
    Prices(GroupColumns columns) {
        this(columns, new double[2 * columns.tasks() + columns.budgets().size()]);
    }

    private Prices(GroupColumns columns, double[] exact) {
        this.columns = columns;
        this.exact = exact;
        tasks = columns.tasks();
        once = new boolean[tasks];
        for (int k = 0; k < tasks; k++) {
            once[k] = columns.values() instanceof ServingValues || columns.most(k) == 1;
        }
    }

    /** The same prices with these for the tasks that are counted; those below 0 become 0 where they may not be. */
    Prices withServed(long[] served) {
        double[] moved = exact.clone();
        for (int k = 0; k < tasks; k++) {
            moved[k] = once[k] ? served[k] : Math.max(0, served[k]);
        }
        return new Prices(columns, moved);
    }

    /** What is added for a task that is counted. */
    long[] served() {
        long[] served = new long[tasks];
        Arrays.setAll(served, k -> Math.round(exact[k]));
        return served;
    }

    private long limit(int task) {
        return Math.round(exact[tasks + task]);
    }

    /** What is added, never more than 0, for a task's membership in a group of some kind. */
    long[] members(SlotKind kind) {
        long[] members = new long[tasks];
        for (int k = 0; k < tasks; k++) {
            members[k] = -limit(k);
            for (int b = 0; b < columns.budgets().size(); b++) {
                members[k] -= (long) Math.floor(exact[2 * tasks + b] * share(b, kind.costs().get(b)[k]));
            }
        }
        return members;
    }

    private double share(int budget, long cost) {
        long limit = columns.budgets().get(budget).limit();
        return limit > 0 ? (double) cost / limit : 0;
    }

    /** What is paid back. */
    long constant() {
        long sum = -Arrays.stream(served()).sum();
        for (int k = 0; k < tasks; k++) {
            sum += limit(k) * columns.most(k);
        }
        for (int b = 0; b < columns.budgets().size(); b++) {
            sum += exact[2 * tasks + b] == 0 ? 0 : (long) Math.ceil(exact[2 * tasks + b] * (1 + 1e-12));
        }
        return sum;
    }

    /**
     * How the bound grows with each price, for a solution of the relaxation; 0 where the price is at its end and would
     * have to pass it for a lower bound.
     *
     * @param choice the bit set of each slot
     * @param counted how often each task is counted
     */
    double[] slopes(int[] choice, int[] counted) {
        double[] slopes = new double[exact.length];
        boolean ownMembers = columns.values() instanceof ServingValues;
        for (int k = 0; k < tasks; k++) {
            slopes[k] = clip(counted[k] - 1, k, once[k]);
            if (columns.most(k) < columns.slots() && (ownMembers || !once[k])) {
                int members = 0;
                for (int mask : choice) {
                    members += mask >>> k & 1;
                }
                slopes[tasks + k] = clip(columns.most(k) - members, tasks + k, false);
            }
        }
        for (int b = 0; b < columns.budgets().size(); b++) {
            double spent = 0;
            for (int slot = 0; slot < choice.length; slot++) {
                long[] costs = columns.kinds().get(columns.kindOf(slot)).costs().get(b);
                for (int rest = choice[slot]; rest != 0; rest &= rest - 1) {
                    spent += share(b, costs[Integer.numberOfTrailingZeros(rest)]);
                }
            }
            slopes[2 * tasks + b] = clip(1 - spent, 2 * tasks + b, false);
        }
        return slopes;
    }

    private double clip(double slope, int at, boolean free) {
        return !free && exact[at] <= 0 && slope > 0 ? 0 : slope;
    }

    /** Prices moved against slopes. */
    Prices step(double[] slopes, double length) {
        double[] moved = new double[exact.length];
        for (int i = 0; i < moved.length; i++) {
            double to = exact[i] - length * slopes[i];
            moved[i] = Math.max(i < tasks && once[i] ? -LARGEST : 0, Math.min(LARGEST, to));
        }
        return new Prices(columns, moved);
    }
}
