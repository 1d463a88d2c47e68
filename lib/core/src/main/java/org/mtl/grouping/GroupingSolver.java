package org.mtl.grouping;

import org.mtl.MtlException;

/** Finds groups of tasks. */
public interface GroupingSolver {

    /**
     * Solves a problem.
     *
     * @param problem what is asked for
     * @param settings how long and how exactly to search
     * @throws MtlException (DATA) if no grouping meets what is asked for, or none was found in time; (USAGE) if the solver
     *     cannot take a problem of this size; (UNAVAILABLE) if the solver's native library cannot be loaded
     * @throws java.util.concurrent.CancellationException after {@link CpSatFactory#stop}, if nothing was found before;
     *     otherwise a stop ends the search as a deadline does
     */
    GroupingResult solve(GroupingProblem problem, SearchSettings settings);
}
