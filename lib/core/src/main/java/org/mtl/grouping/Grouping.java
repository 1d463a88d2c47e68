package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Groups of tasks, possibly overlapping, in one canonical order: each group's tasks ascending, groups by their first task,
 * then by their second, and so on.
 *
 * @param groups the tasks of each group by position, ascending; group g is number g + 1 to the user
 */
public record Grouping(List<int[]> groups) {

    /**
     * Copies and sorts.
     *
     * @throws IllegalArgumentException if a group is empty, names a task twice, or two groups are equal
     */
    public Grouping {
        List<int[]> sorted = new ArrayList<>();
        for (int[] group : groups) {
            int[] tasks = group.clone();
            Arrays.sort(tasks);
            if (tasks.length == 0 || Arrays.stream(tasks).distinct().count() < tasks.length) {
                throw new IllegalArgumentException("no group: " + Arrays.toString(group));
            }
            sorted.add(tasks);
        }
        sorted.sort(Arrays::compare);
        for (int g = 1; g < sorted.size(); g++) {
            if (Arrays.equals(sorted.get(g - 1), sorted.get(g))) {
                throw new IllegalArgumentException("group twice: " + Arrays.toString(sorted.get(g)));
            }
        }
        groups = List.copyOf(sorted);
    }

    /** The number of groups. */
    public int size() {
        return groups.size();
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
