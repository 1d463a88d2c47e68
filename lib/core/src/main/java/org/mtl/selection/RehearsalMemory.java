package org.mtl.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.mtl.clustering.Clustering;
import org.mtl.clustering.KMeans;

/**
 * The rows that a memory of a fixed size keeps when tasks come one after the other (MetaSP, appendix G; METHODS §11): of the
 * t-th task ⌊M/t⌋ clusters of its inputs, and of each the row with the lowest score; of the rows that are there already, those
 * with the largest scores go.
 *
 * @param rows M, the number of rows that the memory holds
 * @param drop which rows go
 */
public record RehearsalMemory(int rows, Drop drop) {

    /** Which rows go when a further task needs room. */
    public enum Drop {
        /** The row with the largest score of the class of a task that has most rows; of a task of numbers all are one class. */
        CLASS,
        /** The row with the largest score. */
        GLOBAL
    }

    /** By what rows of a new task are chosen. */
    public enum Choice {
        /** Of each cluster the row with the lowest score. */
        BOTH,
        /** The rows with the lowest scores, wherever they lie. */
        INFLUENCE,
        /** Of each cluster the row nearest to its centre, whatever scores say: its distance stands for its score. */
        CLUSTERS
    }

    /**
     * Chooses.
     *
     * @param scores one finite score per line; large is harmful
     * @param tasks the position of each line's task, from 0, in which order tasks come
     * @param classes the code of each line's class among those of its task, or {@link Selector#NO_CLASS}
     * @param inputs the inputs of some lines, all of one length
     * @param seed of the clusters
     * @return true for lines that the memory holds in the end; at most M
     */
    public boolean[] keep(double[] scores, int[] tasks, int[] classes, IntFunction<double[]> inputs, long seed) {
        List<Integer> memory = new ArrayList<>();
        int count = Arrays.stream(tasks).max().orElse(-1) + 1;
        for (int t = 0; t < count; t++) {
            int task = t;
            int[] lines = IntStream.range(0, tasks.length).filter(line -> tasks[line] == task).toArray();
            List<Integer> added = chosen(lines, Math.min(rows / (t + 1), lines.length), scores, inputs, seed + t);
            while (memory.size() + added.size() > rows) {
                memory.remove(worst(memory, drop, line -> scores[line], line -> List.of(tasks[line], classes[line])));
            }
            memory.addAll(added);
        }
        boolean[] keep = new boolean[scores.length];
        memory.forEach(line -> keep[line] = true);
        return keep;
    }

    /**
     * Of so many clusters (k-means from one start) the lines with the lowest scores; where points coincide, the lowest of the
     * others fill up.
     *
     * @param lines what there is to choose from
     * @param count how many, at most as many as there are lines
     * @param scores by line
     * @param inputs by line
     */
    public static List<Integer> chosen(int[] lines, int count, double[] scores, IntFunction<double[]> inputs, long seed) {
        Comparator<Integer> best = Comparator.<Integer>comparingDouble(line -> scores[line]).thenComparing(line -> line);
        List<Integer> all = Arrays.stream(lines).boxed().sorted(best).toList();
        if (count == lines.length || count < 1) {
            return all.subList(0, count);
        }
        Clustering clusters = KMeans.of(Arrays.stream(lines).mapToObj(inputs).toArray(double[][]::new), count, seed, 1);
        List<Integer> chosen = new ArrayList<>();
        for (int[] cluster : clusters.clusters()) {
            chosen.add(Arrays.stream(cluster).mapToObj(i -> lines[i]).min(best).orElseThrow());
        }
        Set<Integer> taken = Set.copyOf(chosen);
        all.stream().filter(line -> !taken.contains(line)).limit(count - chosen.size()).toList().forEach(chosen::add);
        return chosen;
    }

    /** The lines with the lowest scores, of equal ones the first. */
    public static List<Integer> lowest(int[] lines, int count, double[] scores) {
        return Arrays.stream(lines).boxed().sorted(Comparator.<Integer>comparingDouble(line -> scores[line]).thenComparing(line -> line))
                .limit(count).toList();
    }

    /**
     * How far each line is from the centre of its cluster, of the clusters in which {@link #chosen} chooses.
     *
     * @return by line; 0 where there are as many clusters as lines
     */
    public static double[] distances(int[] lines, int count, IntFunction<double[]> inputs, long seed) {
        double[] distances = new double[Arrays.stream(lines).max().orElse(-1) + 1];
        if (count == lines.length || count < 1) {
            return distances;
        }
        double[][] points = Arrays.stream(lines).mapToObj(inputs).toArray(double[][]::new);
        for (int[] cluster : KMeans.of(points, count, seed, 1).clusters()) {
            double[] centre = new double[points[0].length];
            for (int i : cluster) {
                for (int j = 0; j < centre.length; j++) {
                    centre[j] += points[i][j] / cluster.length;
                }
            }
            for (int i : cluster) {
                double sum = 0;
                for (int j = 0; j < centre.length; j++) {
                    sum += (points[i][j] - centre[j]) * (points[i][j] - centre[j]);
                }
                distances[lines[i]] = Math.sqrt(sum);
            }
        }
        return distances;
    }

    /**
     * The position in a memory of what goes first: the largest score, of all or of the class that has most.
     *
     * @param <T> what the memory holds; not empty
     * @param score large is harmful
     * @param classOf what is of one class is equal
     */
    public static <T> int worst(List<T> memory, Drop drop, ToDoubleFunction<T> score, Function<T, ?> classOf) {
        Map<Object, Integer> sizes = new HashMap<>();
        memory.forEach(each -> sizes.merge(classOf.apply(each), 1, Integer::sum));
        int largest = sizes.values().stream().max(Integer::compare).orElseThrow();
        int worst = -1;
        for (int i = 0; i < memory.size(); i++) {
            boolean may = drop == Drop.GLOBAL || sizes.get(classOf.apply(memory.get(i))) == largest;
            if (may && (worst < 0 || score.applyAsDouble(memory.get(i)) > score.applyAsDouble(memory.get(worst)))) {
                worst = i;
            }
        }
        return worst;
    }
}
