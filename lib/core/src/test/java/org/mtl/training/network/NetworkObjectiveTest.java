package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.BatchRows;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

/** The objective over all rows, what batches of it add up to, and L-BFGS on it. */
class NetworkObjectiveTest {

    /** More rows than a chunk of the engine, two tasks of different sizes. */
    private static final Dataset DATA = uneven();

    private static final Architecture ARCHITECTURE =
            new Architecture(3, List.of(4), List.of(), Activation.TANH, true, List.of(1, 1));

    private static final List<Loss> LOSSES = List.of(new SquaredLoss(), new SquaredLoss());

    private static final double DECAY = 0.3;

    @TempDir
    private Path folder;

    private static Dataset uneven() {
        Dataset data = Datasets.linear(4, 2, 500, 3, 0.5);
        int[] some = new Random(1).ints(0, 400).limit(70).sorted().distinct().filter(i -> i < 300).toArray();
        TaskData second = data.tasks().get(1);
        return new Dataset(data.features(), data.ids(), data.form(),
                List.of(data.tasks().get(0), second.with(Map.of(Split.TRAIN, second.in(Split.TRAIN).at(some)))));
    }

    private static List<TaskData.Labelled> training() {
        return DATA.tasks().stream().map(task -> task.in(Split.TRAIN)).toList();
    }

    private static BatchRows rows() {
        return BatchRows.of(DATA.form(), new Design(DATA.features(), Standardization.NONE, false), training());
    }

    private static double[] somewhere() {
        return new Random(2).doubles(ARCHITECTURE.parameters(), -1, 1).toArray();
    }

    @Test
    void itsGradientIsThatOfDifferences() {
        try (Workers workers = new Workers(2);
                NetworkEngine engine = new DenseEngine(ARCHITECTURE, LOSSES, Precision.DOUBLE, workers)) {
            NetworkObjective objective = new NetworkObjective(engine, rows(), training(), new double[] {1, 2.5}, DECAY);
            double[] w = somewhere();
            double[] gradient = new double[w.length];
            double[] ignored = new double[w.length];
            double value = objective.at(w, gradient);
            double squares = Arrays.stream(w).map(x -> x * x).sum();
            double[] means = objective.meanLosses();
            assertEquals(means[0] + 2.5 * means[1] + 0.5 * DECAY * squares, value, 1e-12);
            for (int i = 0; i < w.length; i++) {
                double old = w[i];
                w[i] = old + 1e-5;
                double above = objective.at(w, ignored);
                w[i] = old - 1e-5;
                double below = objective.at(w, ignored);
                w[i] = old;
                assertEquals((above - below) / 2e-5, gradient[i], 1e-8);
            }
        }
    }

    /** The batches of an epoch by size, each in proportion to its rows, add up to the gradient with the implied weights. */
    @Test
    void batchesAddUpToTheObjectiveWithTheirImpliedWeights() {
        try (Workers workers = new Workers(1);
                NetworkEngine engine = new DenseEngine(ARCHITECTURE, LOSSES, Precision.DOUBLE, workers)) {
            BatchRows rows = rows();
            EpochBatches batches = new EpochBatches(DATA, rows.size(), new double[] {1, 3},
                    new EpochSettings(32, 1, OptionalInt.empty(), new Sampling.BySize()), 6);
            double[] w = somewhere();
            engine.parameters().put(0, w.length, w);
            batches.draw(1);
            double[] sum = new double[w.length];
            double[] part = new double[w.length];
            for (int b = 0; b < batches.count(); b++) {
                int[] positions = batches.batch(b);
                Batch batch = rows.gather(positions, 0, positions.length, batches.factor());
                engine.gradient(batch, Dropout.NONE, false);
                engine.gradient().get(0, part.length, part);
                for (int i = 0; i < part.length; i++) {
                    sum[i] += part[i] * batch.count() / rows.size();
                }
            }
            double[] expected = new double[w.length];
            new NetworkObjective(engine, rows, training(), batches.impliedWeights(), 0).at(w, expected);
            assertArrayEquals(expected, sum, 1e-12);
        }
    }

    private static NetworkSettings capacity() {
        return new NetworkSettings(NetworkSharing.HARD,
                new LayerSettings(List.of(2), List.of(), Activation.IDENTITY, true, 0, new Initialization.Glorot(), Precision.DOUBLE),
                new StepSettings(StepSettings.Method.LBFGS, 0, false, 1, Schedule.CONSTANT, 1e-3, OptionalDouble.empty()),
                new EpochSettings(256, 1000, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS,
                new TaskWeights.Equal(), Standardization.Mode.NONE, Projection.NONE, 2);
    }

    private static TrainedNetwork train(Checkpoints checkpoints, TrainingListener listener, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new NetworkTrainer(capacity(), DenseEngine::new, workers).train(DATA, checkpoints, listener);
        }
    }

    @Test
    void aLinearSharedModuleIsTrainedToConvergence() {
        TrainedNetwork trained = train(Checkpoints.NONE, TrainingListener.SILENT, 1);
        TrainedNetwork.Fit fit = trained.fits().get(0);
        assertTrue(fit.epochs() < 1000, "iterations: " + fit.epochs());
        assertTrue(fit.gradientNorm().getAsDouble() < 1e-7, "gradient: " + fit.gradientNorm());
        double[] kept = trained.model().networks().get(0).parameters();
        assertArrayEquals(kept, train(Checkpoints.NONE, TrainingListener.SILENT, 3).model().networks().get(0).parameters());
        // The last line of the iterations is of the same parameters as the judgement at the end.
        double last = trained.history().stream().filter(line -> line.split().equals("train")
                && line.metric().isEmpty() && line.task().equals("task 1")).reduce((a, b) -> b).orElseThrow().loss();
        double judged = trained.history().stream().filter(line -> line.split().equals("train")
                && line.metric().isPresent() && line.task().equals("task 1")).findFirst().orElseThrow().loss();
        assertEquals(judged, last, 1e-12);
    }

    @Test
    void stoppedIterationsGoOnToTheSameBits() {
        TrainedNetwork whole = train(Checkpoints.NONE, TrainingListener.SILENT, 1);
        for (int calls : new int[] {1, 5, 20}) {
            Path model = folder.resolve("stopped-" + calls);
            int[] left = {calls};
            assertThrows(CancellationException.class, () -> train(Checkpoints.in(model, OptionalInt.empty(), true, 0),
                    new TrainingListener() {
                        @Override
                        public void epochDone(Progress progress) {
                            assertTrue(progress.validationLoss().isEmpty());
                        }

                        @Override
                        public boolean stopRequested() {
                            return left[0]-- == 0;
                        }
                    }, 1));
            TrainedNetwork resumed =
                    train(Checkpoints.in(model, OptionalInt.empty(), true, 0), TrainingListener.SILENT, 2);
            assertArrayEquals(whole.model().networks().get(0).parameters(), resumed.model().networks().get(0).parameters());
            assertEquals(whole.history(), resumed.history());
            assertEquals(whole.fits(), resumed.fits());
        }
    }
}
