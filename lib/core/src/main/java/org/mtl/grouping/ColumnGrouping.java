package org.mtl.grouping;

import java.util.Arrays;
import org.mtl.MtlException;

/**
 * Optimal groupings of up to 20 tasks: all groups are listed with their values, a Lagrangian bound leaves those that can
 * be in an optimum, and CP-SAT chooses among them (METHODS §6).
 *
 * <p>Values are compared as whole numbers ({@link ColumnValues}); of optima that are equal to that precision the first in
 * canonical order is taken, or the first by slots, an empty slot behind every group. Only where more than 1024 columns are
 * tied, as where nearly all affinities are equal, or the breaking of ties takes longer than about two seconds, as where groups
 * serve nobody, it is any of the optima, still the same one in every run.
 */
public final class ColumnGrouping implements GroupingSolver {

    /** The largest number of tasks that this solver takes. */
    public static final int MAXIMUM_TASKS = Subsets.MAXIMUM;

    /** The largest number of columns that ties are broken among: all groups of ten tasks. */
    private static final int TIED = 1 << 10;

    /** From so many columns on, a part of them is searched for a better solution first. */
    private static final int MANY = 5000;

    /** How many of them, and the work that may take. */
    private static final int PART = 1500;
    private static final double PART_WORK = 2;

    private final CpSatFactory solvers;

    /** A solver that uses CP-SAT through this factory. */
    public ColumnGrouping(CpSatFactory solvers) {
        this.solvers = solvers;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        solvers.requireNotStopped();
        ColumnSearch search = new ColumnSearch(new GroupColumns(problem), solvers, settings);
        PriceBound bound = new PriceBound(search.columns());
        if (search.columns().isHopeless() || !maximize(search, bound)) {
            throw Infeasibility.explain(problem, solvers, settings.deadline());
        }
        if (search.isProven() && !search.isOver()) {
            takeFirst(search, bound);
        }
        return search.result();
    }

    /** Finds a choice of the largest weight; false if there is no solution. */
    private boolean maximize(ColumnSearch search, PriceBound bound) {
        PriceSearch prices = new PriceSearch(search, bound);
        if (!prices.start()) {
            return false;
        }
        prices.improve();
        if (!search.hasBest() && !search.isOver()) {
            int[] any = search.any();
            if (any.length > 0) {
                search.offer(any);
                prices.near(any);
                prices.improve();
            }
        }
        prices.level();
        if (search.hasBest() && !search.isClose() && !search.isOver()) {
            narrow(search, bound);
        }
        if (search.isClose() || search.isOver()) {
            return true;
        }
        ColumnModel model = new ColumnModel(search.columns(), bound.active());
        if (search.hasBest()) {
            model.hint(search.best());
        }
        CpSatFactory.Solved solved = search.maximize(model, Double.POSITIVE_INFINITY);
        if (solved.isInfeasible()) {
            return search.hasBest();
        }
        if (solved.hasSolution()) {
            search.limit(Math.ceil(solved.solver().bestObjectiveBound()));
        }
        return true;
    }

    /** Searches a part of many columns, those that look best at the prices, and drops what a better solution allows. */
    private static void narrow(ColumnSearch search, PriceBound bound) {
        bound.relax(bound.bestPrices());
        bound.drop(search.least());
        while (bound.size() > MANY && !search.isOver()) {
            int before = bound.size();
            int[] best = search.best();
            ColumnModel part = new ColumnModel(search.columns(), bound.nearest(PART));
            search.maximize(part, PART_WORK);
            if (Arrays.equals(best, search.best())) {
                return;
            }
            bound.relax(bound.bestPrices());
            bound.drop(search.least());
            if (bound.size() > before / 2) {
                return;
            }
        }
    }

    /** Among the choices of the best weight, takes the first. */
    private static void takeFirst(ColumnSearch search, PriceBound bound) {
        bound.relax(bound.bestPrices());
        bound.drop(search.least());
        if (bound.size() > TIED || isOnlyOne(search, bound)) {
            return;
        }
        new FirstChoice(search, bound.active()).take();
    }

    private static boolean isOnlyOne(ColumnSearch search, PriceBound bound) {
        // With an objective, though any other choice would do: the solver's bounds are stronger than for a condition.
        ColumnModel model = new ColumnModel(search.columns(), bound.active()).require(search.least())
                .exclude(search.best()).maximize();
        return search.decide(model).isInfeasible();
    }
}
