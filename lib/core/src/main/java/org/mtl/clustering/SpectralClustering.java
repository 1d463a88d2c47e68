package org.mtl.clustering;

import org.mtl.linalg.SymmetricEigen;

/**
 * Spectral clustering (Ng, Jordan and Weiss, NIPS 2001): k-means of the rows of the k leading eigenvectors of
 * D^(−1/2) W D^(−1/2), each row of length 1. These are the last eigenvectors of the normalized Laplacian I − D^(−1/2) W
 * D^(−1/2).
 */
public final class SpectralClustering {

    private SpectralClustering() {}

    /**
     * Clusters items by how alike they are.
     *
     * @param similarities W, n × n, symmetric, finite and ≥ 0; the diagonal is not looked at
     * @param clusters k, from 1 to n
     * @param seed of k-means' starts
     * @return k clusters, or fewer where items cannot be told apart
     * @throws IllegalArgumentException if k is out of range
     */
    public static Clustering of(double[][] similarities, int clusters, long seed) {
        int n = similarities.length;
        if (clusters < 1 || clusters > n) {
            throw new IllegalArgumentException(clusters + " clusters of " + n + " items");
        }
        double[] scales = new double[n];
        for (int i = 0; i < n; i++) {
            double degree = 0;
            for (int j = 0; j < n; j++) {
                degree += i == j ? 0 : similarities[i][j];
            }
            // An item that is like no other is a row of zeros.
            scales[i] = degree > 0 ? 1 / Math.sqrt(degree) : 0;
        }
        double[] normalized = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                normalized[i * n + j] = i == j ? 0 : scales[i] * similarities[i][j] * scales[j];
            }
        }
        return KMeans.of(embedding(SymmetricEigen.of(normalized, n), clusters), clusters, seed);
    }

    /** The items as points on the unit sphere of the leading eigenvectors. */
    private static double[][] embedding(SymmetricEigen eigen, int dimensions) {
        int n = eigen.order();
        double[][] points = new double[n][dimensions];
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int j = 0; j < dimensions; j++) {
                points[i][j] = eigen.vectors()[(n - 1 - j) * n + i];
                squares += points[i][j] * points[i][j];
            }
            double length = Math.sqrt(squares);
            for (int j = 0; j < dimensions && length > 0; j++) {
                points[i][j] /= length;
            }
        }
        return points;
    }
}
