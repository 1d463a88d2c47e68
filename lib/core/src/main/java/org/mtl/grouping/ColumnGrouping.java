package org.mtl.grouping;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * Optimal groupings of up to 20 tasks: all groups are listed with their values, a Lagrangian bound leaves those that can
 * be in an optimum, and CP-SAT chooses among them (METHODS §6).
 *
 * <p>Values are compared as whole numbers ({@link Subsets}); of optima that are equal to that precision the first in
 * canonical order is taken. Only where more than 4096 groups are tied, as where nearly all affinities are equal, it is
 * any of the optima, still the same one in every run.
 */
public final class ColumnGrouping implements GroupingSolver {

    /** The largest number of tasks that this solver takes. */
    public static final int MAXIMUM_TASKS = Subsets.MAXIMUM;

    /** The largest number of groups that ties are broken among: all groups of twelve tasks. */
    private static final int TIED = 1 << 12;

    private final CpSatFactory solvers;

    /** A solver that uses CP-SAT through this factory. */
    public ColumnGrouping(CpSatFactory solvers) {
        this.solvers = solvers;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        Deadline deadline = settings.deadline();
        int tasks = problem.affinity().size();
        if (tasks > Subsets.MAXIMUM) {
            throw MtlException.usage("more than " + Subsets.MAXIMUM + " tasks are not supported by this solver, found " + tasks);
        }
        Subsets subsets = new Subsets(problem.affinity(), problem.objective());
        requireEnoughGroups(problem, subsets);
        CoverBound bound = new CoverBound(subsets, problem.groups());
        bound.improve(deadline, solvers::requireNotStopped);
        Search search = new Search(problem, subsets, bound, deadline);
        boolean proven = search.maximize() && search.takeFirst();
        return search.result(proven);
    }

    private static void requireEnoughGroups(GroupingProblem problem, Subsets subsets) {
        int available = subsets.admissible().length;
        if (available < problem.groups()) {
            int tasks = subsets.tasks();
            boolean forbidden = available < subsets.all();
            throw MtlException.data("no grouping is possible: " + problem.groups() + " different groups are asked for, "
                    + tasks + (tasks == 1 ? " task has " : " tasks have ") + available
                    + (forbidden ? " without a pair that must never share one" : ""));
        }
    }

    /** One search, step by step. */
    private final class Search {

        private final GroupingProblem problem;
        private final Subsets subsets;
        private final CoverBound covers;
        private final Deadline deadline;
        private long bound;

        Search(GroupingProblem problem, Subsets subsets, CoverBound covers, Deadline deadline) {
            this.problem = problem;
            this.subsets = subsets;
            this.covers = covers;
            this.deadline = deadline;
            this.bound = covers.bound();
        }

        /** Finds a cover of the largest weight; whether that is proven. */
        boolean maximize() {
            if (covers.hasCover() && bound <= covers.bestWeight()) {
                return true;
            }
            ColumnModel model = new ColumnModel(subsets, covers.active(), problem.groups()).maximize();
            if (covers.hasCover()) {
                model.hint(covers.best());
            }
            CpSatFactory.Solved solved = solvers.solve(model.model(), CpSatFactory.Search.SINGLE, deadline);
            if (solved.isInfeasible()) {
                throw MtlException.data(Infeasibility.explain(problem));
            }
            if (solved.hasSolution()) {
                covers.offer(model.choice(solved));
                double best = Math.ceil(solved.solver().bestObjectiveBound());
                bound = Math.max(covers.bestWeight(), Math.min(bound, (long) best));
            }
            return solved.isOptimal();
        }

        /** Among the covers of the best weight, takes the first in canonical order; whether that is done. */
        boolean takeFirst() {
            bound = covers.bestWeight();
            covers.drop();
            if (covers.active().length > TIED) {
                return true;
            }
            int[] columns = IntStream.of(covers.active()).boxed().sorted(Subsets::compare).mapToInt(i -> i).toArray();
            if (columns.length == problem.groups() || isOnlyOne(columns)) {
                return true;
            }
            int[] first = new int[0];
            while (first.length < problem.groups()) {
                ColumnModel model = tied(columns).fix(first).minimizeNext(first);
                CpSatFactory.Solved solved = solvers.solve(model.model(), CpSatFactory.Search.SINGLE, deadline);
                if (!solved.isOptimal()) {
                    return false;
                }
                // The choice begins with what is fixed, since columns are in order and each is the first possible one.
                int[] choice = model.choice(solved);
                first = Arrays.copyOf(choice, first.length + 1);
            }
            covers.replace(first);
            return true;
        }

        private boolean isOnlyOne(int[] columns) {
            ColumnModel model = tied(columns).exclude(covers.best());
            return solvers.solve(model.model(), CpSatFactory.Search.SINGLE, deadline).isInfeasible();
        }

        private ColumnModel tied(int[] columns) {
            return new ColumnModel(subsets, columns, problem.groups()).require(covers.bestWeight());
        }

        GroupingResult result(boolean proven) {
            if (!covers.hasCover()) {
                throw MtlException.data("no grouping was found within the time limit");
            }
            List<int[]> groups = IntStream.of(covers.best()).mapToObj(Subsets::tasks).toList();
            Grouping grouping = Grouping.canonical(groups);
            double objective = problem.objective().of(problem.affinity(), grouping);
            double unit = subsets.value(1);
            // Each group is rounded by half a unit at most; what is left is the rounding of sums in double.
            double rounding = unit * problem.groups();
            if (Math.abs(objective - subsets.value(covers.bestWeight())) > rounding) {
                throw new IllegalStateException("a grouping worth " + objective + " was taken to be worth "
                        + subsets.value(covers.bestWeight()));
            }
            double best = proven ? objective : Math.max(objective, subsets.value(bound) + rounding);
            return new GroupingResult(grouping, objective, best,
                    proven ? GroupingResult.Status.OPTIMAL : GroupingResult.Status.FEASIBLE);
        }
    }
}
