package org.mtl.grouping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mtl.MtlException;

/**
 * How much training on each task helps each task: S[i→k], larger is better.
 *
 * @param names the tasks, K of them, all different
 * @param values K × K, row = source, column = target; finite, but for NaN off the diagonal, which says that the two tasks
 *     must never share a group, whichever of the two directions it stands in
 */
public record TaskAffinity(List<String> names, double[][] values) {

    /**
     * Copies both; NaN on the diagonal becomes 0.
     *
     * @throws MtlException (DATA) if there is no task, a name comes twice, the matrix is not K × K or a value is infinite
     */
    public TaskAffinity {
        names = List.copyOf(names);
        values = copy(names, values);
    }

    private static double[][] copy(List<String> names, double[][] values) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw MtlException.data("task '" + name + "' appears twice in the affinities");
            }
        }
        if (names.isEmpty() || values.length != names.size()) {
            throw MtlException.data("expected one row of affinities for each of at least one task, found " + names.size()
                    + " tasks and " + values.length + " rows");
        }
        double[][] copy = new double[values.length][];
        for (int i = 0; i < copy.length; i++) {
            if (values[i].length != copy.length) {
                throw MtlException.data("task '" + names.get(i) + "': expected " + copy.length + " affinities, found "
                        + values[i].length);
            }
            copy[i] = values[i].clone();
            for (double value : copy[i]) {
                if (Double.isInfinite(value)) {
                    throw MtlException.data("task '" + names.get(i) + "' has an affinity of " + value);
                }
            }
            copy[i][i] = Double.isNaN(copy[i][i]) ? 0 : copy[i][i];
        }
        return copy;
    }

    /** The number of tasks, K. */
    public int size() {
        return names.size();
    }

    /** S[source→target]; NaN if the two must never share a group. */
    public double of(int source, int target) {
        return values[source][target];
    }

    /** S[i→k] + S[k→i] for two tasks, S[i→i] for one; NaN if the two must never share a group. */
    public double between(int i, int k) {
        return i == k ? values[i][i] : values[i][k] + values[k][i];
    }

    /** Whether two tasks must never share a group. */
    public boolean isForbidden(int i, int k) {
        return Double.isNaN(between(i, k));
    }

    /** The pairs of tasks that must never share a group, each with the smaller position first. */
    List<int[]> forbiddenPairs() {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            for (int k = 0; k < i; k++) {
                if (isForbidden(i, k)) {
                    pairs.add(new int[] {k, i});
                }
            }
        }
        return pairs;
    }

    /** Σ S[i→k] over all ordered pairs of a group's tasks, the diagonal included; NaN if two of them are forbidden. */
    public double sum(int[] group) {
        double sum = 0;
        for (int i = 0; i < group.length; i++) {
            for (int k = 0; k <= i; k++) {
                sum += between(group[i], group[k]);
            }
        }
        return sum;
    }
}
