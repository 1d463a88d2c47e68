package org.mtl.grouping;

/**
 * Groupings of up to 20 tasks by CP-SAT alone, which chooses among all columns: no bound of ours, no heuristic, nothing
 * dropped. Slower than {@link ColumnGrouping}, and a check of it. Of equal optima it takes any, the same one in every run.
 */
public final class AllColumnsGrouping implements GroupingSolver {

    private final CpSatFactory solvers;

    /** A solver that uses CP-SAT through this factory. */
    public AllColumnsGrouping(CpSatFactory solvers) {
        this.solvers = solvers;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        solvers.requireNotStopped();
        GroupColumns columns = new GroupColumns(problem);
        if (columns.isHopeless()) {
            throw Infeasibility.explain(problem, solvers, settings.deadline());
        }
        ColumnSearch search = new ColumnSearch(columns, solvers, settings);
        int[][] all = columns.kinds().stream().map(SlotKind::columns).toArray(int[][]::new);
        ColumnModel model = new ColumnModel(columns, all);
        search.hint().ifPresent(model::hint);
        CpSatFactory.Solved solved = search.maximize(model, Double.POSITIVE_INFINITY);
        if (solved.isInfeasible()) {
            throw Infeasibility.explain(problem, solvers, settings.deadline());
        }
        if (solved.hasSolution()) {
            search.limit(Math.ceil(solved.solver().bestObjectiveBound()));
        }
        return search.result();
    }
}
