package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bound on the value of every grouping by Lagrangian relaxation of which tasks are covered: with a price p_i for each task
 * no grouping of m groups is worth more than the sum of the m best priced groups (the best one m times where groups may be
 * equal), minus Σ p_i, a negative price counting as often as the task may be in a group at most. Prices are improved by
 * subgradient steps; groups are priced by {@link BestGroups}, and where its search is cut short the bound is only weaker.
 *
 * <p>Conditions on one slot alone, budgets for all groups together and excluded groupings are left out of the bound.
 */
final class CoverPrices {

    private static final int PATIENCE = 5;
    private static final double LEAST_PACE = 1e-3;
    /** Rounds of prices by local search. */
    private static final int PREPARING = 400;

    /**
     * What a round at some prices gives.
     *
     * @param bound no grouping is worth more
     * @param last the priced value of the last of the groups, 0 if there may be fewer
     * @param groups the groups of the relaxation's solution, fewer where the search was cut short
     */
    record Round(double bound, double last, List<int[]> groups) {}

    private final SearchRules rules;
    private final BestGroups pricing;
    private final GroupPool pool;
    private final SearchClock clock;
    private final int tasks;
    private final int most;
    /** How many different groups the relaxation chooses. */
    private final int wanted;
    private final int[] limits;
    private double[] prices;
    private double[] bestPrices;
    private double bound = Double.POSITIVE_INFINITY;
    /** The lowest value of the relaxation as it is valued at present. */
    private double lowest = Double.POSITIVE_INFINITY;
    private double pace = 1;
    private int since;
    private int lastNodes = 1;
    private List<int[]> top = List.of();

    CoverPrices(SearchRules rules, BestGroups pricing, GroupPool pool, SearchClock clock) {
        this.rules = rules;
        this.pricing = pricing;
        this.pool = pool;
        this.clock = clock;
        wanted = rules.problem().constraints().isDistinct() ? rules.slots() : 1;
        tasks = rules.problem().affinity().size();
        most = rules.slots();
        limits = new int[tasks];
        for (int task = 0; task < tasks; task++) {
            limits[task] = Math.min(most, rules.memberships(rules.unitOf(task)));
        }
        prices = new double[tasks];
        bestPrices = prices;
    }

    /** No grouping is worth more. */
    double bound() {
        return bound;
    }

    /** The prices of the best bound. */
    double[] prices() {
        return bestPrices.clone();
    }

    /**
     * Moves to good prices by groups that local search finds, which is fast and gives no bound.
     *
     * @param known the value of a grouping; negative infinity if none is known
     */
    void prepare(double known) {
        GroupAscent ascent = new GroupAscent(rules, pool, clock);
        for (int task = 0; task < tasks; task++) {
            ascent.climb(new int[] {task}, prices);
        }
        boolean more = true;
        for (int round = 0; more && round < PREPARING && !clock.isOver(); round++) {
            ascent.climb(new int[] {round % tasks}, prices);
            top.forEach(group -> ascent.climb(group, prices));
            more = descend(known, among(prices));
        }
        prices = bestPrices.clone();
        lowest = Double.POSITIVE_INFINITY;
        pace = 0.5;
        since = 0;
    }

    /**
     * Values the relaxation at the present prices, which gives a bound, and moves on to others.
     *
     * @param known the value of a grouping; negative infinity if none is known
     * @param nodes how much of a search for groups to do at most
     * @return whether there is anything left to improve
     */
    boolean step(double known, int nodes) {
        lastNodes = nodes;
        Round round = relax(prices, nodes);
        bound = Math.min(bound, round.bound());
        return descend(known, round);
    }

    private boolean descend(double known, Round round) {
        top = round.groups();
        boolean much = round.bound() < lowest - 1e-3 * Math.abs(lowest - known) || Double.isInfinite(lowest);
        if (round.bound() < lowest) {
            lowest = round.bound();
            bestPrices = prices.clone();
        }
        since = much ? 0 : since + 1;
        if (since >= PATIENCE) {
            since = 0;
            pace /= 2;
            prices = bestPrices.clone();
        }
        return pace > LEAST_PACE && move(known, round);
    }

    /**
     * The least value, at the prices of the best bound, of a group in a grouping that is worth more than the one known: by as
     * much less than the last of the relaxation's groups as the bound is above the known.
     */
    double least(double known) {
        Round round = relax(bestPrices, lastNodes);
        return round.last() - (round.bound() - known);
    }

    /** The groups of the last relaxation's solution. */
    List<int[]> top() {
        return top;
    }

    private Round relax(double[] at, int nodes) {
        BestGroups.Found found = pricing.find(at, wanted, least(at), nodes);
        found.groups().forEach(pool::add);
        return round(at, found.groups(), found.values(), found.rest());
    }

    /** The relaxation among the groups of the pool alone. */
    private Round among(double[] at) {
        double[] values = pool.priced(at);
        int[] best = IntStream.range(0, values.length).boxed()
                .sorted(Comparator.comparingDouble((Integer g) -> -values[g])).limit(wanted).mapToInt(g -> g).toArray();
        List<int[]> groups = Arrays.stream(best).mapToObj(pool.groups()::get).toList();
        double[] theirs = Arrays.stream(best).mapToDouble(g -> values[g]).toArray();
        return round(at, groups, theirs, theirs.length == 0 ? 0 : theirs[theirs.length - 1]);
    }

    private Round round(double[] at, List<int[]> best, double[] values, double rest) {
        int minimum = rules.problem().constraints().count().minimum();
        double sum = 0;
        double last = 0;
        List<int[]> groups = new ArrayList<>();
        for (int g = 0; g < most; g++) {
            int rank = wanted > 1 ? g : 0;
            boolean known = rank < best.size();
            double value = known ? values[rank] : rest;
            if (g >= minimum && value <= 0) {
                break;
            }
            sum += value;
            last = g + 1 == most ? value : 0;
            if (known) {
                groups.add(best.get(rank));
            }
        }
        for (int task = 0; task < tasks; task++) {
            sum -= at[task] * (at[task] > 0 ? 1 : limits[task]);
        }
        return new Round(sum, last, groups);
    }

    /** A little less than the last of the best priced values of known groups: nothing below is among the best. */
    private double least(double[] at) {
        double[] values = pool.priced(at);
        if (values.length < wanted) {
            return Double.NEGATIVE_INFINITY;
        }
        Arrays.sort(values);
        double last = values[values.length - wanted];
        return last - 1e-9 * Math.max(1, Math.abs(last));
    }

    private boolean move(double known, Round round) {
        double[] slopes = new double[tasks];
        double norm = 0;
        int[] counts = new int[tasks];
        round.groups().forEach(group -> {
            for (int task : group) {
                counts[task]++;
            }
        });
        for (int task = 0; task < tasks; task++) {
            slopes[task] = slope(counts[task], prices[task], limits[task]);
            norm += slopes[task] * slopes[task];
        }
        if (norm == 0) {
            return false;
        }
        double distance = known == Double.NEGATIVE_INFINITY ? Math.abs(round.bound()) : round.bound() - known;
        double length = pace * Math.max(distance, 1e-9 * Math.abs(round.bound())) / norm;
        for (int task = 0; task < tasks; task++) {
            double moved = prices[task] + length * slopes[task];
            boolean crosses = prices[task] > 0 && moved < 0 || prices[task] < 0 && moved > 0;
            prices[task] = crosses || moved < 0 && limits[task] >= most ? 0 : moved;
        }
        return true;
    }

    /** Up where a task is covered too seldom, down where too often. */
    private static double slope(int count, double price, int limit) {
        if (price > 0) {
            return 1 - count;
        }
        if (price < 0) {
            return limit - count;
        }
        return count < 1 ? 1 : count > limit ? limit - count : 0;
    }
}
