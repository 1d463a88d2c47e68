package org.mtl.grouping;

import java.util.Optional;

/**
 * How long and how exactly to search, and where to begin.
 *
 * @param deadline when to end with the best found so far
 * @param deterministicLimit how much work to do at most before that, in a solver's own units of about a second, equal in
 *     every run; infinite for no limit
 * @param gap end as soon as (bound − objective) / |objective| is at most this; 0 to search for a proof
 * @param hint a grouping to begin with; one that does not meet the constraints is mended or not used
 * @param progress is told of better groupings and bounds
 */
public record SearchSettings(
        Deadline deadline, double deterministicLimit, double gap, Optional<Grouping> hint, Progress progress) {

    /** No limits, no hint, nobody told. */
    public static final SearchSettings UNLIMITED = new SearchSettings(
            Deadline.NONE, Double.POSITIVE_INFINITY, 0, Optional.empty(), (objective, bound) -> { });

    /** Hears of a search's progress, in the thread of the search. */
    @FunctionalInterface
    public interface Progress {

        /**
         * The state of the search has changed.
         *
         * @param objective the value of the best grouping so far; NaN if there is none yet
         * @param bound no grouping is worth more; infinite if nothing is known yet
         */
        void report(double objective, double bound);
    }

    /** The same with another deadline. */
    public SearchSettings until(Deadline other) {
        return new SearchSettings(other, deterministicLimit, gap, hint, progress);
    }
}
