package org.mtl.training.network;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.mtl.data.Seeds;
import org.mtl.model.network.Batch;
import org.mtl.model.network.BatchRows;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.parallel.Workers;

/** Epochs of steps on batches. */
final class BatchEpochs implements EpochRunner {

    private final NetworkSettings settings;
    private final int tasks;
    private final NetworkEngine engine;
    private final BatchRows rows;
    private final EpochBatches batches;
    private final OptimizerSteps optimizer;
    private final BatchSteps steps;
    private final StepRule rule;
    private final TrainingListener listener;

    /**
     * Epochs over a data set's training rows.
     *
     * @param method the rule of a step
     * @param rows these rows
     */
    BatchEpochs(NetworkProblem problem, Optimizer method, BatchRows rows, NetworkEngine engine, Workers workers,
            TrainingListener listener) {
        this.settings = problem.settings();
        this.tasks = problem.losses().size();
        this.engine = engine;
        this.rows = rows;
        this.batches = new EpochBatches(problem.data(), rows.size(), problem.weights(), settings.epochs(), settings.seed());
        this.optimizer = new OptimizerSteps(method, ParameterPiece.of(engine.architecture()), engine.precision(), workers,
                settings.layers().sharedFixed());
        this.steps = new BatchSteps(settings.steps(), batches, settings.epochs().epochs(), problem.data().taskNames(), problem.losses(),
                new ParameterSpace.OfNetwork(engine), optimizer, engine, listener.observer());
        this.rule = rule(problem);
        this.listener = listener;
    }

    private StepRule rule(NetworkProblem problem) {
        BalanceSettings balance = problem.settings().balance();
        if (balance.isPlain()) {
            return new StepRule.Plain(engine, steps);
        }
        return balance.selective().<StepRule>map(selective -> new SelectiveSteps(problem, selective, engine, steps))
                .orElseGet(() -> new BalancedSteps(problem, engine, steps, rows, batches));
    }

    @Override
    public void begin() {
        // Moments are 0 from the start.
    }

    @Override
    public double[] run(int epoch) {
        batches.draw(epoch);
        rule.begun(epoch);
        double[] sums = new double[tasks];
        double[] counts = new double[tasks];
        for (int b = 0; b < batches.count(); b++) {
            if (listener.stopRequested()) {
                throw new CancellationException("training was stopped in epoch " + epoch);
            }
            int[] positions = batches.batch(b);
            Batch batch = rows.gather(positions, 0, positions.length, batches.factor());
            Dropout dropout = dropout(epoch, b);
            steps.look(epoch, b, batch, () -> engine.taskGradients(batch, dropout));
            double[] losses = rule.run(epoch, b, batch, dropout);
            for (Batch.Labels labels : batch.labels()) {
                sums[labels.task()] += losses[labels.task()];
                counts[labels.task()] += labels.size();
            }
        }
        for (int k = 0; k < sums.length; k++) {
            sums[k] /= counts[k];
        }
        rule.done(sums);
        return sums;
    }

    @Override
    public List<String> facts() {
        return rule.facts();
    }

    @Override
    public double[] facts(int task) {
        return rule.facts(task);
    }

    private Dropout dropout(int epoch, int b) {
        double rate = settings.layers().dropout();
        return rate == 0
                ? Dropout.NONE
                : new Dropout(rate, Seeds.random(settings.seed(), "dropout:" + epoch + ":" + b).nextLong());
    }

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public double[] weights() {
        return rule.weights(batches.impliedWeights());
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
        double[] moments = optimizer.state();
        double[] own = rule.state();
        double[] state = Arrays.copyOf(moments, moments.length + own.length);
        System.arraycopy(own, 0, state, moments.length, own.length);
        return state;
    }

    @Override
    public void restore(double[] state) {
        int moments = optimizer.stateSize();
        optimizer.restore(Arrays.copyOf(state, moments));
        rule.restore(Arrays.copyOfRange(state, moments, state.length));
    }
}
