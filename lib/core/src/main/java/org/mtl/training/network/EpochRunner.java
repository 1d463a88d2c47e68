package org.mtl.training.network;

import java.util.List;
import java.util.OptionalDouble;

/** Runs the epochs of one network; its parameters are those of the engine. */
interface EpochRunner {

    /**
     * Begins with the engine's parameters.
     *
     * @throws org.mtl.MtlException (DATA) if the loss is not finite there
     */
    void begin();

    /**
     * Runs an epoch.
     *
     * @param epoch counted from 1
     * @return the mean of each task's losses during the epoch, NaN for a task that had no rows in it
     * @throws org.mtl.MtlException (DATA) if a loss or the gradient is not finite
     * @throws java.util.concurrent.CancellationException if the run was asked to stop
     */
    double[] run(int epoch);

    /** The names of what is told of each task after an epoch beside its loss. */
    default List<String> facts() {
        return List.of();
    }

    /** These values of a task in the last epoch, NaN where there are none. */
    default double[] facts(int task) {
        return new double[0];
    }

    /** Whether further epochs would change nothing. */
    boolean finished();

    /** π_k of what is minimised. */
    double[] weights();

    /** What is minimised, where it is known after an epoch. */
    OptionalDouble objective();

    /** The norm of its gradient, likewise. */
    OptionalDouble gradientNorm();

    /** All that further epochs depend on but the parameters. */
    double[] state();

    /** Goes on from a state; the engine has the parameters already. */
    void restore(double[] state);
}
