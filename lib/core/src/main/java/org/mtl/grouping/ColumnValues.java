package org.mtl.grouping;

/**
 * What groups of up to 20 tasks, as bit sets, are worth in whole numbers, so that sums and bounds over them are exact; 0 is
 * a group that is not used.
 */
sealed interface ColumnValues permits Subsets, ServingValues {

    /** The number of tasks. */
    int tasks();

    /** The groups without a forbidden pair, ascending; not copied. */
    int[] admissible();

    /** What these groups are worth together. */
    long weight(int[] groups);

    /**
     * What each group is worth by itself at prices: no groups together are worth more than their priced weights less the
     * prices paid.
     *
     * @param groups the groups to price
     * @param served what is paid for each task that is counted, per task
     * @param members what is paid for each member, per task
     * @param priced receives the priced weights
     */
    void price(int[] groups, long[] served, long[] members, long[] priced);

    /** What a weight, or a bound on weights, is worth in the objective. */
    double value(double weight);

    /** How far the value of the weight of so many groups can be from their value, in the objective. */
    double rounding(int groups);
}
