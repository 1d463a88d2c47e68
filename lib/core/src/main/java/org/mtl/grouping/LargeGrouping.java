package org.mtl.grouping;

import org.mtl.MtlException;

/**
 * Groupings of any number of tasks, for more than {@link ColumnGrouping} can list all groups of: local search for the
 * grouping ({@link GroupSearch}), prices and the search for the best priced groups for a bound ({@link CoverPrices},
 * {@link BestGroups}), and CP-SAT to choose among the groups that can be in a better grouping; where all of those are known,
 * that is a proof.
 *
 * <p>Where tasks are served the bound is what each task gains in the best group of its own ({@link ServedBound}), and that
 * of the compact model as long as time is left. The result does not depend on the number of threads unless the deadline or
 * a stop ends the search.
 */
public final class LargeGrouping implements GroupingSolver {

    private static final int STARTS = 12;
    /** From so many tasks on local search takes long enough to look for a bound before it goes on. */
    private static final int MANY = 60;
    private static final int FEW_STARTS = 2;
    private static final double PROVEN = 1e-9;
    /** Rounds of perturbation in vain. */
    private static final int PATIENCE = 200;
    /** Nodes of one search for groups, times the square of the number of tasks: some seconds. */
    private static final double PRICING = 1e8;
    /** How many times as many for the search for all groups that CP-SAT may need. */
    private static final int CHOOSING = 5;
    /** Groups that CP-SAT is given to choose from, at most. */
    private static final int CHOICE = 5000;
    /** Rounds of prices between attempts to make a grouping of what they choose. */
    private static final int OFFERS = 10;
    /** The largest model that is given to CP-SAT, in terms. */
    private static final double TERMS = 5e6;

    private final CpSatFactory solvers;

    /** A solver that uses CP-SAT through this factory. */
    public LargeGrouping(CpSatFactory solvers) {
        this.solvers = solvers;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        SearchClock clock = new SearchClock(settings, solvers);
        clock.requireNotStopped();
        return new Run(problem, clock).solve();
    }

    /** One search, step by step. */
    private final class Run {

        private final GroupingProblem problem;
        private final SearchClock clock;
        private final GroupSearch search;
        private final GroupPool pool;
        private final SearchRules rules;
        private double bound = Double.POSITIVE_INFINITY;

        Run(GroupingProblem problem, SearchClock clock) {
            this.problem = problem;
            this.clock = clock;
            rules = new SearchRules(problem);
            search = new GroupSearch(rules, clock);
            pool = new GroupPool(problem);
        }

        GroupingResult solve() {
            clock.settings().hint().ifPresent(search::offer);
            boolean many = problem.affinity().size() > MANY;
            search.begin(many ? FEW_STARTS : STARTS);
            if (search.best().isEmpty()) {
                findAny();
            }
            search.perturb(many ? 1 : PATIENCE);
            bound(problem.objective().isServing() ? ServedBound.of(rules) : Double.POSITIVE_INFINITY);
            if (!problem.objective().isServing()) {
                relax();
            }
            while (!isDone() && search.perturb(PATIENCE)) {
                report();
            }
            if (!isDone() && CompactModel.terms(problem) <= TERMS) {
                compact();
            }
            while (!isDone() && clock.isLimited()) {
                search.perturb(PATIENCE);
                report();
            }
            return result();
        }

        /** Lets CP-SAT find a grouping that meets the conditions, which chance has not. */
        private void findAny() {
            clock.requireNotStopped();
            MemberModel model = new MemberModel(problem.affinity().size(), problem.constraints(), true,
                    problem.affinity().forbiddenPairs());
            CpSatFactory.Solved solved = solvers.solve(model.model(), CpSatFactory.Search.PORTFOLIO, clock.rest());
            clock.countSeconds(solved.work());
            if (solved.isInfeasible()) {
                throw Infeasibility.explain(problem, solvers, clock.rest().deadline());
            }
            if (!solved.hasSolution()) {
                clock.requireNotStopped();
                throw MtlException.data("no grouping was found within the limits given");
            }
            search.offer(new Grouping(model.groups(solved)));
        }

        /** Improves prices; then lets CP-SAT choose among the groups that can be in a better grouping. */
        private void relax() {
            BestGroups pricing = new BestGroups(rules, clock);
            int nodes = (int) Math.max(50, PRICING / ((double) problem.affinity().size() * problem.affinity().size()));
            try (CoverPrices prices = new CoverPrices(rules, pricing, pool, clock)) {
                prices.step(nodes);
                bound(prices.bound());
                search.best().ifPresent(grouping -> grouping.groups().forEach(pool::add));
                boolean more = !isDone() && prices.prepare();
                for (int round = 0; more && !isDone(); round++) {
                    more = prices.step(nodes);
                    if (bound(prices.bound()) || round % OFFERS == 0) {
                        search.complete(prices.top());
                    }
                    more = more && !isDone() && prices.move();
                }
                if (!isDone()) {
                    choose(pricing, prices, CHOOSING * nodes);
                }
            }
        }

        /** Looks for all groups that can be in a better grouping, and lets CP-SAT choose among them and those known. */
        private void choose(BestGroups pricing, CoverPrices prices, int nodes) {
            double[] best = prices.prices();
            search.best().ifPresent(grouping -> grouping.groups().forEach(pool::add));
            double least = prices.least(value());
            BestGroups.Found found = pricing.find(best, CHOICE, least, nodes);
            boolean all = found.isComplete() && problem.constraints().isDistinct();
            found.groups().forEach(pool::add);
            if (problem.constraints().isSlotted() || clock.isOver()) {
                return;
            }
            PoolModel model = new PoolModel(problem, pool.groups());
            search.best().ifPresent(model::hint);
            CpSatFactory.Solved solved = solvers.solve(model.model(), CpSatFactory.Search.SINGLE, clock.rest());
            clock.countSeconds(solved.work());
            if (solved.hasSolution()) {
                search.offer(model.grouping(solved));
            }
            if (all && solved.hasSolution()) {
                // A grouping with another group is not worth more than the one known.
                bound(Math.max(value(), model.bound(solved)));
            }
        }

        private void compact() {
            GroupingResult result = new CompactGrouping(solvers).solve(problem, search.best(), clock);
            search.offer(result.grouping());
            bound(result.bound());
        }

        private double value() {
            return search.best().map(problem::valueOf).orElse(Double.NEGATIVE_INFINITY);
        }

        /** Takes note of a bound; whether it is better. */
        private boolean bound(double other) {
            boolean better = other < bound;
            bound = Math.min(bound, other);
            if (better) {
                report();
            }
            return better;
        }

        private void report() {
            clock.settings().progress().report(search.best().isPresent() ? value() : Double.NaN, bound);
        }

        private boolean isDone() {
            double value = value();
            return clock.isOver() || bound - value <= Math.max(PROVEN, clock.settings().gap()) * Math.abs(value);
        }

        private GroupingResult result() {
            Grouping grouping = search.best().orElseThrow();
            double value = problem.valueOf(grouping);
            boolean proven = bound - value <= PROVEN * Math.abs(value);
            return new GroupingResult(grouping, value, proven ? value : Math.max(value, bound),
                    proven ? GroupingResult.Status.OPTIMAL : GroupingResult.Status.FEASIBLE);
        }
    }
}
