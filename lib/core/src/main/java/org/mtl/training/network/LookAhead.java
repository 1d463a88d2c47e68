package org.mtl.training.network;

import java.util.List;

/**
 * A step of training before it is taken: the gradients of all tasks, and what tasks would come to after other steps. Steps are
 * the optimiser's own, with its rate, momentum and decay, and leave its state as it is.
 *
 * <p>Everything is over the rows of the step's batch; nothing is kept after the call in which it was handed out.
 */
public interface LookAhead {

    /** Which heads move along. */
    enum Heads {
        /** All stay, θ_k. */
        NONE,
        /** Those of the sources move by their own gradients, the others stay. */
        SOURCES,
        /** All move by their own gradients, θ_k⁺. */
        ALL
    }

    /**
     * A step.
     *
     * @param sources the tasks whose gradients by the shared parameters are added up; one that is there twice counts twice
     * @param heads which heads move along
     */
    record Move(List<Integer> sources, Heads heads) {

        /** Copies the sources. */
        public Move {
            sources = List.copyOf(sources);
        }
    }

    /** For every task whether it has labels in the batch. */
    boolean[] present();

    /** The mean loss or metric of each task before the step, NaN where there are no labels. */
    double[] before();

    /** G_i · G_j, K × K, row-major: products of the tasks' gradients by the shared parameters. */
    double[] gram();

    /** The mean loss or metric of each task after each move alone, NaN where there are no labels. */
    double[][] after(List<Move> moves);
}
