package org.mtl.model;

import java.util.List;

/**
 * The Hessian H ⊗ I_C of predictions with C outputs that all have the same Hessian H: C problems that share one
 * factorisation.
 *
 * <p>A block of p·C × m numbers, where the outputs of a column of the design stand together, is a p × C·m block of H as it
 * stands in memory.
 */
final class KroneckerHessian implements LinearHessian {

    private final LinearHessian inner;
    private final int outputs;

    /**
     * H ⊗ I_C.
     *
     * @param inner H
     * @param outputs C
     */
    KroneckerHessian(LinearHessian inner, int outputs) {
        this.inner = inner;
        this.outputs = outputs;
    }

    @Override
    public BlockMatrix solve(BlockMatrix rhs) {
        BlockMatrix beside = new BlockMatrix(rhs.rows() / outputs, rhs.columns() * outputs, rhs.shared(), rhs.own());
        BlockMatrix solved = inner.solve(beside);
        return new BlockMatrix(rhs.rows(), rhs.columns(), solved.shared(), solved.own());
    }

    @Override
    public List<double[]> freeDirections() {
        return inner.freeDirections();
    }

    @Override
    public LinearHessian ofOneOutput() {
        return inner;
    }
}
