package org.mtl.data.synthetic;

import java.util.Arrays;
import java.util.Random;

/** Random orthonormal vectors. */
final class Orthonormal {

    private Orthonormal() {}

    /**
     * Vectors that are orthonormal to each other, uniform among all such: Gaussian ones, from each of which what it has in common
     * with those before is taken off, twice, since once leaves rounding.
     *
     * @param count at most the dimension
     * @return count × dimension
     */
    static double[][] draw(Random random, int count, int dimension) {
        double[][] vectors = new double[count][dimension];
        for (int k = 0; k < count; k++) {
            double[] vector = vectors[k];
            double norm = 0;
            while (!(norm > 1e-6)) {
                Arrays.setAll(vector, j -> random.nextGaussian());
                for (int pass = 0; pass < 2; pass++) {
                    for (int other = 0; other < k; other++) {
                        add(vector, -dot(vector, vectors[other]), vectors[other]);
                    }
                }
                norm = Math.sqrt(dot(vector, vector));
            }
            double scale = 1 / norm;
            Arrays.setAll(vector, j -> vector[j] * scale);
        }
        return vectors;
    }

    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int j = 0; j < one.length; j++) {
            sum += one[j] * other[j];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] values) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * values[j];
        }
    }
}
