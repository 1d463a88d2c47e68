package org.mtl.grouping;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bound on the value of any solution by Lagrangian relaxation of what couples the groups, and the columns that can be in a
 * good one (METHODS §6).
 *
 * <p>At given {@link Prices} no solution is worth more than U, the best assignment of different columns to the slots, by
 * their priced weights, and what is paid back. With a column whose priced weight lies d below what its slot's
 * {@linkplain Matching row price} asks for, no solution is worth more than U − d; it is dropped where that is too little.
 * All of this is in whole numbers, hence exact.
 */
final class PriceBound {

    private final GroupColumns columns;
    private final int[][] active;
    private long[][] priced;
    private Prices prices;
    private Prices bestPrices;
    private long bound = Long.MAX_VALUE;
    private long relaxed;
    /** The relaxation's solution, a bit set for each slot. */
    private int[] choice;
    private long[] rowPrices;
    private int[] leaders;

    /** All columns, no prices. */
    PriceBound(GroupColumns columns) {
        this.columns = columns;
        List<SlotKind> kinds = columns.kinds();
        active = new int[kinds.size()][];
        Arrays.setAll(active, kind -> kinds.get(kind).columns());
        priced = new long[kinds.size()][];
        prices = new Prices(columns);
        bestPrices = prices;
    }

    /**
     * Solves the relaxation at some prices; whether there is a solution at all.
     *
     * @return false if the slots cannot be filled with different groups, whatever the prices
     */
    boolean relax(Prices at) {
        prices = at;
        long[] served = at.served();
        for (int kind = 0; kind < active.length; kind++) {
            priced[kind] = priced[kind] == null || priced[kind].length < active[kind].length
                    ? new long[active[kind].length] : priced[kind];
            columns.values().price(active[kind], served, at.members(columns.kinds().get(kind)), priced[kind]);
        }
        SlotAssignment slots = new SlotAssignment(columns, active, priced);
        if (!slots.isPossible()) {
            return false;
        }
        choice = slots.choice();
        leaders = slots.leaders();
        rowPrices = slots.rowPrices();
        relaxed = slots.total() + at.constant();
        if (relaxed < bound) {
            bound = relaxed;
            bestPrices = at;
        }
        return true;
    }

    /** The prices at which the last relaxation was solved. */
    Prices prices() {
        return prices;
    }

    /** The prices of the best bound. */
    Prices bestPrices() {
        return bestPrices;
    }

    /** Drops the columns with which, at the present prices, no solution is worth {@code least}; none of the optima's. */
    void drop(long least) {
        for (int kind = 0; kind < active.length; kind++) {
            long threshold = rowPrices[columns.kinds().get(kind).slots()[0]] - (relaxed - least);
            int[] masks = active[kind];
            int[] kept = new int[masks.length];
            int count = 0;
            for (int c = 0; c < masks.length; c++) {
                if (priced[kind][c] >= threshold) {
                    kept[count] = masks[c];
                    priced[kind][count++] = priced[kind][c];
                }
            }
            active[kind] = Arrays.copyOf(kept, count);
        }
    }

    /** The relaxation's solution: a bit set for each slot, 0 where it is empty; not copied. */
    int[] choice() {
        return choice;
    }

    /** The columns of the first kind with the largest priced weights, largest first: one more than slots. */
    int[] leaders() {
        return leaders;
    }

    /** How often the relaxation's solution counts each task. */
    int[] counted() {
        int[] counted = new int[columns.tasks()];
        long[] served = prices.served();
        for (int mask : choice) {
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int task = Integer.numberOfTrailingZeros(rest);
                boolean counts = !(columns.values() instanceof ServingValues serving)
                        || serving.gain(mask, task) + served[task] > 0;
                counted[task] += counts ? 1 : 0;
            }
        }
        return counted;
    }

    /** U at the prices of the last relaxation. */
    long relaxed() {
        return relaxed;
    }

    /** No solution is worth more. */
    long bound() {
        return bound;
    }

    /** Lowers the bound to one that was found elsewhere. */
    void limit(long other) {
        bound = Math.min(bound, other);
    }

    /** The columns of each kind that are left, ascending; not copied. */
    int[][] active() {
        return active;
    }

    /** The number of columns that are left. */
    int size() {
        return Arrays.stream(active).mapToInt(masks -> masks.length).sum();
    }

    /** The columns of each kind that lie least below what their slots ask for, so many in all; ascending. */
    int[][] nearest(int count) {
        long[] distances = new long[size()];
        int next = 0;
        for (int kind = 0; kind < active.length; kind++) {
            for (int c = 0; c < active[kind].length; c++) {
                distances[next++] = distance(kind, c);
            }
        }
        Arrays.sort(distances);
        long farthest = distances[Math.min(count, distances.length) - 1];
        int[][] near = new int[active.length][];
        for (int kind = 0; kind < active.length; kind++) {
            int of = kind;
            near[kind] = IntStream.range(0, active[kind].length)
                    .filter(c -> distance(of, c) <= farthest).map(c -> active[of][c]).toArray();
        }
        return near;
    }

    private long distance(int kind, int column) {
        return Math.max(0, rowPrices[columns.kinds().get(kind).slots()[0]] - priced[kind][column]);
    }
}
