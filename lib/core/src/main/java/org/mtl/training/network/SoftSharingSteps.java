package org.mtl.training.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.LinearModel;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.BatchRows;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.model.network.TaskGradients;
import org.mtl.parallel.Workers;

/**
 * Trains a linear model with soft sharing by steps on batches, from 0 on, to look ahead from them (METHODS §5): θ_k = γ + δ_k,
 * L_k = (1/n_k) Σ_i ℓ_k + λ_k‖δ_k‖². Losses that are looked at are without the penalty.
 */
public final class SoftSharingSteps {

    private final LinearModel model;
    private final StepSettings steps;
    private final EpochSettings epochs;
    private final long seed;

    /**
     * Takes losses, weights, penalties, standardization and projection of a model, not its coefficients.
     *
     * @param steps those of sgd
     * @param epochs how many, and on what batches; patience is not used
     * @param seed what batches are drawn from
     */
    public SoftSharingSteps(LinearModel model, StepSettings steps, EpochSettings epochs, long seed) {
        this.model = model;
        this.steps = steps;
        this.epochs = epochs;
        this.seed = seed;
    }

    /**
     * Runs all epochs.
     *
     * @param listener is told of each epoch, and has what looks ahead
     * @return θ_k for every task, as a linear model has them
     * @throws MtlException (DATA) if training diverges
     * @throws CancellationException if the listener asks to stop
     */
    public double[][] run(Dataset data, EngineFactory engines, Workers workers, TrainingListener listener) {
        List<TaskData.Labelled> labelled = data.tasks().stream().map(task -> task.in(Split.TRAIN)).toList();
        data.features().requireQuantities("--model linear");
        Design design = new Design(data.features(), model.standardization(), model.components(), false).materialized();
        Architecture architecture = new Architecture(design.columns(), List.of(), List.of(), Activation.IDENTITY,
                model.intercept(), Collections.nCopies(data.tasks().size(), model.outputs()));
        try (NetworkEngine engine = engines.create(architecture, model.losses(), Precision.DOUBLE, workers)) {
            return new Run(data, BatchRows.of(data.form(), design, labelled), engine, workers, listener).epochs();
        }
    }

    /** One run over a data set. */
    private final class Run {

        private final List<String> names;
        private final BatchRows rows;
        private final NetworkEngine engine;
        private final TrainingListener listener;
        private final EpochBatches batches;
        private final SoftSharingSpace space;
        private final BatchSteps onBatches;

        Run(Dataset data, BatchRows rows, NetworkEngine engine, Workers workers, TrainingListener listener) {
            this.names = data.taskNames();
            this.rows = rows;
            this.engine = engine;
            this.listener = listener;
            this.batches = new EpochBatches(data, rows.size(), model.weights(), epochs, seed);
            this.space = new SoftSharingSpace(engine);
            OptimizerSteps optimizer = new OptimizerSteps(steps.optimizer().orElseThrow(),
                    ParameterPiece.ofSoftSharing(space.count(), names.size()), Precision.DOUBLE, workers);
            this.onBatches = new BatchSteps(steps, batches, epochs.epochs(), names, model.losses(), space, optimizer, engine,
                    listener.observer());
        }

        double[][] epochs() {
            for (int epoch = 1; epoch <= epochs.epochs(); epoch++) {
                long start = System.nanoTime();
                batches.draw(epoch);
                for (int b = 0; b < batches.count(); b++) {
                    if (listener.stopRequested()) {
                        throw new CancellationException("training was stopped in epoch " + epoch);
                    }
                    int[] positions = batches.batch(b);
                    step(epoch, b, rows.gather(positions, 0, positions.length, batches.factor()));
                }
                listener.epochDone(new TrainingListener.Progress(Optional.empty(), epoch, epochs.epochs(), OptionalDouble.empty(),
                        rows.size() / ((System.nanoTime() - start) / 1e9)));
            }
            space.put(space.parameters(), engine.parameters());
            double[][] coefficients = new double[names.size()][space.count()];
            for (int k = 0; k < coefficients.length; k++) {
                engine.parameters().get(k * space.count(), space.count(), coefficients[k]);
            }
            return coefficients;
        }

        private void step(int epoch, int b, Batch batch) {
            space.put(space.parameters(), engine.parameters());
            double[] losses = engine.gradient(batch, Dropout.NONE, false);
            double[] decays = new double[names.size()];
            for (Batch.Labels labels : batch.labels()) {
                // The task's mean loss has this weight in the batch, and so has its penalty.
                decays[labels.task()] = 2 * model.tasks().get(labels.task()).penalty() * labels.factor() * labels.size();
            }
            TaskGradients gradients = space.take(losses, decays);
            onBatches.look(epoch, b, batch, () -> gradients);
            double[] all = new double[names.size()];
            Arrays.fill(all, 1);
            gradients.combine(all);
            onBatches.take(epoch, b, batch, losses);
        }
    }
}
