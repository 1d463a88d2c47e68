package org.mtl.grouping;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.mtl.MtlException;

/** Why a search has no grouping to show. */
final class Unsolved {

    private Unsolved() {}

    /**
     * The exception for a search without a find.
     *
     * @param ended whether it ended before it had tried all there is
     * @param stopped whether that was since somebody stopped it
     */
    static RuntimeException because(boolean ended, BooleanSupplier stopped) {
        if (stopped.getAsBoolean()) {
            return new CancellationException("the search was stopped");
        }
        return MtlException.data(ended ? "no grouping was found within the time limit"
                : "no grouping is possible: no choice of groups meets all constraints");
    }
}
