package org.mtl.grouping;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A bound where tasks are served: each gains at most what it would in a group of its own best sources, of a size that some
 * group may have. Which group serves whom, and how many groups there are, is left out, so the bound is weak for few groups.
 */
final class ServedBound {

    private ServedBound() {}

    /** No grouping is worth more. */
    static double of(SearchRules rules) {
        TaskAffinity affinity = rules.problem().affinity();
        int smallest = IntStream.range(0, rules.slots()).map(rules::smallest).min().orElseThrow();
        int largest = IntStream.range(0, rules.slots()).map(rules::largest).max().orElseThrow();
        double sum = 0;
        for (int task = 0; task < affinity.size(); task++) {
            sum += best(rules, task, Math.max(1, smallest), Math.min(largest, affinity.size()));
        }
        return sum + 1e-12 * Math.abs(sum);
    }

    private static double best(SearchRules rules, int task, int smallest, int largest) {
        GroupingObjective objective = rules.problem().objective();
        TaskAffinity affinity = rules.problem().affinity();
        int unit = rules.unitOf(task);
        double[] sources = IntStream.range(0, affinity.size())
                .filter(i -> i != task && !rules.clash(unit, rules.unitOf(i)))
                .mapToDouble(i -> affinity.of(i, task)).sorted().toArray();
        double own = affinity.of(task, task);
        double best = smallest == 1 ? own : Double.NEGATIVE_INFINITY;
        double sum = objective == GroupingObjective.SERVING ? 0 : own;
        for (int size = 2; size <= Math.min(largest, sources.length + 1); size++) {
            sum += sources[sources.length + 1 - size];
            best = size < smallest ? best : Math.max(best, sum / objective.divisor(size));
        }
        return Double.isInfinite(best) ? Math.max(own, Arrays.stream(sources).max().orElse(own)) : best;
    }
}
