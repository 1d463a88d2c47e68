package org.mtl.grouping;

import java.util.Arrays;
import java.util.List;

/** What a grouping is worth, larger is better (METHODS §6). */
public enum GroupingObjective {

    /** Σ_j (1/|G_j|) Σ_{i,k ∈ G_j} S[i→k]: the sum over the tasks of each group of their mean gain from its tasks ([2] Eq. 8). */
    MEAN,

    /** Σ_j Σ_{i,k ∈ G_j} S[i→k]. */
    SUM,

    /**
     * Σ_k max_{j∋k} of the mean over i ∈ G_j, i ≠ k, of S[i→k]: each task is served by its best group. A task alone in its
     * group gains its diagonal.
     */
    SERVING,

    /** {@link #SERVING} with i = k counted in every mean. */
    SERVING_WITH_SELF;

    /** Whether each task counts once, in its best group; otherwise the value is a sum over groups. */
    public boolean isServing() {
        return this == SERVING || this == SERVING_WITH_SELF;
    }

    /**
     * What a task gains in a group that holds it: a term of the sums above.
     *
     * @return NaN if the task must never share a group with one of the others
     */
    public double gain(TaskAffinity affinity, int[] group, int task) {
        if (this == SERVING && group.length == 1) {
            return affinity.of(task, task);
        }
        double sum = 0;
        for (int source : group) {
            boolean forbidden = affinity.isForbidden(source, task);
            sum += forbidden ? Double.NaN : source == task && this == SERVING ? 0 : affinity.of(source, task);
        }
        return sum / divisor(group.length);
    }

    /** What the sum of a task's sources in a group of this size is divided by. */
    double divisor(int size) {
        return switch (this) {
            case SUM -> 1;
            case MEAN, SERVING_WITH_SELF -> size;
            case SERVING -> Math.max(1, size - 1);
        };
    }

    /**
     * The value of a group that is a term of the objective's sum over groups.
     *
     * @param sum Σ S[i→k] over all ordered pairs of its tasks, the diagonal included
     * @param size the number of its tasks, at least 1
     * @throws IllegalStateException if the objective is no sum over groups
     */
    double ofSum(double sum, int size) {
        if (isServing()) {
            throw new IllegalStateException(this + " has no value of a group alone");
        }
        return sum / divisor(size);
    }

    /** Σ_k over a group's tasks of {@link #gain}: its value if no other group served them; NaN if two of them are forbidden. */
    public double of(TaskAffinity affinity, int[] group) {
        double sum = 0;
        for (int task : group) {
            sum += gain(affinity, group, task);
        }
        return sum;
    }

    /** The value of a grouping; NaN if one of its groups holds two tasks that must never share one. */
    public double of(TaskAffinity affinity, Grouping grouping) {
        if (!isServing()) {
            return grouping.groups().stream().mapToDouble(group -> of(affinity, group)).sum();
        }
        double sum = 0;
        for (int task = 0; task < affinity.size(); task++) {
            sum += best(affinity, grouping.groups(), task);
        }
        return sum;
    }

    /** The gain of a task in the group that serves it best; NaN if it is in none. */
    double best(TaskAffinity affinity, List<int[]> groups, int task) {
        double best = Double.NaN;
        for (int[] group : groups) {
            if (Arrays.binarySearch(group, task) >= 0) {
                double gain = gain(affinity, group, task);
                if (Double.isNaN(gain)) {
                    return Double.NaN;
                }
                best = Double.isNaN(best) ? gain : Math.max(best, gain);
            }
        }
        return best;
    }

    /** The group in which a task gains most, the first of several; −1 if it is in none. */
    public int bestGroup(TaskAffinity affinity, Grouping grouping, int task) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int group = 0; group < grouping.groups().size(); group++) {
            int[] tasks = grouping.groups().get(group);
            if (Arrays.binarySearch(tasks, task) >= 0) {
                double gain = gain(affinity, tasks, task);
                best = best < 0 || gain > most ? group : best;
                most = Math.max(most, gain);
            }
        }
        return best;
    }
}
