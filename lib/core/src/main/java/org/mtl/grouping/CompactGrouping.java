package org.mtl.grouping;

import java.util.List;
import org.mtl.MtlException;

/**
 * Groupings of any number of tasks: local search, and CP-SAT on a model of task memberships for as long as it may. It
 * rarely ends with a proof; the gap says how far off the result can be. What the end of the time cuts off may differ from
 * run to run.
 */
public final class CompactGrouping implements GroupingSolver {

    private final CpSatFactory solvers;

    /** A solver that uses CP-SAT through this factory. */
    public CompactGrouping(CpSatFactory solvers) {
        this.solvers = solvers;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        Deadline deadline = settings.deadline();
        List<int[]> found = new GroupSearch(problem).best(deadline, solvers::requireNotStopped);
        CompactModel model = new CompactModel(problem);
        if (!found.isEmpty()) {
            model.hint(found);
        }
        CpSatFactory.Solved solved = solvers.solve(model.model(), CpSatFactory.Search.PORTFOLIO, deadline);
        if (solved.isInfeasible()) {
            throw Infeasibility.explain(problem, solvers, deadline);
        }
        Grouping best = better(problem, found, solved.hasSolution() ? model.groups(solved) : List.of());
        double objective = problem.objective().of(problem.affinity(), best);
        double bound = model.bound(solved);
        boolean proven = solved.isOptimal();
        return new GroupingResult(best, objective, proven ? objective : Math.max(objective, bound),
                proven ? GroupingResult.Status.OPTIMAL : GroupingResult.Status.FEASIBLE);
    }

    private static Grouping better(GroupingProblem problem, List<int[]> first, List<int[]> second) {
        if (first.isEmpty() && second.isEmpty()) {
            throw MtlException.data("no grouping was found within the time limit");
        }
        if (first.isEmpty() || second.isEmpty()) {
            return Grouping.canonical(first.isEmpty() ? second : first);
        }
        Grouping a = Grouping.canonical(first);
        Grouping b = Grouping.canonical(second);
        double gain = problem.objective().of(problem.affinity(), b) - problem.objective().of(problem.affinity(), a);
        return gain > 0 ? b : a;
    }
}
