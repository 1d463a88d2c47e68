package org.mtl.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.kmeans.KMeansModel;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.distance.DistanceType;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * k-means: the clusters whose points are nearest to their means, by Lloyd's iteration from k-means++ starts (Arthur and
 * Vassilvitskii, SODA 2007), of which the best is taken. The iteration is Tribuo's.
 */
public final class KMeans {

    private static final int STARTS = 10;
    private static final int ITERATIONS = 100;

    private KMeans() {}

    /**
     * Clusters points.
     *
     * @param points n points of one dimension each, finite
     * @param clusters k, from 1 to n
     * @param seed of the starts; equal seeds give equal clusters
     * @return k clusters, or fewer where points coincide
     * @throws IllegalArgumentException if k is out of range
     */
    public static Clustering of(double[][] points, int clusters, long seed) {
        return of(points, clusters, seed, STARTS);
    }

    /** The same from so many starts, for points so many that one start has to do. */
    public static Clustering of(double[][] points, int clusters, long seed, int starts) {
        if (clusters < 1 || clusters > points.length) {
            throw new IllegalArgumentException(clusters + " clusters of " + points.length + " points");
        }
        // Tribuo reports each iteration, and a library that nobody configured would print that.
        Logger.getLogger(KMeansTrainer.class.getName()).setLevel(Level.WARNING);
        MutableDataset<ClusterID> data = dataset(points);
        Clustering best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < starts; start++) {
            KMeansTrainer trainer = new KMeansTrainer(clusters, ITERATIONS, DistanceType.L2.getDistance(),
                    KMeansTrainer.Initialisation.PLUSPLUS, 1, seed + start);
            KMeansModel model = trainer.train(data);
            int[] labels = data.getData().stream().mapToInt(point -> model.predict(point).getOutput().getID()).toArray();
            Clustering found = new Clustering(labels);
            double spread = spread(points, found);
            // Rounding must not decide between starts that end in the same clusters.
            if (best == null || spread < least - 1e-12 * least) {
                best = found;
                least = spread;
            }
        }
        return best;
    }

    /** Σ over the points of their squared distance from the mean of their cluster. */
    static double spread(double[][] points, Clustering clustering) {
        double sum = 0;
        for (int[] cluster : clustering.clusters()) {
            for (int coordinate = 0; coordinate < points[0].length; coordinate++) {
                int at = coordinate;
                double mean = Arrays.stream(cluster).mapToDouble(i -> points[i][at]).average().orElseThrow();
                sum += Arrays.stream(cluster).mapToDouble(i -> Math.pow(points[i][at] - mean, 2)).sum();
            }
        }
        return sum;
    }

    private static MutableDataset<ClusterID> dataset(double[][] points) {
        ClusteringFactory factory = new ClusteringFactory();
        String[] names = IntStream.range(0, points[0].length).mapToObj(i -> String.format("x%06d", i)).toArray(String[]::new);
        List<Example<ClusterID>> examples = new ArrayList<>();
        for (double[] point : points) {
            examples.add(new ArrayExample<>(ClusteringFactory.UNASSIGNED_CLUSTER_ID, names, point.clone()));
        }
        MutableDataset<ClusterID> data = new MutableDataset<>(new SimpleDataSourceProvenance("points", factory), factory);
        data.addAll(examples);
        return data;
    }
}
