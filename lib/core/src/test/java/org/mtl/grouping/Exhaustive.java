package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tries every grouping: the oracle for a handful of tasks. */
final class Exhaustive {

    /**
     * The best there is.
     *
     * @param value its value; negative infinity if nothing meets what is asked for
     * @param groupings all groupings whose value lies within the tolerance of it, in canonical order
     */
    record Best(double value, List<Grouping> groupings) {}

    private final TaskAffinity affinity;
    private final double tolerance;
    private final List<int[]> candidates = new ArrayList<>();
    private final List<Grouping> found = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    private Exhaustive(TaskAffinity affinity, double tolerance) {
        this.affinity = affinity;
        this.tolerance = tolerance;
    }

    static Best best(TaskAffinity affinity, int groups, double tolerance) {
        Exhaustive search = new Exhaustive(affinity, tolerance);
        for (int mask = 1; mask < 1 << affinity.size(); mask++) {
            int[] group = Subsets.tasks(mask);
            if (!Double.isNaN(GroupingObjective.MEAN.of(affinity, group))) {
                search.candidates.add(group);
            }
        }
        search.extend(0, groups, new ArrayList<>());
        double best = search.values.stream().mapToDouble(value -> value).max().orElse(Double.NEGATIVE_INFINITY);
        List<Grouping> ties = new ArrayList<>();
        for (int i = 0; i < search.found.size(); i++) {
            if (search.values.get(i) >= best - search.tolerance) {
                ties.add(search.found.get(i));
            }
        }
        ties.sort((a, b) -> {
            for (int g = 0; g < a.size(); g++) {
                int order = Arrays.compare(a.groups().get(g), b.groups().get(g));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        });
        return new Best(best, ties);
    }

    private void extend(int from, int missing, List<int[]> chosen) {
        if (missing == 0) {
            Grouping grouping = Grouping.canonical(chosen);
            if (grouping.covers(affinity.size())) {
                found.add(grouping);
                values.add(GroupingObjective.MEAN.of(affinity, grouping));
            }
            return;
        }
        for (int c = from; c + missing <= candidates.size(); c++) {
            chosen.add(candidates.get(c));
            extend(c + 1, missing - 1, chosen);
            chosen.remove(chosen.size() - 1);
        }
    }
}
