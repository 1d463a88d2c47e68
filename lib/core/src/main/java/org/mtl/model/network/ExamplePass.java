package org.mtl.model.network;

import java.util.List;
import org.mtl.linalg.RealVector;

/**
 * Rows at the parameters of an engine, of which several gradients are wanted: an engine may keep what they have in common. It
 * holds until the parameters change or the engine is asked for another one.
 */
public interface ExamplePass {

    /**
     * Stores the gradient of a batch's value in {@link NetworkEngine#gradient()}.
     *
     * @param batch the same rows and labels, of which only factors and weights may be others
     * @return Σ_i ℓ_k over the batch for every task, without factors
     */
    double[] gradient(Batch batch);

    /**
     * The products of every example's gradient with the gradients of other batches' values at other parameters, by all
     * parameters: ∇_w ℓ_k(f_k(x_i); y_ki) · ∇V_t(at), without factors of the rows. {@link NetworkEngine#gradient()} is of no use
     * afterwards.
     *
     * @param others T batches, whose values are V_1, …, V_T
     * @param at p values, made by {@link NetworkEngine#vector()}
     * @param products receives pairs × T values, row-major, in the order of {@link NetworkEngine#exampleProducts}
     * @return of each of the other batches Σ_i ℓ_k over all tasks, without factors
     */
    double[] products(List<Batch> others, RealVector at, double[] products);
}
