package org.mtl.grouping;

import java.util.Arrays;

/**
 * A bound on the value of any cover by Lagrangian relaxation, a good cover, and the groups that can be in a better one
 * (METHODS §6).
 *
 * <p>With a price λ_i ≥ 0 for each task, no cover of m groups is worth more than U(λ) = the sum of the m largest
 * w_G + Σ_{i∈G} λ_i, minus Σ λ_i. A group whose w_G + Σ λ_i lies further below the m-th of these than U(λ) lies above the
 * best cover known is in no cover that is as good, and is dropped. Prices are whole numbers, hence all of this is exact.
 */
final class CoverBound {

    private static final int HALF = 10;
    private static final int LOW = (1 << HALF) - 1;
    private static final int ROUNDS = 300;
    private static final int PATIENCE = 6;

    private final Subsets subsets;
    private final int groups;
    private final CoverHeuristic heuristic;
    private int[] active;
    private final long[] prices;
    private long[] bestPrices;
    private long bound = Long.MAX_VALUE;
    private int[] best = new int[0];
    private long bestWeight;

    private final long[] low = new long[1 << HALF];
    private final long[] high = new long[1 << HALF];
    /** The groups of the relaxation's solution and their priced weights, largest first. */
    private final int[] top;
    private final long[] topWeights;

    /**
     * Starts with all allowed groups, of which there are at least {@code groups}, and no prices.
     */
    CoverBound(Subsets subsets, int groups) {
        this.subsets = subsets;
        this.groups = groups;
        this.active = subsets.admissible().clone();
        this.prices = new long[subsets.tasks()];
        this.bestPrices = prices;
        this.heuristic = new CoverHeuristic(subsets);
        // One more than needed: what a group of the solution can be exchanged for.
        this.top = new int[groups + 1];
        this.topWeights = new long[groups + 1];
    }

    /** Improves prices by subgradient steps until bound and cover meet, progress ends, or the time is over. */
    void improve(Deadline deadline, Runnable checkStopped) {
        double[] exact = new double[prices.length];
        double pace = 1;
        int since = 0;
        long relaxed = relax();
        heuristic.lead(Arrays.copyOf(top, Math.min(top.length, active.length)));
        for (int round = 0; round < ROUNDS && pace > 1e-3; round++) {
            checkStopped.run();
            since = note(relaxed) ? 0 : since + 1;
            if (hasCover() && bound <= bestWeight || active.length <= groups || deadline.isOver()) {
                return;
            }
            if (since == PATIENCE) {
                pace /= 2;
                since = 0;
                Arrays.setAll(exact, i -> bestPrices[i]);
            }
            if (!step(exact, pace)) {
                return;
            }
            relaxed = relax();
        }
    }

    /** Solves the relaxation at the present prices, by the active groups with the largest priced weights: U(λ). */
    private long relax() {
        fillTables();
        Arrays.fill(topWeights, Long.MIN_VALUE);
        int last = topWeights.length - 1;
        for (int mask : active) {
            long priced = priced(mask);
            if (priced > topWeights[last]) {
                int at = last;
                for (; at > 0 && topWeights[at - 1] < priced; at--) {
                    topWeights[at] = topWeights[at - 1];
                    top[at] = top[at - 1];
                }
                topWeights[at] = priced;
                top[at] = mask;
            }
        }
        long relaxed = -Arrays.stream(prices).sum();
        for (int g = 0; g < groups; g++) {
            relaxed += topWeights[g];
        }
        return relaxed;
    }

    private void fillTables() {
        for (int half = 1; half <= LOW; half++) {
            int task = Integer.numberOfTrailingZeros(half);
            low[half] = low[half & half - 1] + (task < prices.length ? prices[task] : 0);
            high[half] = high[half & half - 1] + (task + HALF < prices.length ? prices[task + HALF] : 0);
        }
    }

    private long priced(int mask) {
        return subsets.weight(mask) + low[mask & LOW] + high[mask >>> HALF];
    }

    /** Takes over a better bound or a better cover, and drops what neither leaves a chance; whether the bound is better. */
    private boolean note(long relaxed) {
        int[] cover = heuristic.cover(Arrays.copyOf(top, groups));
        boolean betterCover = cover.length > 0 && offer(cover);
        boolean betterBound = relaxed < bound;
        if (betterBound) {
            bound = relaxed;
            bestPrices = prices.clone();
        }
        if (hasCover() && (betterBound || betterCover)) {
            drop(relaxed);
        }
        return betterBound;
    }

    /** Drops the groups with which, at the present prices, no cover is as good as the best known. */
    private void drop(long relaxed) {
        long least = topWeights[groups - 1] - (relaxed - bestWeight);
        int kept = 0;
        for (int mask : active) {
            if (priced(mask) >= least) {
                active[kept++] = mask;
            }
        }
        active = kept < active.length ? Arrays.copyOf(active, kept) : active;
    }

    /** Moves along the subgradient 1 − (how often each task is covered); false where it is 0. */
    private boolean step(double[] exact, double pace) {
        int[] counts = new int[prices.length];
        for (int g = 0; g < groups; g++) {
            for (int rest = top[g]; rest != 0; rest &= rest - 1) {
                counts[Integer.numberOfTrailingZeros(rest)]++;
            }
        }
        double norm = 0;
        for (int i = 0; i < counts.length; i++) {
            double slope = slope(counts[i], exact[i]);
            norm += slope * slope;
        }
        if (norm == 0) {
            return false;
        }
        double distance = hasCover() ? bound - bestWeight : Math.abs((double) bound) + 1;
        double length = pace * Math.max(distance, 1) / norm;
        for (int i = 0; i < counts.length; i++) {
            exact[i] = Math.max(0, exact[i] + length * slope(counts[i], exact[i]));
            prices[i] = Math.round(exact[i]);
        }
        return true;
    }

    private static double slope(int count, double price) {
        return count > 1 && price == 0 ? 0 : 1 - count;
    }

    /** Offers a cover; whether it is better than the best known. */
    boolean offer(int[] cover) {
        long weight = heuristic.weight(cover);
        if (hasCover() && weight <= bestWeight) {
            return false;
        }
        best = cover.clone();
        bestWeight = weight;
        return true;
    }

    /** Takes another cover of the same weight as the best. */
    void replace(int[] cover) {
        best = cover.clone();
    }

    /** Drops, at the prices of the best bound, what is in no cover as good as the best known. */
    void drop() {
        System.arraycopy(bestPrices, 0, prices, 0, prices.length);
        drop(relax());
    }

    boolean hasCover() {
        return best.length > 0;
    }

    /** The groups of the best cover known; empty if none is. */
    int[] best() {
        return best.clone();
    }

    long bestWeight() {
        return bestWeight;
    }

    /** No cover weighs more. */
    long bound() {
        return bound;
    }

    /** The groups that can be in a cover as good as the best known, all those of it among them; ascending. */
    int[] active() {
        return active.clone();
    }
}
