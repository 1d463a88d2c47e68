package org.mtl.training.combining;

/**
 * Makes one direction of the gradients of several tasks by the parameters that they share. Most methods need the products of
 * the gradients with each other only ({@link GramCombiner}); the others see the gradients themselves.
 */
public sealed interface Combiner permits GramCombiner, RowsCombiner, BatchesCombiner {

    /** All that later directions depend on; empty where there is nothing. */
    default double[] state() {
        return new double[0];
    }

    /** Goes on from a state of a method of the same kind; an empty one is that of the beginning. */
    default void restore(double[] state) {
        if (state.length > 0) {
            throw new IllegalArgumentException("expected no state, found " + state.length + " values");
        }
    }
}
