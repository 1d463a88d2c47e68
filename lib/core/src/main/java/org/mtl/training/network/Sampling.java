package org.mtl.training.network;

import org.mtl.MtlException;

/** How rows of the long form are drawn into batches. */
public sealed interface Sampling {

    /** Each training row once in an epoch, in random order: tasks by their size. */
    record BySize() implements Sampling {}

    /** Each draw picks one of the K tasks with probability 1/K, then that task's next row. */
    record Equal() implements Sampling {}

    /**
     * Each draw picks a task with a probability in proportion to n_k^{1/T}, then that task's next row: 1 is by size in the mean,
     * ∞ is equal.
     *
     * @param temperature T
     */
    record Temperature(double temperature) implements Sampling {

        /**
         * Checks T.
         *
         * @throws MtlException (USAGE) if it is not above 0
         */
        public Temperature {
            if (!(temperature > 0)) {
                throw MtlException.usage("--sampling: expected a temperature above 0, found " + temperature);
            }
        }
    }

    /** The word that options and files use. */
    default String label() {
        if (this instanceof Temperature drawn) {
            return "temperature=" + drawn.temperature();
        }
        return this instanceof Equal ? "equal" : "size";
    }

    /**
     * P(k), the probability of a draw for every task.
     *
     * @param rows n_k, the number of training rows of every task, all positive
     */
    default double[] probabilities(int[] rows) {
        double[] shares = new double[rows.length];
        double sum = 0;
        for (int k = 0; k < rows.length; k++) {
            shares[k] = Math.pow(rows[k], exponent());
            sum += shares[k];
        }
        for (int k = 0; k < rows.length; k++) {
            shares[k] /= sum;
        }
        return shares;
    }

    private double exponent() {
        if (this instanceof Temperature drawn) {
            return 1 / drawn.temperature();
        }
        return this instanceof Equal ? 0 : 1;
    }
}
