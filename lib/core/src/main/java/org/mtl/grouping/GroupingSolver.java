package org.mtl.grouping;

import org.mtl.MtlException;

/** Finds groups of tasks. */
public interface GroupingSolver {

    /**
     * Solves a problem.
     *
     * @param problem what is asked for
     * @param deadline when to end with the best found so far
     * @throws MtlException (DATA) if no grouping meets what is asked for, or none was found in time; (USAGE) if the solver
     *     cannot take a problem of this size; (UNAVAILABLE) if the solver's native library cannot be loaded
     * @throws java.util.concurrent.CancellationException after {@link CpSatFactory#stop}
     */
    GroupingResult solve(GroupingProblem problem, Deadline deadline);
}
