package org.mtl.grouping;

import java.util.function.BooleanSupplier;
import org.mtl.MtlException;

/**
 * Groupings by depth-first search over combinations of groups, the most valuable groups first, that leaves out what a
 * bound shows to be no better: the search of Standley et al. (ICML 2020) and of TAG (Fifty et al., NeurIPS 2021), for
 * comparison.
 *
 * <p>The bound adds to the groups so far the best ones that may follow, whatever tasks they hold; where tasks count once,
 * the best gain that each can still reach. It ends with a proof for a handful of tasks and groups only. Of groupings that
 * are equally good it takes any, the same in every run.
 */
public final class BranchAndBoundGrouping implements GroupingSolver {

    /** The largest number of tasks that this solver takes. */
    public static final int MAXIMUM_TASKS = DepthFirstColumns.MAXIMUM_TASKS;

    private final BooleanSupplier stopped;

    /** A solver that ends early where this says so. */
    public BranchAndBoundGrouping(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        int tasks = problem.affinity().size();
        if (tasks > MAXIMUM_TASKS) {
            throw MtlException.usage("branch and bound takes at most " + MAXIMUM_TASKS + " tasks, found " + tasks);
        }
        return new DepthFirst(problem, true, settings, stopped).run();
    }
}
