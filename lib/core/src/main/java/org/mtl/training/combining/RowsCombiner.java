package org.mtl.training.combining;

import java.util.Random;

/** A method that needs the gradients themselves. */
public non-sealed interface RowsCombiner extends Combiner {

    /**
     * The direction of a step.
     *
     * @param rows J, an array of s values for each task that has labels in the batch; may be changed
     * @param tasks which tasks these are, ascending
     * @param losses L_t, the mean loss of each of them
     * @param random draws what the method draws; of its own for each step
     * @return s values
     */
    double[] direction(double[][] rows, int[] tasks, double[] losses, Random random);
}
