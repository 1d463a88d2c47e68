package org.mtl.training.combining;

import java.util.Random;

/** A method that needs the products of gradients only, G = JJ'. */
public non-sealed interface GramCombiner extends Combiner {

    /**
     * The direction of a step.
     *
     * @param gram G of the tasks that have labels in the batch
     * @param random draws what the method draws; of its own for each step
     * @return c: the direction is Σ_t c_t g_t, which is walked against
     */
    double[] coefficients(Gram gram, Random random);
}
