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
     * @param parameters w, which receives the new values
     * @param gradient g; overwritten
     * @param moments the moments, one array for each
     * @param updated receives the moments after the step; may be {@code moments}
     * @param count how many values of all arrays belong to the piece
     * @param rate the learning rate
     * @param step the number of this step of these parameters, from 1 on
     */
    void update(double[] parameters, double[] gradient, double[][] moments, double[][] updated, int count, double rate,
            long step);
}
