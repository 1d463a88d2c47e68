package org.mtl.model;

import java.util.List;
import org.mtl.linalg.SymmetricEigen;

/** The Hessian of one set of coefficients for all tasks: H = Σ_k (M_k + (2π_kλ_k/K) D), D = I but for the intercept. */
public final class PooledHessian implements LinearHessian {

    private final SymmetricEigen matrix;

    /** A Hessian with this eigendecomposition. */
    public PooledHessian(SymmetricEigen matrix) {
        this.matrix = matrix;
    }

    @Override
    public BlockMatrix solve(BlockMatrix rhs) {
        double[] shared = matrix.apply(matrix.inverseFactors(), rhs.shared(), rhs.columns());
        return new BlockMatrix(rhs.rows(), rhs.columns(), shared, new double[0][]);
    }

    @Override
    public List<double[]> freeDirections() {
        return LinearHessian.nullSpace(matrix);
    }
}
