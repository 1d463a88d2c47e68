package org.mtl.grouping;

import java.util.Arrays;
import java.util.Optional;

/**
 * Improves a bound by subgradient steps on its prices, and finds good choices on the way: each relaxation's solution is
 * mended and improved.
 */
final class PriceSearch {

    private static final int ROUNDS = 400;
    private static final int PATIENCE = 6;
    private static final double SLOWEST = 1e-3;
    /** Columns priced per unit of work. */
    private static final double SPEED = 1e8;
    /** The rounds after which the costlier search for solutions takes place, beside the first ones. */
    private static final int EVERY = 16;
    private static final int FIRST = 4;
    /** From so many columns on, that are left where affinities repeat, equal prices for all tasks are tried. */
    private static final int MANY = 20_000;

    private final ColumnSearch search;
    private final PriceBound bound;
    private final ChoiceSearch local;
    /** Finds solutions by exchange of one whole group, where groups need only differ and cover. */
    private final Optional<CoverHeuristic> exchange;

    PriceSearch(ColumnSearch search, PriceBound bound) {
        this.search = search;
        this.bound = bound;
        GroupColumns columns = search.columns();
        local = new ChoiceSearch(columns);
        exchange = columns.isCover() && columns.values() instanceof Subsets subsets
                ? Optional.of(new CoverHeuristic(subsets, columns.kinds().get(0).columns())) : Optional.empty();
    }

    /**
     * Relaxes at no prices and at those of the best mean share of a group's weight, the right ones where all affinities
     * are equal.
     *
     * @return false if the slots cannot be filled at all
     */
    boolean start() {
        if (!relax(bound.prices())) {
            return false;
        }
        exchange.ifPresent(heuristic -> heuristic.lead(bound.leaders()));
        search.hint().ifPresent(hint -> search.offer(local.improve(hint)));
        note(0);
        Prices none = bound.prices();
        if (search.columns().values() instanceof Subsets subsets) {
            long[] shares = new long[search.columns().tasks()];
            Arrays.fill(shares, Long.MIN_VALUE);
            for (int[] masks : bound.active()) {
                for (int mask : masks) {
                    long share = Math.floorDiv(subsets.weight(mask), Integer.bitCount(mask));
                    for (int rest = mask; rest != 0; rest &= rest - 1) {
                        int task = Integer.numberOfTrailingZeros(rest);
                        shares[task] = Math.max(shares[task], share);
                    }
                }
            }
            relax(none.withServed(Arrays.stream(shares).map(share -> share == Long.MIN_VALUE ? 0 : -share).toArray()));
            note(0);
        }
        return true;
    }

    private boolean relax(Prices prices) {
        search.spend(bound.size() / SPEED);
        boolean possible = bound.relax(prices);
        if (possible) {
            search.limit(bound.bound());
        }
        return possible;
    }

    /** Moves prices from the best known until bound and solution meet, progress ends, or the search is over. */
    void improve() {
        double pace = 1;
        int since = 0;
        relax(bound.bestPrices());
        for (int round = 1; round < ROUNDS && pace > SLOWEST && !search.isClose() && !search.isOver(); round++) {
            double[] slopes = bound.prices().slopes(bound.choice(), bound.counted());
            double norm = Arrays.stream(slopes).map(slope -> slope * slope).sum();
            if (norm == 0) {
                return;
            }
            double distance = search.hasBest() ? bound.bound() - search.bestWeight() : Math.abs((double) bound.bound()) + 1;
            long before = bound.bound();
            if (!relax(bound.prices().step(slopes, pace * Math.max(distance, 1) / norm))) {
                return;
            }
            note(round);
            since = bound.bound() < before ? 0 : since + 1;
            if (since == PATIENCE) {
                pace /= 2;
                since = 0;
                relax(bound.bestPrices());
            }
        }
    }

    /**
     * Where many columns are left, tries equal prices for all tasks, the right ones where no task differs from another,
     * and finds the best of them: the bound is convex in them.
     */
    void level() {
        if (bound.size() < MANY || search.isClose() || search.isOver()) {
            return;
        }
        long[] served = bound.bestPrices().served();
        long low = Arrays.stream(served).min().orElseThrow();
        long high = Arrays.stream(served).max().orElseThrow() + 1;
        low -= high - low;
        high += (high - low) / 2;
        while (high > low && !search.isClose() && !search.isOver()) {
            long middle = Math.floorDiv(low + high, 2);
            long here = at(middle);
            if (here <= at(middle + 1)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
    }

    private long at(long price) {
        long[] served = new long[search.columns().tasks()];
        Arrays.fill(served, price);
        if (!relax(bound.bestPrices().withServed(served))) {
            return Long.MAX_VALUE;
        }
        note(0);
        return bound.relaxed();
    }

    /** Looks for a solution near the relaxation's, and drops columns. */
    private void note(int round) {
        boolean better = exchange.isPresent() && search.offer(exchange.get().cover(bound.choice()));
        if (exchange.isEmpty() && round < FIRST || round % EVERY == 0) {
            better |= search.offer(local.improve(bound.choice()));
        }
        if (search.hasBest() && (better || bound.relaxed() == bound.bound())) {
            bound.drop(search.least());
        }
    }

    /** Looks for a solution near this one. */
    boolean near(int[] choice) {
        return search.offer(local.improve(choice));
    }
}
