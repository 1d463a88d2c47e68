package org.mtl.grouping;

/**
 * What is asked for: exactly {@code groups} different, non-empty groups that together hold every task, of the largest
 * value. Groups may overlap.
 *
 * @param affinity S
 * @param objective what a grouping is worth
 * @param groups the number of groups, m, at least 1
 */
public record GroupingProblem(TaskAffinity affinity, GroupingObjective objective, int groups) {

    /** Checks the number of groups. */
    public GroupingProblem {
        if (groups < 1) {
            throw new IllegalArgumentException("at least 1 group is needed, got " + groups);
        }
    }
}
