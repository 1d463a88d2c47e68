package org.mtl.model;

import java.util.List;
import org.mtl.linalg.SymmetricEigen;
import org.mtl.parallel.Workers;

/**
 * The block-arrow Hessian of soft sharing: H_kk = M_k + τ_k I, H_ks = −τ_k I, H_ss = (2c + Σ τ_k) I with τ_k = 2π_kλ_k.
 *
 * <p>Eliminating the task blocks leaves N = 2cI + Σ_k τ_k (M_k + τ_k I)⁻¹ M_k (METHODS §3). Both M_k and N are
 * eigendecomposed: the difference I − τ(M + τI)⁻¹ would lose all digits where τ is large, and rounding in M's null space
 * must not pass for curvature in N's.
 */
public final class SoftHessian implements LinearHessian {

    private final List<SymmetricEigen> curvature;
    private final double[] coupling;
    private final SymmetricEigen reduced;
    private final double[] reducedInverse;

    /**
     * Eliminates the task blocks; O(K p³).
     *
     * @param curvature the eigendecompositions of M_k
     * @param coupling τ_k > 0
     * @param sharedRidge c
     */
    public SoftHessian(List<SymmetricEigen> curvature, double[] coupling, double sharedRidge, Workers workers) {
        this.curvature = List.copyOf(curvature);
        this.coupling = coupling.clone();
        int p = curvature.get(0).order();
        double[][] reducedTerms = new double[coupling.length][];
        workers.forEach(coupling.length, k -> reducedTerms[k] = reducedTerm(curvature.get(k), coupling[k]));
        double[] sum = new double[p * p];
        for (double[] term : reducedTerms) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += term[i];
            }
        }
        for (int j = 0; j < p; j++) {
            sum[j * p + j] += 2 * sharedRidge;
        }
        this.reduced = SymmetricEigen.of(sum, p);
        this.reducedInverse = reduced.inverseFactors();
    }

    /** τ(M + τI)⁻¹M, with eigenvalues of M that are rounding taken as 0. */
    private static double[] reducedTerm(SymmetricEigen curvature, double coupling) {
        double cutoff = curvature.cutoff();
        double[] factors = new double[curvature.order()];
        for (int i = 0; i < factors.length; i++) {
            double s = curvature.values()[i];
            factors[i] = s > cutoff ? coupling * s / (s + coupling) : 0;
        }
        return curvature.matrix(factors);
    }

    /** H_kk⁻¹ B. */
    private double[] solveTask(int task, double[] rhs, int columns) {
        SymmetricEigen eigen = curvature.get(task);
        double[] factors = new double[eigen.order()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1 / (Math.max(0, eigen.values()[i]) + coupling[task]);
        }
        return eigen.apply(factors, rhs, columns);
    }

    @Override
    public BlockMatrix solve(BlockMatrix rhs) {
        int columns = rhs.columns();
        double[] eliminated = rhs.shared().clone();
        for (int k = 0; k < coupling.length; k++) {
            addScaled(eliminated, coupling[k], solveTask(k, rhs.own()[k], columns));
        }
        double[] shared = reduced.apply(reducedInverse, eliminated, columns);
        double[][] own = new double[coupling.length][];
        for (int k = 0; k < coupling.length; k++) {
            double[] pulled = rhs.own()[k].clone();
            addScaled(pulled, coupling[k], shared);
            own[k] = solveTask(k, pulled, columns);
        }
        return new BlockMatrix(rhs.rows(), columns, shared, own);
    }

    private static void addScaled(double[] sum, double factor, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[i];
        }
    }

    @Override
    public List<double[]> freeDirections() {
        return LinearHessian.nullSpace(reduced);
    }
}
