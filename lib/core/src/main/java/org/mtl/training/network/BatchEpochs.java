package org.mtl.training.network;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;
import org.mtl.data.Seeds;
import org.mtl.model.network.Batch;
import org.mtl.model.network.BatchRows;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.TaskGradients;
import org.mtl.parallel.Workers;

/** Epochs of steps on batches. */
final class BatchEpochs implements EpochRunner {

    private final NetworkSettings settings;
    private final List<String> tasks;
    private final NetworkEngine engine;
    private final BatchRows rows;
    private final EpochBatches batches;
    private final OptimizerSteps steps;
    private final TrainingListener listener;
    private final Optional<StepObserver> observer;
    private final Optional<NetworkLookAhead> lookAhead;

    /**
     * Epochs over a data set's training rows.
     *
     * @param rows these rows
     */
    BatchEpochs(NetworkProblem problem, Optimizer optimizer, BatchRows rows, NetworkEngine engine, Workers workers,
            TrainingListener listener) {
        this.settings = problem.settings();
        this.tasks = problem.data().taskNames();
        this.engine = engine;
        this.rows = rows;
        this.batches = new EpochBatches(problem.data(), rows.size(), problem.weights(), settings.epochs(), settings.seed());
        this.steps = new OptimizerSteps(optimizer, engine.architecture(), engine.precision(), workers);
        this.listener = listener;
        this.observer = listener.observer();
        this.lookAhead = observer.map(each -> new NetworkLookAhead(
                engine, new ParameterSpace.OfNetwork(engine), steps, problem.losses(), settings.steps().clip(), each.summand()));
    }

    @Override
    public void begin() {
        // Moments are 0 from the start.
    }

    @Override
    public double[] run(int epoch) {
        int[] positions = batches.positions(epoch);
        double[] sums = new double[tasks.size()];
        double[] counts = new double[tasks.size()];
        for (int b = 0; b < batches.count(); b++) {
            if (listener.stopRequested()) {
                throw new CancellationException("training was stopped in epoch " + epoch);
            }
            Batch batch = rows.gather(positions, batches.start(b), batches.end(b, positions), batches.factor());
            look(epoch, b, batch);
            double[] losses = engine.gradient(batch, dropout(epoch, b), false);
            step(epoch, b, batch, losses);
            for (Batch.Labels labels : batch.labels()) {
                sums[labels.task()] += losses[labels.task()];
                counts[labels.task()] += labels.size();
            }
        }
        for (int k = 0; k < sums.length; k++) {
            sums[k] /= counts[k];
        }
        return sums;
    }

    private Dropout dropout(int epoch, int b) {
        double rate = settings.layers().dropout();
        return rate == 0
                ? Dropout.NONE
                : new Dropout(rate, Seeds.random(settings.seed(), "dropout:" + epoch + ":" + b).nextLong());
    }

    private void look(int epoch, int b, Batch batch) {
        long step = step(epoch, b);
        if (observer.isPresent() && observer.get().observes(epoch, step)) {
            TaskGradients gradients = engine.taskGradients(batch, dropout(epoch, b));
            requireFinite(epoch, b, batch, gradients.losses());
            lookAhead.orElseThrow().begin(batch, gradients, rate(step));
            observer.get().observe(epoch, step, lookAhead.get());
        }
    }

    private long step(int epoch, int b) {
        return (long) (epoch - 1) * batches.count() + b;
    }

    private double rate(long step) {
        long total = (long) settings.epochs().epochs() * batches.count();
        return settings.steps().learningRate() * settings.steps().schedule().factor(step, total);
    }

    private void requireFinite(int epoch, int b, Batch batch, double[] losses) {
        for (Batch.Labels labels : batch.labels()) {
            if (!Double.isFinite(losses[labels.task()])) {
                throw diverged(epoch, b, "the loss of task '" + tasks.get(labels.task()) + "' is not finite");
            }
        }
    }

    private void step(int epoch, int b, Batch batch, double[] losses) {
        requireFinite(epoch, b, batch, losses);
        boolean[] present = new boolean[tasks.size()];
        batch.labels().forEach(labels -> present[labels.task()] = true);
        double factor = steps.clipFactor(settings.steps().clip(), engine.gradient(), present);
        // A limit over a norm that is not finite is 0 or no number.
        if (!(factor > 0)) {
            throw diverged(epoch, b, "the gradient is not finite, with the largest loss for task '"
                    + tasks.get(largest(batch, losses)) + "'");
        }
        steps.take(new OptimizerSteps.Step(rate(step(epoch, b)), factor, present), engine.parameters(), engine.gradient());
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
                + what + "; " + settings.steps().advice());
    }

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public double[] weights() {
        return batches.impliedWeights();
    }

    @Override
    public OptionalDouble objective() {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble gradientNorm() {
        return OptionalDouble.empty();
    }

    @Override
    public double[] state() {
        return steps.state();
    }

    @Override
    public void restore(double[] state) {
        steps.restore(state);
    }
}
