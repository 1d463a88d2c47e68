package org.mtl.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The rows that harm most, each beside the row of its kind that helps most: what a reader wants to look at first. */
public final class WorstRows {

    /**
     * A row.
     *
     * @param line its line
     * @param helper of the other lines of its task with its class, or of a task of numbers of all, the one with the least score
     */
    public record Row(int line, OptionalInt helper) {}

    private WorstRows() {}

    /**
     * Finds the lines with the largest scores, the largest first; of equal ones, the one that comes first.
     *
     * @param scores one finite score per line
     * @param tasks the position of each line's task
     * @param classes the code of each line's class among those of its task, or {@link Selector#NO_CLASS}
     * @param count how many, all if there are not more
     */
    public static List<Row> of(double[] scores, int[] tasks, int[] classes, int count) {
        Map<List<Integer>, List<Integer>> best = new HashMap<>();
        for (int line = 0; line < scores.length; line++) {
            List<Integer> kind = best.computeIfAbsent(List.of(tasks[line], classes[line]), key -> new ArrayList<>());
            kind.add(line);
            kind.sort(Comparator.<Integer>comparingDouble(other -> scores[other]).thenComparing(other -> other));
            // The best, and the second for the best itself.
            kind.subList(Math.min(2, kind.size()), kind.size()).clear();
        }
        return IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.<Integer>comparingDouble(line -> -scores[line]).thenComparing(line -> line))
                .limit(count)
                .map(line -> new Row(line, best.get(List.of(tasks[line], classes[line])).stream()
                        .filter(other -> !other.equals(line)).mapToInt(other -> other).findFirst()))
                .toList();
    }
}
