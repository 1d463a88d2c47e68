package org.mtl.influence;

import java.util.List;
import org.mtl.model.BlockMatrix;

/**
 * The directions u_k = H⁻¹∇V_k along which training rows are scored, one per target task (METHODS §3).
 *
 * <p>Every influence method delivers these and nothing else: the score of training row i of task l on target k is
 * −(π_l/n_l) ∇ℓ_li · u_k whatever the method.
 *
 * @param targets the positions of the target tasks, one per column of {@code vectors}
 * @param vectors u_k, p × targets blocks
 */
public record Directions(List<Integer> targets, BlockMatrix vectors) {

    /** Copies the target list. */
    public Directions {
        targets = List.copyOf(targets);
    }
}
