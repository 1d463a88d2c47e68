package org.mtl.grouping;

import java.util.function.BooleanSupplier;
import org.mtl.MtlException;
import org.mtl.clustering.AffinityPropagation;
import org.mtl.clustering.Clustering;
import org.mtl.clustering.SpectralClustering;

/**
 * Partitions by clustering of the symmetrised affinities (S + S')/2, for comparison. The objective has no say in it, and
 * neither have constraints but the number of groups.
 */
public final class ClusteredGrouping implements GroupingSolver {

    /** How often the range of preferences is halved in search of a number of clusters. */
    private static final int HALVINGS = 60;

    /** How tasks are clustered. */
    public enum Method {
        /**
         * {@link AffinityPropagation} with the median as preference; where that gives another number of groups than asked
         * for, with the preference halved towards it. Some numbers no preference gives: then the nearest is taken.
         */
        AFFINITY_PROPAGATION,
        /** {@link SpectralClustering} of the affinities, moved so that the least is 0, into the largest number of groups. */
        SPECTRAL
    }

    private final Method method;
    private final long seed;
    private final BooleanSupplier stopped;

    /**
     * A solver.
     *
     * @param seed the user's seed; of no importance to affinity propagation
     * @param stopped ends the search early where it says so
     */
    public ClusteredGrouping(Method method, long seed, BooleanSupplier stopped) {
        this.method = method;
        this.seed = seed;
        this.stopped = stopped;
    }

    /**
     * Clusters the tasks.
     *
     * @return a partition, though perhaps not of the number of groups asked for
     * @throws MtlException (DATA) if tasks that must never share a group are in one
     */
    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        double[][] similarities = similarities(problem.affinity());
        Clustering clustering = method == Method.SPECTRAL
                ? SpectralClustering.of(similarities, Math.min(problem.groups(), similarities.length), seed)
                : propagate(similarities, problem.constraints().count(), settings);
        Grouping grouping = Grouping.canonical(clustering.clusters());
        double value = problem.valueOf(grouping);
        if (Double.isNaN(value)) {
            throw MtlException.data("clustering put tasks into one group that must never share one");
        }
        return new GroupingResult(grouping, value, Double.POSITIVE_INFINITY, GroupingResult.Status.FEASIBLE);
    }

    /** (S + S')/2 less its least entry; pairs that must never share a group are like the least. */
    private static double[][] similarities(TaskAffinity affinity) {
        int n = affinity.size();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                double half = affinity.between(i, k) / 2;
                least = Double.isNaN(half) ? least : Math.min(least, half);
            }
        }
        double[][] similarities = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                boolean none = i == k || affinity.isForbidden(i, k);
                similarities[i][k] = none ? 0 : affinity.between(i, k) / 2 - least;
            }
        }
        return similarities;
    }

    private Clustering propagate(double[][] similarities, GroupingConstraint.GroupCount count, SearchSettings settings) {
        double preference = AffinityPropagation.medianPreference(similarities);
        Clustering nearest = AffinityPropagation.of(similarities, preference).clustering();
        double range = 0;
        for (double[] row : similarities) {
            for (double value : row) {
                range = Math.max(range, value);
            }
        }
        // With a preference of the largest similarity each task is alone; far below the sum of all, they are together.
        double low = -range * similarities.length;
        double high = range;
        for (int i = 0; i < HALVINGS && off(nearest, count) > 0 && !isOver(settings); i++) {
            Clustering found = AffinityPropagation.of(similarities, preference).clustering();
            if (off(found, count) < off(nearest, count)) {
                nearest = found;
            }
            if (found.size() > count.maximum()) {
                high = preference;
            } else {
                low = preference;
            }
            preference = (low + high) / 2;
        }
        return nearest;
    }

    private boolean isOver(SearchSettings settings) {
        return stopped.getAsBoolean() || settings.deadline().isOver();
    }

    /** How far a number of clusters is from what is asked for. */
    private static int off(Clustering clustering, GroupingConstraint.GroupCount count) {
        return Math.max(0, Math.max(clustering.size() - count.maximum(), count.minimum() - clustering.size()));
    }
}
