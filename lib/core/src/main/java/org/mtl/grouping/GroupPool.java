package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Groups that a search has come upon, each once and with its value, in the order in which they came. */
final class GroupPool {

    private static final int MOST = 20_000;

    private final GroupingProblem problem;
    private final List<int[]> groups = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final Set<List<Integer>> seen = new HashSet<>();

    GroupPool(GroupingProblem problem) {
        this.problem = problem;
    }

    /** Takes a group that is not there yet, as long as there is room. */
    void add(int[] group) {
        if (group.length > 0 && groups.size() < MOST && seen.add(Arrays.stream(group).boxed().toList())) {
            groups.add(group);
            values.add(problem.objective().of(problem.affinity(), group));
        }
    }

    List<int[]> groups() {
        return Collections.unmodifiableList(groups);
    }

    double value(int group) {
        return values.get(group);
    }

    /** The groups' values with the prices of their tasks added, in order. */
    double[] priced(double[] prices) {
        double[] priced = new double[groups.size()];
        for (int g = 0; g < priced.length; g++) {
            priced[g] = values.get(g);
            for (int task : groups.get(g)) {
                priced[g] += prices[task];
            }
        }
        return priced;
    }
}
