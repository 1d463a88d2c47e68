package org.mtl.training.network;

import java.util.List;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;

/** What is done with a batch. */
interface StepRule {

    /** An epoch begins, counted from 1. */
    default void begun(int epoch) {}

    /**
     * Takes the step, or steps, of a batch.
     *
     * @param b the batch of the epoch, counted from 0
     * @return Σ_i ℓ_k over the batch for every task, before the step
     * @throws org.mtl.MtlException (DATA) if a loss or the gradient is not finite
     */
    double[] run(int epoch, int b, Batch batch, Dropout dropout);

    /**
     * An epoch is done.
     *
     * @param losses the mean of each task's losses during it
     */
    default void done(double[] losses) {}

    /** The names of what is told of each task after an epoch beside its loss. */
    default List<String> facts() {
        return List.of();
    }

    /** These values of the last epoch, NaN where there are none. */
    default double[] facts(int task) {
        return new double[0];
    }

    /**
     * The weights of the tasks' mean losses in what is minimised, where they stay the same.
     *
     * @param implied those that batches imply
     */
    default double[] weights(double[] implied) {
        return implied;
    }

    /** All that later steps depend on but parameters and the optimiser's moments. */
    default double[] state() {
        return new double[0];
    }

    /** Goes on from a state. */
    default void restore(double[] state) {
        // Nothing is remembered.
    }

    /** A step down the gradient of the batch's value. */
    record Plain(NetworkEngine engine, BatchSteps steps) implements StepRule {

        @Override
        public double[] run(int epoch, int b, Batch batch, Dropout dropout) {
            double[] losses = engine.gradient(batch, dropout, false);
            steps.take(epoch, b, batch, losses);
            return losses;
        }
    }
}
