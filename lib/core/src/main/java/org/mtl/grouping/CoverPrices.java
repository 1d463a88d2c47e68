package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A bound on the value of every grouping by Lagrangian relaxation of which tasks are covered: with a price p_i for each task
 * no grouping of m groups is worth more than the sum of the m best priced groups (the best one m times where groups may be
 * equal), minus Σ p_i, a negative price counting as often as the task may be in a group at most. Prices are the best for
 * the groups known ({@link PriceProgram}), whose number grows; groups are priced by
 * {@link BestGroups}, and where its search is cut short the bound is only weaker.
 *
 * <p>Conditions on one slot alone, budgets for all groups together and excluded groupings are left out of the bound.
 */
final class CoverPrices implements AutoCloseable {

    /** Rounds of prices by local search alone. */
    private static final int ROUNDS = 60;
    /** Groups of one task that local search begins with in a round. */
    private static final int SEEDS = 4;
    /** Basic steps of the linear program per group and task. */
    private static final double COST = 20;

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
    private final PriceProgram program;
    private final GroupAscent ascent;
    private double[] prices;
    private double[] bestPrices;
    private double bound = Double.POSITIVE_INFINITY;
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
        program = new PriceProgram(rules, pool);
        ascent = new GroupAscent(rules, pool, clock);
    }

    /** No grouping is worth more. */
    double bound() {
        return bound;
    }

    /** The prices of the best bound. */
    double[] prices() {
        return bestPrices.clone();
    }

    /** Moves to first prices, by the best group around each task. */
    boolean prepare() {
        for (int task = 0; task < tasks && !clock.isOver(); task++) {
            ascent.climb(new int[] {task}, prices);
        }
        return move();
    }

    /**
     * Values the relaxation at the present prices, which gives a bound.
     *
     * @param nodes how much of a search for groups to do at most
     * @return whether that has brought anything new
     */
    boolean step(int nodes) {
        lastNodes = nodes;
        int before = pool.groups().size();
        Round round = relax(prices, nodes);
        top = round.groups();
        boolean better = round.bound() < bound;
        if (better) {
            bound = round.bound();
            bestPrices = prices;
        }
        return better || pool.groups().size() > before;
    }

    /**
     * Takes the best prices for the groups that are known, and looks for better groups at those, as long as there are.
     *
     * @return whether there are such prices
     */
    boolean move() {
        for (int round = 0; round < ROUNDS && !clock.isOver(); round++) {
            Optional<double[]> found = program.prices(clock.settings().deadline());
            clock.count(COST * pool.groups().size() * tasks);
            if (found.isEmpty()) {
                return false;
            }
            prices = bounded(found.get());
            int before = pool.groups().size();
            for (int[] group : best(prices)) {
                ascent.climb(group, prices);
            }
            for (int seed = 0; seed < SEEDS; seed++) {
                ascent.climb(new int[] {(round * SEEDS + seed) % tasks}, prices);
            }
            if (pool.groups().size() == before && round * SEEDS >= tasks) {
                return true;
            }
        }
        return true;
    }

    /** Without the rounding that would leave a price of the wrong sign. */
    private double[] bounded(double[] found) {
        double[] bounded = found.clone();
        for (int task = 0; task < tasks; task++) {
            bounded[task] = limits[task] >= most ? Math.max(0, found[task]) : found[task];
        }
        return bounded;
    }

    /** The groups of the pool with the best priced values. */
    private List<int[]> best(double[] at) {
        double[] values = pool.priced(at);
        return IntStream.range(0, values.length).boxed()
                .sorted(Comparator.comparingDouble((Integer g) -> -values[g])).limit(most + SEEDS)
                .map(pool.groups()::get).toList();
    }

    /**
     * The least value, at the prices of the best bound, of a group in a grouping that is worth more than the one known: by
     * as much less than the last of the relaxation's groups as the bound is above the known.
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

    @Override
    public void close() {
        program.close();
    }
}
