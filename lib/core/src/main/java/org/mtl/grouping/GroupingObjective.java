package org.mtl.grouping;

/** What a grouping is worth: a sum over its groups, larger is better ([2] Eq. 8, METHODS §6). */
public enum GroupingObjective {

    /** Σ_j (1/|G_j|) Σ_{i,k ∈ G_j} S[i→k]: the sum over the tasks of each group of their mean gain from its tasks. */
    MEAN {
        @Override
        double ofSum(double sum, int size) {
            return sum / size;
        }
    };

    /**
     * The value of a group from the affinities inside it.
     *
     * @param sum Σ S[i→k] over all ordered pairs of its tasks, the diagonal included
     * @param size the number of its tasks, at least 1
     */
    abstract double ofSum(double sum, int size);

    /** The value of a group; NaN if two of its tasks must never share one. */
    public double of(TaskAffinity affinity, int[] group) {
        return ofSum(affinity.sum(group), group.length);
    }

    /** The value of a grouping, the sum over its groups; NaN if one of them holds two tasks that must never share one. */
    public double of(TaskAffinity affinity, Grouping grouping) {
        double sum = 0;
        for (int[] group : grouping.groups()) {
            sum += of(affinity, group);
        }
        return sum;
    }
}
