package org.mtl.grouping;

import java.util.Optional;
import org.mtl.MtlException;

/**
 * Groupings of any number of tasks: local search, and CP-SAT on a model of task memberships for as long as it may. It
 * rarely ends with a proof; the gap says how far off the result can be. What the end of the time cuts off may differ from
 * run to run.
 */
public final class CompactGrouping implements GroupingSolver {

    private static final int STARTS = 20;

    private final CpSatFactory solvers;

    /** A solver that uses CP-SAT through this factory. */
    public CompactGrouping(CpSatFactory solvers) {
        this.solvers = solvers;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        SearchClock clock = new SearchClock(settings, solvers);
        clock.requireNotStopped();
        GroupSearch search = new GroupSearch(new SearchRules(problem), clock);
        settings.hint().ifPresent(search::offer);
        search.begin(STARTS);
        return solve(problem, search.best(), clock);
    }

    /** Solves the model, beginning with a grouping; without a stop or limit until it is proven. */
    GroupingResult solve(GroupingProblem problem, Optional<Grouping> known, SearchClock clock) {
        SearchSettings settings = clock.settings();
        CompactModel model = new CompactModel(problem);
        known.ifPresent(model::hint);
        double value = known.map(problem::valueOf).orElse(Double.NEGATIVE_INFINITY);
        SearchSettings limits = new SearchSettings(settings.deadline(), clock.left(), settings.gap(), Optional.empty(),
                (objective, bound) -> settings.progress().report(
                        Math.max(value, model.value(objective)), model.value(bound)));
        CpSatFactory.Solved solved = solvers.solve(model.model(), CpSatFactory.Search.PORTFOLIO, limits);
        clock.countSeconds(solved.work());
        if (solved.isInfeasible()) {
            throw Infeasibility.explain(problem, solvers, settings.deadline());
        }
        Optional<Grouping> found = solved.hasSolution() ? Optional.of(model.grouping(solved)) : Optional.empty();
        if (found.isEmpty() && known.isEmpty()) {
            clock.requireNotStopped();
            throw MtlException.data("no grouping was found within the limits given");
        }
        Grouping best = found.filter(grouping -> problem.valueOf(grouping) > value).or(() -> known).orElseThrow();
        double objective = problem.valueOf(best);
        double bound = Math.max(objective, model.bound(solved));
        // With a gap allowed, a status of optimal says no more than that it was reached.
        boolean proven = solved.isOptimal()
                && solved.solver().bestObjectiveBound() <= solved.solver().objectiveValue() + 0.5;
        return new GroupingResult(best, objective, proven ? objective : bound,
                proven ? GroupingResult.Status.OPTIMAL : GroupingResult.Status.FEASIBLE);
    }
}
