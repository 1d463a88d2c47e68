package org.mtl.linalg;

/** Solves one small dense system by Gaussian elimination with partial pivoting. */
public final class SmallSystem {

    private SmallSystem() {}

    /**
     * Solves Ax = b in place: A is destroyed and b becomes x.
     *
     * @param matrix A, n × n row-major
     * @param rhs b, n values
     * @return false if A is singular, b then being destroyed too
     */
    public static boolean solve(int n, double[] matrix, double[] rhs) {
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(matrix[row * n + column]) > Math.abs(matrix[pivot * n + column])) {
                    pivot = row;
                }
            }
            if (!(Math.abs(matrix[pivot * n + column]) > 0)) {
                return false;
            }
            swap(n, matrix, rhs, column, pivot);
            for (int row = column + 1; row < n; row++) {
                double factor = matrix[row * n + column] / matrix[column * n + column];
                for (int j = column; j < n; j++) {
                    matrix[row * n + j] -= factor * matrix[column * n + j];
                }
                rhs[row] -= factor * rhs[column];
            }
        }
        for (int row = n - 1; row >= 0; row--) {
            for (int j = row + 1; j < n; j++) {
                rhs[row] -= matrix[row * n + j] * rhs[j];
            }
            rhs[row] /= matrix[row * n + row];
        }
        return true;
    }

    private static void swap(int n, double[] matrix, double[] rhs, int a, int b) {
        if (a == b) {
            return;
        }
        for (int j = 0; j < n; j++) {
            double kept = matrix[a * n + j];
            matrix[a * n + j] = matrix[b * n + j];
            matrix[b * n + j] = kept;
        }
        double kept = rhs[a];
        rhs[a] = rhs[b];
        rhs[b] = kept;
    }
}
