package org.mtl.grouping;

import java.util.Arrays;

/**
 * Bounds on x'Ax over 0/1 vectors with a given number of ones, for A symmetric.
 *
 * <p>Spectral: with x = (q/f)·1 + y for q ones among f, x'Bx = (q/f)²·1'B1 + 2(q/f)·y'B1 + y'By, where y'By is at most the
 * largest eigenvalue of B on vectors of sum 0, times |y|² = q(f − q)/f; the rest is linear in x and taken at its best. The
 * diagonal is linear too, since x² = x, and B is A without it. So the bound is exact for q = f and near it.
 * By shares (Gilmore and Lawler): from each task its diagonal and its q − 1 largest entries, and of these sums the q
 * largest; it is exact for q = 1. The lower of the two counts.
 */
final class QuadraticBound {

    private final double[][] matrix;
    private final double[] linear;
    private final double[] sums;
    private final double[] scratch;

    /**
     * Bounds for a matrix.
     *
     * @param matrix A; not copied
     */
    QuadraticBound(double[][] matrix) {
        this.matrix = matrix;
        linear = new double[matrix.length];
        sums = new double[matrix.length];
        scratch = new double[matrix.length];
    }

    /**
     * Fills in, for each q from {@code from} to {@code to}, at most what x'Ax + c'x can be with q ones among the free.
     *
     * @param free which positions may be 1
     * @param gains c, by position in {@code free}
     * @param curvature at least the largest eigenvalue on vectors of sum 0 of the matrix of the free without its diagonal
     * @param bounds by q
     */
    void fill(int[] free, double[] gains, double curvature, int from, int to, double[] bounds) {
        int f = free.length;
        double all = 0;
        double[][] shares = new double[f][Math.max(1, to)];
        for (int a = 0; a < f; a++) {
            double[] row = matrix[free[a]];
            int count = 0;
            for (int b = 0; b < f; b++) {
                if (b != a) {
                    scratch[count++] = row[free[b]];
                }
            }
            Arrays.sort(scratch, 0, count);
            linear[a] = gains[a] + row[free[a]];
            shares[a][0] = linear[a];
            double sum = 0;
            for (int rank = 1; rank <= count; rank++) {
                sum += scratch[count - rank];
                if (rank < to) {
                    shares[a][rank] = linear[a] + sum;
                }
            }
            sums[a] = sum;
            all += sum;
        }
        for (int q = from; q <= to; q++) {
            if (q == 0) {
                bounds[0] = 0;
                continue;
            }
            double part = (double) q / f;
            for (int a = 0; a < f; a++) {
                scratch[a] = linear[a] + 2 * part * sums[a];
            }
            double spectral = top(f, q) - part * part * all + curvature * q * (f - q) / f;
            for (int a = 0; a < f; a++) {
                scratch[a] = shares[a][q - 1];
            }
            bounds[q] = Math.min(spectral, top(f, q));
        }
    }

    private double top(int count, int most) {
        Arrays.sort(scratch, 0, count);
        double sum = 0;
        for (int rank = 1; rank <= most; rank++) {
            sum += scratch[count - rank];
        }
        return sum;
    }

    /**
     * At least the largest eigenvalue, on vectors of sum 0, of the matrix of these positions without its diagonal; proven
     * by a Cholesky factorization of its distance from a multiple of the identity.
     *
     * @param most a value known to be enough; may be infinite
     * @param steps how often to halve what is in doubt, each O(f³) time
     */
    double curvature(int[] positions, double most, int steps) {
        double[][] centred = centred(positions);
        double norm = 0;
        for (double[] row : centred) {
            for (double value : row) {
                norm += value * value;
            }
        }
        double high = Math.min(most, Math.sqrt(norm) * (1 + 1e-9));
        double low = 0;
        for (int step = 0; step < steps; step++) {
            double middle = (low + high) / 2;
            if (isBelow(centred, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private double[][] centred(int[] positions) {
        int f = positions.length;
        double[][] centred = new double[f][f];
        double[] means = new double[f];
        double mean = 0;
        for (int a = 0; a < f; a++) {
            for (int b = 0; b < f; b++) {
                centred[a][b] = a == b ? 0 : matrix[positions[a]][positions[b]];
                means[a] += centred[a][b] / f;
            }
            mean += means[a] / f;
        }
        for (int a = 0; a < f; a++) {
            for (int b = 0; b < f; b++) {
                centred[a][b] += mean - means[a] - means[b];
            }
        }
        return centred;
    }

    /** Whether value·I − M is positive definite, with a margin for rounding. */
    private static boolean isBelow(double[][] symmetric, double value) {
        int n = symmetric.length;
        double[][] factor = new double[n][];
        double margin = 1e-11 * n * Math.abs(value);
        for (int i = 0; i < n; i++) {
            double[] row = new double[i + 1];
            factor[i] = row;
            for (int k = 0; k <= i; k++) {
                double[] other = factor[k];
                double sum = (i == k ? value : 0) - symmetric[i][k];
                for (int j = 0; j < k; j++) {
                    sum -= row[j] * other[j];
                }
                if (i == k && sum <= margin) {
                    return false;
                }
                row[k] = i == k ? Math.sqrt(sum) : sum / other[k];
            }
        }
        return true;
    }
}
