package org.mtl.grouping;

import java.util.function.BooleanSupplier;
import org.mtl.MtlException;

/**
 * Groupings by trying all combinations of groups, for comparison. Of groupings that are equally good it takes the first
 * in canonical order, or by slots.
 */
public final class ExhaustiveGrouping implements GroupingSolver {

    /** The largest number of combinations that this solver takes: some minutes. */
    public static final double MAXIMUM_COMBINATIONS = 1e8;

    private final BooleanSupplier stopped;

    /** A solver that ends early where this says so. */
    public ExhaustiveGrouping(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        int tasks = problem.affinity().size();
        if (tasks > DepthFirstColumns.MAXIMUM_TASKS) {
            throw MtlException.usage(
                    "exhaustive search takes at most " + DepthFirstColumns.MAXIMUM_TASKS + " tasks, found " + tasks);
        }
        double combinations = combinations(problem);
        if (combinations > MAXIMUM_COMBINATIONS) {
            throw MtlException.usage("exhaustive search takes at most " + String.format("%.0f", MAXIMUM_COMBINATIONS)
                    + " combinations of groups; " + tasks + " tasks in " + problem.groups()
                    + " groups have " + String.format("%.3g", combinations));
        }
        return new DepthFirst(problem, false, settings, stopped).run();
    }

    /** How many combinations of groups there are, those that a constraint excludes as a whole among them. */
    static double combinations(GroupingProblem problem) {
        DepthFirstColumns columns = new DepthFirstColumns(problem);
        double count = columns.isSlotted() ? 1 : 0;
        for (int slot = 0; slot < columns.slots() && columns.isSlotted(); slot++) {
            count *= columns.of(slot).size() + (columns.mayBeEmpty() ? 1 : 0);
        }
        double chosen = 1;
        for (int groups = 1; groups <= columns.slots() && !columns.isSlotted(); groups++) {
            // Different groups, or any: n − 1, n − 2, … or n + 1, n + 2, … are left for the next.
            double left = columns.of(0).size() + (groups - 1) * (1.0 - 2 * columns.advance());
            chosen *= Math.max(0, left) / groups;
            count += groups >= problem.constraints().count().minimum() ? chosen : 0;
        }
        return count;
    }
}
