package org.mtl.model;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.SymmetricEigen;

/**
 * The factorised Hessian H of a {@link LinearObjective}, for solving with it (METHODS §3).
 *
 * <p>H is positive semidefinite. Where it is singular, {@link #solve} applies the pseudo-inverse in the sense of METHODS
 * §2: of all minimisers the one with the least shared coefficients.
 */
public sealed interface LinearHessian permits SoftHessian, SeparateHessian, PooledHessian, CholeskyHessian,
        KroneckerHessian {

    /**
     * H⁺B for several right-hand sides at once.
     *
     * @param rhs one right-hand side per column; unchanged
     */
    BlockMatrix solve(BlockMatrix rhs);

    /**
     * Directions in the space of coefficients that the data and the penalties leave free, unit vectors of the length of a
     * block; none where the minimiser is unique. Where {@link #ofOneOutput} is another Hessian, these are its directions,
     * each of which is free for every output.
     */
    List<double[]> freeDirections();

    /** The Hessian of the coefficients of one output, where this one is that for each output; otherwise this one. */
    default LinearHessian ofOneOutput() {
        return this;
    }

    /** The eigenvectors of a positive semidefinite matrix whose eigenvalues are rounding. */
    static List<double[]> nullSpace(SymmetricEigen eigen) {
        int n = eigen.order();
        double cutoff = eigen.cutoff();
        List<double[]> vectors = new ArrayList<>();
        for (int i = 0; i < n && eigen.values()[i] <= cutoff; i++) {
            double[] vector = new double[n];
            System.arraycopy(eigen.vectors(), i * n, vector, 0, n);
            vectors.add(vector);
        }
        return vectors;
    }
}
