package org.mtl.grouping;

import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Says when a search must end: at its deadline, after a stop, or when it has done the work it may do, counted in basic
 * steps so that every run ends at the same point where only that limits it.
 */
final class SearchClock {

    /** How many basic steps, a few additions each, take about a second. */
    private static final double STEPS = 2e8;

    private final SearchSettings settings;
    private final CpSatFactory solvers;
    private double steps;
    private double limit;

    SearchClock(SearchSettings settings, CpSatFactory solvers) {
        this.settings = settings;
        this.solvers = solvers;
        limit = settings.deterministicLimit() * STEPS;
    }

    /** Counts work. */
    void count(double done) {
        steps += done;
    }

    /** Counts work of another solver in units of about a second. */
    void countSeconds(double seconds) {
        steps += seconds * STEPS;
    }

    boolean isOver() {
        return steps >= limit || settings.deadline().isOver() || solvers.isStopped();
    }

    /** The work that is left, in units of about a second; infinite without a limit. */
    double left() {
        return Math.max(0, (limit - steps) / STEPS);
    }

    /** Fails if the end was a stop. */
    void requireNotStopped() throws CancellationException {
        solvers.requireNotStopped();
    }

    /** Whether the search must end at some time, however little it finds. */
    boolean isLimited() {
        return settings.deadline().limited() || limit < Double.POSITIVE_INFINITY;
    }

    /** What is left, for a solve on the way: no gap is allowed, and nobody is told. */
    SearchSettings rest() {
        return new SearchSettings(settings.deadline(), left(), 0, Optional.empty(), (objective, bound) -> { });
    }

    SearchSettings settings() {
        return settings;
    }
}
