package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Groups of tasks, possibly overlapping.
 *
 * @param groups the tasks of each group by position, ascending; group g is number g + 1 to the user. An empty one is a
 *     number that is not used.
 */
public record Grouping(List<int[]> groups) {

    /**
     * Copies, and sorts each group but not the groups.
     *
     * @throws IllegalArgumentException if a group names a task twice
     */
    public Grouping {
        List<int[]> sorted = new ArrayList<>();
        for (int[] group : groups) {
            int[] tasks = group.clone();
            Arrays.sort(tasks);
            if (Arrays.stream(tasks).distinct().count() < tasks.length) {
                throw new IllegalArgumentException("a task twice in a group: " + Arrays.toString(group));
            }
            sorted.add(tasks);
        }
        groups = List.copyOf(sorted);
    }

    /**
     * Interchangeable groups in their canonical order: by their first task, then by their second, and so on.
     *
     * @throws IllegalArgumentException if a group is empty or names a task twice
     */
    public static Grouping canonical(List<int[]> groups) {
        List<int[]> sorted = new ArrayList<>(new Grouping(groups).groups());
        if (sorted.stream().anyMatch(group -> group.length == 0)) {
            throw new IllegalArgumentException("an empty group");
        }
        sorted.sort(Arrays::compare);
        return new Grouping(sorted);
    }

    /** The number of groups that hold a task. */
    public int size() {
        return (int) groups.stream().filter(group -> group.length > 0).count();
    }

    /** Whether each of the tasks 0, …, {@code tasks} − 1 is in a group, and no other. */
    public boolean covers(int tasks) {
        BitSet covered = new BitSet();
        groups.forEach(group -> Arrays.stream(group).forEach(covered::set));
        return covered.cardinality() == tasks && covered.length() == tasks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grouping that && Arrays.deepEquals(groups.toArray(), that.groups.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(groups.toArray());
    }

    @Override
    public String toString() {
        return Arrays.deepToString(groups.toArray());
    }
}
