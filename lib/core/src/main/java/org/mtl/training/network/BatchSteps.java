package org.mtl.training.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mtl.MtlException;
import org.mtl.model.Loss;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.TaskGradients;

/** Takes the steps of a run on its batches, and looks ahead from those that are observed. */
final class BatchSteps {

    private final StepSettings settings;
    private final EpochBatches batches;
    private final long total;
    private final List<String> tasks;
    private final ParameterSpace space;
    private final OptimizerSteps optimizer;
    private final Optional<StepObserver> observer;
    private final Optional<NetworkLookAhead> lookAhead;

    /**
     * The steps of all epochs.
     *
     * @param epochs how many there may be
     * @param tasks the tasks' names
     * @param losses ℓ_k
     * @param space what steps move
     * @param engine what computes losses
     */
    BatchSteps(StepSettings settings, EpochBatches batches, int epochs, List<String> tasks, List<Loss> losses, ParameterSpace space,
            OptimizerSteps optimizer, NetworkEngine engine, Optional<StepObserver> observer) {
        this.settings = settings;
        this.batches = batches;
        this.total = (long) epochs * batches.count();
        this.tasks = tasks;
        this.space = space;
        this.optimizer = optimizer;
        this.observer = observer;
        this.lookAhead = observer.map(each ->
                new NetworkLookAhead(engine, space, optimizer, losses, settings.clip(), each.summand()));
    }

    /** The number of a step over all epochs, from 0 on. */
    long number(int epoch, int b) {
        return (long) (epoch - 1) * batches.count() + b;
    }

    /** The learning rate of a step. */
    double rate(int epoch, int b) {
        return settings.learningRate() * settings.schedule().factor(number(epoch, b), total);
    }

    /**
     * Looks ahead from a step before it is taken, if it is observed.
     *
     * @param b the batch of the epoch, counted from 0
     * @param gradients asked for only then; leaves the sum of other gradients in the place of the batch's own
     * @throws MtlException (DATA) if a loss is not finite
     */
    void look(int epoch, int b, Batch batch, Supplier<TaskGradients> gradients) {
        if (observer.isPresent() && observer.get().observes(epoch, number(epoch, b))) {
            long start = System.nanoTime();
            TaskGradients ofTasks = gradients.get();
            requireFinite(epoch, b, batch, ofTasks.losses());
            lookAhead.orElseThrow().begin(batch, ofTasks, rate(epoch, b));
            observer.get().observe(epoch, number(epoch, b), lookAhead.get());
            observer.get().took(System.nanoTime() - start);
        }
    }

    /**
     * Takes a step by the gradient that the space holds.
     *
     * @param losses Σ_i ℓ_k over the batch for every task
     * @throws MtlException (DATA) if a loss or the gradient is not finite
     */
    void take(int epoch, int b, Batch batch, double[] losses) {
        requireFinite(epoch, b, batch, losses);
        boolean[] present = new boolean[tasks.size()];
        batch.labels().forEach(labels -> present[labels.task()] = true);
        double factor = optimizer.clipFactor(settings.clip(), space.gradient(), present);
        // A limit over a norm that is not finite is 0 or no number.
        if (!(factor > 0)) {
            throw diverged(epoch, b, "the gradient is not finite, with the largest loss for task '"
                    + tasks.get(largest(batch, losses)) + "'");
        }
        optimizer.take(new OptimizerSteps.Step(rate(epoch, b), factor, present), space.parameters(), space.gradient());
    }

    private void requireFinite(int epoch, int b, Batch batch, double[] losses) {
        for (Batch.Labels labels : batch.labels()) {
            if (!Double.isFinite(losses[labels.task()])) {
                throw diverged(epoch, b, "the loss of task '" + tasks.get(labels.task()) + "' is not finite");
            }
        }
    }

    /** The task with the largest mean loss in a batch. */
    private static int largest(Batch batch, double[] losses) {
        int largest = batch.labels().get(0).task();
        double most = Double.NEGATIVE_INFINITY;
        for (Batch.Labels labels : batch.labels()) {
            double mean = losses[labels.task()] / labels.size();
            if (mean > most) {
                most = mean;
                largest = labels.task();
            }
        }
        return largest;
    }

    private MtlException diverged(int epoch, int b, String what) {
        return MtlException.data("training diverged in epoch " + epoch + ", batch " + (b + 1) + " of " + batches.count() + ": "
                + what + "; " + settings.advice());
    }
}
