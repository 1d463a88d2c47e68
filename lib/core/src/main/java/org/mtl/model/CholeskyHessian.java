package org.mtl.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mtl.linalg.Cholesky;
import org.mtl.parallel.Workers;

/**
 * A Hessian factorised by Cholesky, for the steps of a search: several times faster than the eigendecompositions behind
 * the other Hessians, and unable to find out by itself which directions are free.
 *
 * <p>With shared coefficients H is eliminated as in {@link SoftHessian}: N = 2cI + Σ_k τ_k (M_k + τ_k I)⁻¹ M_k, to which
 * a multiple of vv' is added for every free direction v, so that N is definite, and v is taken out of the solution.
 */
public final class CholeskyHessian implements LinearHessian {

    private final List<Cholesky> tasks;
    private final double[] coupling;
    private final Optional<Cholesky> reduced;
    private final List<double[]> free;

    private CholeskyHessian(List<Cholesky> tasks, double[] coupling, Optional<Cholesky> reduced, List<double[]> free) {
        this.tasks = tasks;
        this.coupling = coupling;
        this.reduced = reduced;
        this.free = free;
    }

    /**
     * The Hessian of soft sharing.
     *
     * @param curvature M_k
     * @param coupling τ_k > 0
     * @param sharedRidge c
     * @param free orthonormal directions that neither data nor penalties determine
     * @return nothing where a matrix is too close to singular
     */
    static Optional<LinearHessian> soft(
            double[][] curvature, double[] coupling, double sharedRidge, List<double[]> free, int p, Workers workers) {
        Cholesky[] factors = new Cholesky[curvature.length];
        double[][] terms = new double[curvature.length][];
        workers.forEach(curvature.length, k -> {
            double[] matrix = curvature[k].clone();
            addDiagonal(matrix, p, coupling[k]);
            factors[k] = Cholesky.of(matrix, p).orElse(null);
            if (factors[k] != null) {
                terms[k] = curvature[k].clone();
                factors[k].solve(terms[k], p);
            }
        });
        double[] sum = new double[p * p];
        for (int k = 0; k < factors.length; k++) {
            if (factors[k] == null) {
                return Optional.empty();
            }
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    sum[i * p + j] += coupling[k] * (terms[k][i * p + j] + terms[k][j * p + i]) / 2;
                }
            }
        }
        addDiagonal(sum, p, 2 * sharedRidge);
        fill(sum, p, free);
        List<Cholesky> blocks = List.of(factors);
        return Cholesky.of(sum, p).map(reduced -> new CholeskyHessian(blocks, coupling, Optional.of(reduced), free));
    }

    /** The Hessian of tasks that share nothing, from its blocks; nothing where one is too close to singular. */
    static Optional<LinearHessian> separate(List<double[]> blocks, int p) {
        List<Cholesky> factors = new ArrayList<>();
        for (double[] block : blocks) {
            Optional<Cholesky> factor = Cholesky.of(block.clone(), p);
            if (factor.isEmpty()) {
                return Optional.empty();
            }
            factors.add(factor.get());
        }
        return Optional.of(new CholeskyHessian(factors, new double[0], Optional.empty(), List.of()));
    }

    /** The Hessian of one set of coefficients for all tasks; nothing where it is too close to singular. */
    static Optional<LinearHessian> pooled(double[] matrix, int p) {
        return Cholesky.of(matrix.clone(), p)
                .map(factor -> new CholeskyHessian(List.of(), new double[0], Optional.of(factor), List.of()));
    }

    private static void addDiagonal(double[] matrix, int p, double value) {
        for (int j = 0; j < p; j++) {
            matrix[j * p + j] += value;
        }
    }

    /** Gives the free directions the mean of the other eigenvalues. */
    private static void fill(double[] matrix, int p, List<double[]> free) {
        double trace = 0;
        for (int j = 0; j < p; j++) {
            trace += matrix[j * p + j];
        }
        double weight = trace / Math.max(1, p - free.size());
        for (double[] v : free) {
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    matrix[i * p + j] += weight * v[i] * v[j];
                }
            }
        }
    }

    @Override
    public BlockMatrix solve(BlockMatrix rhs) {
        int p = rhs.rows();
        int m = rhs.columns();
        double[][] own = new double[tasks.size()][];
        double[] eliminated = transposed(rhs.shared(), p, m);
        for (int k = 0; k < own.length; k++) {
            own[k] = transposed(rhs.own()[k], p, m);
            tasks.get(k).solve(own[k], m);
            if (coupling.length > 0) {
                addScaled(eliminated, coupling[k], own[k]);
            }
        }
        if (reduced.isPresent()) {
            reduced.get().solve(eliminated, m);
            removeFree(eliminated, p, m);
        }
        for (int k = 0; k < own.length; k++) {
            if (coupling.length > 0) {
                double[] pulled = eliminated.clone();
                tasks.get(k).solve(pulled, m);
                addScaled(own[k], coupling[k], pulled);
            }
            own[k] = transposed(own[k], m, p);
        }
        return new BlockMatrix(p, m, transposed(eliminated, m, p), own);
    }

    private void removeFree(double[] columns, int p, int m) {
        for (double[] v : free) {
            for (int c = 0; c < m; c++) {
                double part = 0;
                for (int j = 0; j < p; j++) {
                    part += v[j] * columns[c * p + j];
                }
                for (int j = 0; j < p; j++) {
                    columns[c * p + j] -= part * v[j];
                }
            }
        }
    }

    private static double[] transposed(double[] values, int rows, int columns) {
        double[] result = new double[values.length];
        for (int i = 0; values.length > 0 && i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = values[i * columns + j];
            }
        }
        return result;
    }

    private static void addScaled(double[] sum, double factor, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[i];
        }
    }

    @Override
    public List<double[]> freeDirections() {
        return free;
    }
}
