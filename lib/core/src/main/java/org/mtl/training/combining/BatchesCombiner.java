package org.mtl.training.combining;

/** A method that takes the gradients of three batches, which are independent of each other. */
public non-sealed interface BatchesCombiner extends Combiner {

    /**
     * The direction of a step.
     *
     * @param first J₁, an array for each task, of zeros where it has no labels in the batch
     * @param second J₂
     * @return c: the direction is Σ_t c_t g_t with the gradients of the third batch
     */
    double[] coefficients(double[][] first, double[][] second);
}
