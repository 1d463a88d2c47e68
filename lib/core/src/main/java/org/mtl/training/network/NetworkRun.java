package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.model.MeanLosses;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.BatchRows;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.NetworkLosses;
import org.mtl.parallel.Workers;

/** The training of one network, epoch by epoch, until its validation loss or the number of epochs ends it. */
final class NetworkRun implements AutoCloseable {

    /**
     * What a run came to.
     *
     * @param parameters those that are kept
     * @param weights π_k of what was minimised
     * @param lines its part of the history
     * @param facts the names of what lines tell beside losses and metrics
     */
    record Outcome(Architecture architecture, double[] parameters, double[] weights, List<RunState.Line> lines, List<String> facts,
            TrainedNetwork.Fit fit) {}

    /** Of parameters, gradient and moments, and what is kept of the best epoch and for the state. */
    static final int BYTES_PER_PARAMETER = 10 * Double.BYTES;

    /** For each task and shared parameter: its gradient, and what methods keep of it. */
    private static final int BALANCE_BYTES = 3 * Double.BYTES;

    private final NetworkProblem problem;
    private final NetworkSettings settings;
    private final NetworkEngine engine;
    private final EpochRunner runner;
    private final Checkpoints checkpoints;
    private final TrainingListener listener;
    private final BatchRows training;
    private final boolean validates;
    private final NetworkLosses validation;
    private final List<RunState.Line> lines = new ArrayList<>();
    private int epoch;
    private boolean finished;
    private int best;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private double[] bestParameters = new double[0];

    /**
     * Prepares a run.
     *
     * @throws MtlException (DATA, USAGE) as {@link NetworkProblem#requireRows} says; (USAGE) if given first parameters do
     *     not suit; (MEMORY) if the network is too large
     */
    NetworkRun(NetworkProblem problem, EngineFactory engines, Workers workers, Checkpoints checkpoints,
            TrainingListener listener) {
        problem.requireRows();
        this.problem = problem;
        this.settings = problem.settings();
        this.checkpoints = checkpoints;
        this.listener = listener;
        Architecture architecture = settings.layers().architecture(problem.design(), problem.losses());
        double balance = settings.balance().isPlain() ? 0 : BALANCE_BYTES;
        workers.memory().require("Training", (double) BYTES_PER_PARAMETER * architecture.parameters()
                + balance * architecture.tasks() * architecture.sharedParameters());
        this.training = problem.rows(Split.TRAIN);
        boolean stops = settings.epochs().patience().isPresent();
        boolean exact = settings.steps().method() == StepSettings.Method.LBFGS;
        this.validates = problem.has(Split.VALIDATION) && (stops || !exact);
        this.validation = new NetworkLosses(problem.rows(Split.VALIDATION), problem.losses());
        this.engine = engines.create(architecture, problem.losses(), settings.layers().precision(), workers);
        this.runner = runner(workers);
    }

    private EpochRunner runner(Workers workers) {
        return settings.steps().optimizer()
                .<EpochRunner>map(optimizer -> new BatchEpochs(problem, optimizer, training, engine, workers, listener))
                .orElseGet(() -> new LbfgsEpochs(engine, new NetworkObjective(engine, training,
                        problem.labelled(Split.TRAIN), problem.weights(), settings.steps().weightDecay(),
                        settings.layers().sharedFixed() ? engine.architecture().sharedParameters() : 0),
                        problem.weights(), listener));
    }

    /**
     * Begins, or goes on from the last state saved, and runs to the end.
     *
     * @throws MtlException (DATA) if training diverges, (IO) if a checkpoint cannot be written
     * @throws java.util.concurrent.CancellationException if the listener asks to stop
     */
    Outcome run() {
        begin();
        while (!finished) {
            epoch++;
            runEpoch();
            finished = isLast();
            if (finished) {
                finish();
            }
            if (checkpoints.resumable() && (finished || checkpoints.due())) {
                checkpoints.save(epoch, state().encoded());
            }
        }
        return outcome();
    }

    private void begin() {
        int count = engine.architecture().parameters();
        checkpoints.latest().map(vector -> RunState.decoded(vector, count)).ifPresentOrElse(this::restore, () -> {
            put(settings.layers().initialization().parameters(
                    engine.architecture(), problem.data().taskNames(), problem.network(), settings.seed()));
            runner.begin();
        });
    }

    private void runEpoch() {
        long start = System.nanoTime();
        double[] losses = runner.run(epoch);
        double seconds = (System.nanoTime() - start) / 1e9;
        requireFinite();
        for (int k = 0; k < losses.length; k++) {
            addLine(epoch, Split.TRAIN, k, losses[k], Double.NaN, Arrays.stream(runner.facts(k)).boxed().toList());
        }
        OptionalDouble loss = OptionalDouble.empty();
        if (validates) {
            MeanLosses.Figures figures = validation.figures(engine);
            addLines(epoch, Split.VALIDATION, figures.losses(), figures.metrics());
            loss = OptionalDouble.of(mean(figures.losses()));
            note(loss.getAsDouble(), figures.losses());
        }
        if (checkpoints.keeps(epoch)) {
            checkpoints.keep(epoch, parameters(), engine.precision());
        }
        listener.epochDone(new TrainingListener.Progress(
                problem.task(), epoch, settings.epochs().epochs(), loss, training.size() / seconds));
    }

    /** Losses tell of a parameter that is not finite only in the batch after it. */
    private void requireFinite() {
        double[] values = parameters();
        for (Architecture.Block block : engine.architecture().blocks()) {
            for (int i = 0; i < block.size(); i++) {
                if (!Double.isFinite(values[block.offset() + i])) {
                    String whose = block.task().isEmpty() ? "a shared parameter"
                            : "a parameter of task '" + problem.data().tasks().get(block.task().getAsInt()).name() + "'";
                    throw diverged(whose);
                }
            }
        }
    }

    private MtlException diverged(String what) {
        return MtlException.data("training diverged at the end of epoch " + epoch + ": " + what + " is not finite; "
                + settings.steps().advice());
    }

    /** Keeps the parameters where the validation loss has a new minimum and it is what training is stopped by. */
    private void note(double loss, double[] losses) {
        for (int k = 0; k < losses.length; k++) {
            // A task without validation rows has no loss.
            if (!Double.isFinite(losses[k]) && problem.data().tasks().get(k).size(Split.VALIDATION) > 0) {
                throw diverged("the validation loss of task '" + problem.data().tasks().get(k).name() + "'");
            }
        }
        if (settings.epochs().patience().isPresent() && loss < bestLoss) {
            best = epoch;
            bestLoss = loss;
            bestParameters = parameters();
        }
    }

    private boolean isLast() {
        boolean stalled = best > 0 && epoch - best >= settings.epochs().patience().getAsInt();
        return stalled || epoch == settings.epochs().epochs() || runner.finished();
    }

    /** Judges the parameters that are kept. */
    private void finish() {
        if (best > 0) {
            put(bestParameters);
        }
        int kept = best > 0 ? best : epoch;
        for (Split split : Split.values()) {
            if (problem.has(split) && !(split == Split.VALIDATION && validates)) {
                MeanLosses.Figures figures = new NetworkLosses(problem.rows(split), problem.losses()).figures(engine);
                addLines(kept, split, figures.losses(), figures.metrics());
            }
        }
    }

    private void addLines(int at, Split split, double[] losses, double[] metrics) {
        List<Double> none = Collections.nCopies(runner.facts().size(), Double.NaN);
        for (int k = 0; k < losses.length; k++) {
            addLine(at, split, k, losses[k], metrics[k], none);
        }
    }

    private void addLine(int at, Split split, int task, double loss, double metric, List<Double> facts) {
        if (!Double.isNaN(loss)) {
            lines.add(new RunState.Line(at, split.ordinal(), task, loss, metric, facts));
        }
    }

    /** The mean over the tasks that have rows; not finite where one of their losses is not. */
    private double mean(double[] losses) {
        double sum = 0;
        int count = 0;
        for (int k = 0; k < losses.length; k++) {
            if (problem.data().tasks().get(k).size(Split.VALIDATION) > 0) {
                sum += losses[k];
                count++;
            }
        }
        return sum / count;
    }

    private Outcome outcome() {
        double[] kept = best > 0 ? bestParameters : parameters();
        OptionalDouble loss = best > 0 ? OptionalDouble.of(bestLoss) : OptionalDouble.empty();
        return new Outcome(engine.architecture(), kept, runner.weights(), List.copyOf(lines), runner.facts(), new TrainedNetwork.Fit(
                epoch, best > 0 ? best : epoch, loss, runner.objective(), runner.gradientNorm(), runner.finished()));
    }

    private RunState state() {
        return new RunState(epoch, finished, parameters(), runner.state(), best, bestLoss, bestParameters, lines);
    }

    private void restore(RunState state) {
        epoch = state.epoch();
        finished = state.finished();
        best = state.best();
        bestLoss = state.bestLoss();
        bestParameters = state.bestParameters();
        lines.addAll(state.history());
        put(state.parameters());
        runner.restore(state.steps());
    }

    private double[] parameters() {
        return engine.parameters().values();
    }

    private void put(double[] values) {
        engine.parameters().put(0, values.length, values);
    }

    @Override
    public void close() {
        engine.close();
    }
}
