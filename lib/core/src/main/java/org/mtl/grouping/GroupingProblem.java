package org.mtl.grouping;

/**
 * What is asked for: non-empty groups that together hold every task, meet the constraints, and are of the largest value.
 * Groups may overlap.
 *
 * @param affinity S
 * @param objective what a grouping is worth
 * @param constraints how many groups there are, and what else they must be
 */
public record GroupingProblem(TaskAffinity affinity, GroupingObjective objective, GroupingConstraints constraints) {

    /** Exactly so many groups, all different. */
    public static GroupingProblem exactly(TaskAffinity affinity, GroupingObjective objective, int groups) {
        return new GroupingProblem(affinity, objective, GroupingConstraints.exactly(groups));
    }

    /** The largest number of groups. */
    public int groups() {
        return constraints.count().maximum();
    }

    /** The value of a grouping. */
    public double valueOf(Grouping grouping) {
        return objective.of(affinity, grouping);
    }

    /** Whether a grouping meets all that is asked for but to be the best. */
    public boolean admits(Grouping grouping) {
        return constraints.areMetBy(affinity, grouping);
    }
}
