package org.mtl.model;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.SymmetricEigen;

/** The block-diagonal Hessian of tasks that share nothing: H_kk = M_k + 2π_kλ_k D with D = I but for the intercept. */
public final class SeparateHessian implements LinearHessian {

    private final List<SymmetricEigen> blocks;

    /** A Hessian with these eigendecomposed blocks, one per task. */
    public SeparateHessian(List<SymmetricEigen> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    @Override
    public BlockMatrix solve(BlockMatrix rhs) {
        double[][] own = new double[blocks.size()][];
        for (int k = 0; k < own.length; k++) {
            SymmetricEigen block = blocks.get(k);
            own[k] = block.apply(block.inverseFactors(), rhs.own()[k], rhs.columns());
        }
        return new BlockMatrix(rhs.rows(), rhs.columns(), new double[0], own);
    }

    @Override
    public List<double[]> freeDirections() {
        List<double[]> directions = new ArrayList<>();
        for (SymmetricEigen block : blocks) {
            directions.addAll(LinearHessian.nullSpace(block));
        }
        return directions;
    }
}
