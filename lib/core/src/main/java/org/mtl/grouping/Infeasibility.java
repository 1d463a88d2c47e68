package org.mtl.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says why no grouping meets what is asked for. */
final class Infeasibility {

    private Infeasibility() {}

    /**
     * Explains why the tasks do not fit into the groups: tasks of which no two may share a group, more of them than
     * groups, where such are found.
     */
    static String explain(GroupingProblem problem) {
        List<Integer> apart = apart(problem.affinity());
        String start = "no grouping is possible: ";
        if (apart.size() > problem.groups()) {
            String names = apart.stream().map(problem.affinity().names()::get).collect(Collectors.joining(", "));
            return start + "no two of the tasks " + names + " may share a group, and they are " + apart.size()
                    + ", more than the " + problem.groups() + " groups asked for";
        }
        return start + "the pairs that must never share a group do not let every task into one of "
                + problem.groups() + " groups";
    }

    /** Many tasks of which no two may share a group: from each task on, the others that still fit, in order. */
    private static List<Integer> apart(TaskAffinity affinity) {
        List<Integer> most = List.of();
        for (int start = 0; start < affinity.size(); start++) {
            List<Integer> apart = new ArrayList<>(List.of(start));
            for (int task = 0; task < affinity.size(); task++) {
                int candidate = task;
                if (task != start && apart.stream().allMatch(other -> affinity.isForbidden(candidate, other))) {
                    apart.add(task);
                }
            }
            most = apart.size() > most.size() ? apart : most;
        }
        return most.stream().sorted().toList();
    }
}
