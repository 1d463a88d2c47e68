package org.mtl.influence;

import java.util.List;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearHessian;
import org.mtl.model.Sharing;

/** {@code --method exact}: one solve with the factorised Hessian per target ([1] Eqs. 4 to 8, METHODS §3). */
public final class ExactInfluence {

    private ExactInfluence() {}

    /**
     * Solves H u_k = ∇V_k for every target.
     *
     * @param hessian H at the fitted parameters
     * @param sharing how the model's parameters are laid out
     * @param gradients ∂V_k/∂w for every task k, w being the coefficients that it predicts with
     * @param targets the positions of the target tasks
     */
    public static Directions directions(
            LinearHessian hessian, Sharing sharing, double[][] gradients, List<Integer> targets) {
        int p = gradients[0].length;
        BlockMatrix rhs = BlockMatrix.zero(sharing, gradients.length, p, targets.size());
        for (int column = 0; column < targets.size(); column++) {
            int target = targets.get(column);
            double[] block = rhs.predicting(target);
            for (int j = 0; j < p; j++) {
                block[j * targets.size() + column] = gradients[target][j];
            }
        }
        return new Directions(targets, hessian.solve(rhs));
    }
}
