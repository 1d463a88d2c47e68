package org.mtl.training.network;

/**
 * The rule by which one step moves parameters against a gradient. It works on any piece of them at a time and keeps nothing
 * itself; what it remembers of earlier steps are moments, values beside each parameter that start at 0.
 */
public sealed interface Optimizer permits Sgd, Adam {

    /** The number of moments beside each parameter. */
    int moments();

    /**
     * Moves parameters by one step.
     *
     * @param values the parameters, their gradient, which may be overwritten, and moments
     * @param rate the learning rate
     * @param step the number of this step of these parameters, from 1 on
     */
    void update(PieceValues values, double rate, long step);
}
