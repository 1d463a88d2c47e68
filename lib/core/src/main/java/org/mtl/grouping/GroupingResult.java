package org.mtl.grouping;

/**
 * A grouping and what is known about how good it is.
 *
 * @param grouping the groups
 * @param objective their value, computed from the affinities in double
 * @param bound no grouping is worth more, beyond the rounding that {@link Status#OPTIMAL} allows for; at least
 *     {@code objective}
 * @param status whether it is proven to be the best
 */
public record GroupingResult(Grouping grouping, double objective, double bound, Status status) {

    /** How much is proven. */
    public enum Status {
        /**
         * No grouping is worth more by 1e-9·m times the largest value of a group ({@link CompactGrouping}: 1e-7·m·K times
         * the largest affinity). Up to 20 tasks, ties to that precision are broken by the canonical order.
         */
        OPTIMAL,
        /** The time ended before a proof; the bound holds. */
        FEASIBLE
    }

    /** (bound − objective) / |objective|: 0 if optimal, infinite where the objective is 0 and the bound is not. */
    public double gap() {
        double difference = Math.max(0, bound - objective);
        return difference == 0 ? 0 : difference / Math.abs(objective);
    }
}
