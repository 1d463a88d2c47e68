package org.mtl.linalg;

import static org.bytedeco.openblas.global.openblas_full.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas_full.LAPACKE_dpotrs;

import java.util.Optional;
import org.bytedeco.openblas.global.openblas_full;

/** The Cholesky factor of a symmetric positive definite matrix, for solving with it. */
public final class Cholesky {

    private final double[] factor;
    private final int n;

    private Cholesky(double[] factor, int n) {
        this.factor = factor;
        this.n = n;
    }

    /**
     * Factorises a matrix (LAPACK's {@code dpotrf}), O(n³/3).
     *
     * @param matrix n × n, symmetric; destroyed
     * @return nothing where the matrix is not positive definite, or so close to singular that solutions would be rounding:
     *     where a squared pivot is at most n·ε times the largest
     */
    public static Optional<Cholesky> of(double[] matrix, int n) {
        OpenBlas.require();
        // Symmetric, so that column-major and row-major are the same and no copy is transposed.
        if (LAPACKE_dpotrf(openblas_full.LAPACK_COL_MAJOR, (byte) 'L', n, matrix, Math.max(1, n)) != 0) {
            return Optional.empty();
        }
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            smallest = Math.min(smallest, matrix[i * n + i]);
            largest = Math.max(largest, matrix[i * n + i]);
        }
        boolean sound = smallest * smallest > n * Math.ulp(1.0) * largest * largest;
        return sound || n == 0 ? Optional.of(new Cholesky(matrix, n)) : Optional.empty();
    }

    /** Solves AX = B in place for m right-hand sides, one after another: {@code columns} is m × n row-major. */
    public void solve(double[] columns, int m) {
        if (n > 0 && m > 0) {
            LAPACKE_dpotrs(openblas_full.LAPACK_COL_MAJOR, (byte) 'L', n, m, factor, n, columns, n);
        }
    }
}
