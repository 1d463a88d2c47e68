package org.mtl.data;

import java.util.Optional;

/** Collects {@link Summary.NumberSummary} of numbers that come one by one, by Welford's recurrence. */
public final class RunningSummary {

    private long count;
    private long nonFinite;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;

    /** Takes a number; one that is not finite is only counted. */
    public void add(double value) {
        if (!Double.isFinite(value)) {
            nonFinite++;
            return;
        }
        count++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    /** What was found, if a finite number was among it. */
    public Optional<Summary.NumberSummary> finish() {
        return count == 0 ? Optional.empty()
                : Optional.of(new Summary.NumberSummary(count, nonFinite, min, max, min == max ? min : mean,
                        min == max ? 0 : Math.sqrt(squares / count)));
    }
}
