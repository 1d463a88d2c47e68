package org.mtl.training.network;

import java.util.Optional;
import java.util.OptionalDouble;

/** Is told how training goes, and may end it. */
public interface TrainingListener {

    /** Listens to nothing. */
    TrainingListener SILENT = progress -> {};

    /**
     * An epoch that was run.
     *
     * @param task the task whose network it is, where tasks share nothing
     * @param epoch its number, from 1 on
     * @param epochs how many there may be
     * @param validationLoss the mean over tasks of their validation losses, where it was taken
     * @param rowsPerSecond training rows over the time of the epoch
     */
    record Progress(Optional<String> task, int epoch, int epochs, OptionalDouble validationLoss, double rowsPerSecond) {}

    /** Called after each epoch. */
    void epochDone(Progress progress);

    /** What looks ahead from the steps of optimisers that take batches. */
    default Optional<StepObserver> observer() {
        return Optional.empty();
    }

    /** Asked before each batch; true ends training with a {@link java.util.concurrent.CancellationException}. */
    default boolean stopRequested() {
        return false;
    }
}
