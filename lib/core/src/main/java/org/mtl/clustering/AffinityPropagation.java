package org.mtl.clustering;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Affinity propagation (Frey and Dueck, Science 315, 2007): items send each other messages until some of them, the
 * exemplars, stand for the others. How many clusters there are follows from the preference, an item's similarity to
 * itself.
 *
 * <p>The search ends when the exemplars have stayed the same for 15 iterations. Where they do not within 200, it is
 * repeated with more damping and twice as many.
 */
public final class AffinityPropagation {

    private static final double[] DAMPINGS = {0.5, 0.7, 0.9, 0.95};
    private static final int ITERATIONS = 200;
    private static final int STEADY = 15;
    private static final int SEED = 0;

    private final int n;
    private final double[][] similarities;
    private final double[][] responsibilities;
    private final double[][] availabilities;

    private AffinityPropagation(double[][] given, double preference) {
        n = given.length;
        similarities = withoutTies(given, preference);
        responsibilities = new double[n][n];
        availabilities = new double[n][n];
    }

    /**
     * What was found.
     *
     * @param clustering the clusters
     * @param converged whether the exemplars had come to rest
     */
    public record Result(Clustering clustering, boolean converged) {}

    /**
     * Clusters items by how alike they are.
     *
     * @param similarities n × n, finite, larger is more alike; the diagonal is not looked at
     * @param preference an item's similarity to itself: the larger, the more clusters
     */
    public static Result of(double[][] similarities, double preference) {
        double[] others = offDiagonal(similarities).toArray();
        if (Arrays.stream(others).allMatch(value -> value == others[0])) {
            // All exemplars are as good as any: the messages would follow the rounding.
            boolean apart = others.length == 0 || preference > others[0];
            int[] labels = apart ? IntStream.range(0, similarities.length).toArray() : new int[similarities.length];
            return new Result(new Clustering(labels), true);
        }
        Result result = new Result(new Clustering(new int[0]), false);
        for (int attempt = 0; attempt < DAMPINGS.length && !result.converged(); attempt++) {
            AffinityPropagation messages = new AffinityPropagation(similarities, preference);
            result = messages.run(DAMPINGS[attempt], ITERATIONS << attempt);
        }
        return result;
    }

    /** The usual preference: the median of the similarities of different items; 0 if there is one item only. */
    public static double medianPreference(double[][] similarities) {
        double[] sorted = offDiagonal(similarities).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length == 0 ? 0 : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static DoubleStream offDiagonal(double[][] matrix) {
        return IntStream.range(0, matrix.length).boxed().flatMapToDouble(
                i -> IntStream.range(0, matrix.length).filter(j -> j != i).mapToDouble(j -> matrix[i][j]));
    }

    /** Noise far below what matters, always the same: messages of exact ties would go back and forth for ever. */
    private static double[][] withoutTies(double[][] given, double preference) {
        Random noise = new Random(SEED);
        double[][] copy = new double[given.length][given.length];
        for (int i = 0; i < given.length; i++) {
            for (int j = 0; j < given.length; j++) {
                double value = i == j ? preference : given[i][j];
                copy[i][j] = value + (Math.ulp(value) + Double.MIN_NORMAL) * 100 * noise.nextGaussian();
            }
        }
        return copy;
    }

    private Result run(double damping, int iterations) {
        boolean[] exemplars = new boolean[n];
        int steady = 0;
        for (int iteration = 0; iteration < iterations && steady < STEADY; iteration++) {
            sendResponsibilities(damping);
            sendAvailabilities(damping);
            boolean[] next = exemplars();
            boolean any = IntStream.range(0, n).anyMatch(k -> next[k]);
            steady = any && Arrays.equals(next, exemplars) ? steady + 1 : 0;
            exemplars = next;
        }
        return new Result(clustering(exemplars), steady == STEADY);
    }

    /** r(i, k) = s(i, k) − max over k' ≠ k of a(i, k') + s(i, k') (their Eq. 1). */
    private void sendResponsibilities(double damping) {
        for (int i = 0; i < n; i++) {
            int best = -1;
            double first = Double.NEGATIVE_INFINITY;
            double second = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < n; k++) {
                double sum = availabilities[i][k] + similarities[i][k];
                if (sum > first) {
                    second = first;
                    first = sum;
                    best = k;
                } else {
                    second = Math.max(second, sum);
                }
            }
            for (int k = 0; k < n; k++) {
                double message = similarities[i][k] - (k == best ? second : first);
                responsibilities[i][k] = damping * responsibilities[i][k] + (1 - damping) * message;
            }
        }
    }

    /** a(i, k) = min(0, r(k, k) + Σ over i' ∉ {i, k} of max(0, r(i', k))), and a(k, k) the sum alone (their Eq. 2, 3). */
    private void sendAvailabilities(double damping) {
        for (int k = 0; k < n; k++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += i == k ? 0 : Math.max(0, responsibilities[i][k]);
            }
            for (int i = 0; i < n; i++) {
                double others = responsibilities[k][k] + sum - Math.max(0, responsibilities[i][k]);
                double message = i == k ? sum : Math.min(0, others);
                availabilities[i][k] = damping * availabilities[i][k] + (1 - damping) * message;
            }
        }
    }

    private boolean[] exemplars() {
        boolean[] exemplars = new boolean[n];
        for (int k = 0; k < n; k++) {
            exemplars[k] = responsibilities[k][k] + availabilities[k][k] > 0;
        }
        return exemplars;
    }

    /**
     * Every item joins its most similar exemplar; then each cluster takes the exemplar that serves it best, and the items
     * choose once more. Without an exemplar, all are one cluster.
     */
    private Clustering clustering(boolean[] exemplars) {
        int[] chosen = IntStream.range(0, n).filter(k -> exemplars[k]).toArray();
        if (chosen.length == 0) {
            return new Clustering(new int[n]);
        }
        int[] labels = nearest(chosen);
        for (int cluster = 0; cluster < chosen.length; cluster++) {
            int label = cluster;
            int[] items = IntStream.range(0, n).filter(i -> labels[i] == label).toArray();
            double best = Double.NEGATIVE_INFINITY;
            for (int candidate : items) {
                double sum = Arrays.stream(items).mapToDouble(i -> similarities[i][candidate]).sum();
                if (sum > best) {
                    best = sum;
                    chosen[cluster] = candidate;
                }
            }
        }
        return new Clustering(nearest(chosen));
    }

    private int[] nearest(int[] exemplars) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int cluster = 1; cluster < exemplars.length; cluster++) {
                if (similarities[i][exemplars[cluster]] > similarities[i][exemplars[labels[i]]]) {
                    labels[i] = cluster;
                }
            }
        }
        for (int cluster = 0; cluster < exemplars.length; cluster++) {
            labels[exemplars[cluster]] = cluster;
        }
        return labels;
    }
}
