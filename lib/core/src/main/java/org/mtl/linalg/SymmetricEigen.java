package org.mtl.linalg;

import static org.bytedeco.openblas.global.openblas_full.LAPACKE_dsyevd;

import org.bytedeco.openblas.global.openblas_full;

/**
 * The eigendecomposition A = E'SE of a symmetric matrix, and functions of A through it.
 *
 * @param values the eigenvalues S, ascending, n of them
 * @param vectors n × n row-major; row j is the unit eigenvector of {@code values[j]}
 */
public record SymmetricEigen(double[] values, double[] vectors) {

    /**
     * Decomposes a symmetric matrix (LAPACK's {@code dsyevd}).
     *
     * @param matrix n × n; only the lower triangle of the row-major matrix is read; unchanged
     * @throws NotFiniteException if the matrix holds a value that is not finite
     * @throws ArithmeticException if the iteration fails
     */
    public static SymmetricEigen of(double[] matrix, int n) {
        OpenBlas.require();
        double[] vectors = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = matrix[i * n + j];
                if (!Double.isFinite(value)) {
                    throw new NotFiniteException("a symmetric matrix holds " + value + " at row " + i + ", column " + j);
                }
                vectors[i * n + j] = value;
                vectors[j * n + i] = value;
            }
        }
        double[] values = new double[n];
        // Column-major output read as row-major has the eigenvectors in its rows, which is the layout wanted.
        int failed = LAPACKE_dsyevd(openblas_full.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', n, vectors, Math.max(1, n), values);
        if (failed != 0) {
            throw new ArithmeticException("the eigenvalue iteration did not converge (dsyevd returned " + failed + ")");
        }
        return new SymmetricEigen(values, vectors);
    }

    /** The order n. */
    public int order() {
        return values.length;
    }

    /** The largest eigenvalue, 0 for an empty matrix. */
    public double largest() {
        return values.length == 0 ? 0 : values[values.length - 1];
    }

    /**
     * The value at or below which an eigenvalue of a positive semidefinite matrix of this size and norm is rounding:
     * n·ε·λ_max.
     */
    public double cutoff() {
        return values.length * Math.ulp(1.0) * Math.max(0, largest());
    }

    /**
     * Applies a function of the matrix to several vectors: E' diag(f) E B.
     *
     * @param factors f(S), n values
     * @param columns B, n × m row-major, unchanged
     * @param m the number of columns
     * @return n × m
     */
    public double[] apply(double[] factors, double[] columns, int m) {
        int n = order();
        double[] coordinates = new double[n * m];
        Blas.multiply(n, m, n, 1, vectors, columns, 0, coordinates);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                coordinates[i * m + j] *= factors[i];
            }
        }
        double[] result = new double[n * m];
        Blas.multiplyTransposed(n, m, n, 1, vectors, coordinates, 0, result);
        return result;
    }

    /**
     * The matrix E' diag(f) E itself, n × n, symmetric.
     *
     * @param factors f(S), none negative
     */
    public double[] matrix(double[] factors) {
        int n = order();
        double[] scaled = new double[n * n];
        for (int i = 0; i < n; i++) {
            double root = Math.sqrt(factors[i]);
            for (int j = 0; j < n; j++) {
                scaled[i * n + j] = root * vectors[i * n + j];
            }
        }
        double[] result = new double[n * n];
        Blas.addGram(n, n, 1, scaled, result);
        Blas.mirrorLower(n, result);
        return result;
    }

    /** 1/s for eigenvalues above {@link #cutoff}, 0 for the others: the factors of the pseudo-inverse. */
    public double[] inverseFactors() {
        double cutoff = cutoff();
        double[] factors = new double[values.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = values[i] > cutoff ? 1 / values[i] : 0;
        }
        return factors;
    }
}
