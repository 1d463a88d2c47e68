package org.mtl.grouping;

import java.util.Arrays;
import java.util.function.DoubleToLongFunction;

/**
 * A budget in whole numbers: memberships keep to it only if their costs keep to the limit as
 * {@link GroupingConstraint.TotalBudget} understands it. Costs that are multiples of 2⁻²⁰ are exact; others are rounded to
 * 2⁻⁵⁰ of the limit, and the limit is lowered by what that can come to, a small part of the tolerance it has.
 *
 * @param costs by group and task, or one row for all groups
 * @param limit what they must not exceed together
 */
record WholeBudget(long[][] costs, long limit) {

    private static final int BITS = 50;
    private static final int EXACT = 20;
    private static final double TOLERANCE = 1e-9;

    /**
     * Rounds a budget.
     *
     * @param costs finite and ≥ 0
     * @param members how many memberships there are at most
     */
    static WholeBudget of(double[][] costs, double limit, int members) {
        if (limit <= 0) {
            return new WholeBudget(map(costs, cost -> cost > 0 ? 1 : 0), limit < 0 ? -1 : 0);
        }
        double largest = Arrays.stream(costs).flatMapToDouble(Arrays::stream).max().orElse(0);
        double upper = limit + TOLERANCE * limit;
        if (largest * members <= limit) {
            return new WholeBudget(map(costs, cost -> 0), 0);
        }
        for (int shift = 0; shift <= EXACT; shift++) {
            double scale = Math.scalb(1.0, shift);
            boolean fits = Math.max(largest * members, upper) * scale < 1L << BITS;
            if (fits && Arrays.stream(costs).flatMapToDouble(Arrays::stream).allMatch(c -> c * scale == Math.rint(c * scale))) {
                return new WholeBudget(map(costs, cost -> (long) (cost * scale)), (long) Math.floor(upper * scale));
            }
        }
        int shift = BITS - Math.getExponent(limit);
        long whole = (long) Math.floor(Math.scalb(upper, shift)) - members;
        return new WholeBudget(map(costs, cost -> (long) Math.min(whole + 1, Math.rint(Math.scalb(cost, shift)))), whole);
    }

    private static long[][] map(double[][] costs, DoubleToLongFunction whole) {
        return Arrays.stream(costs).map(row -> Arrays.stream(row).mapToLong(whole).toArray()).toArray(long[][]::new);
    }

    /** The costs of the tasks in one group. */
    long[] of(int slot) {
        return costs[costs.length == 1 ? 0 : slot];
    }
}
