package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Sharing;
import org.mtl.model.network.Activation;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.store.HistoryLine;
import org.mtl.testing.Datasets;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.LossRule;
import org.mtl.training.PenaltyRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

class NetworkTrainerTest {

    private static final Dataset DATA = Datasets.linear(3, 3, 60, 4, 0.3);

    @TempDir
    private Path folder;

    private static LayerSettings layers(List<Integer> hidden, Activation activation, boolean bias, double dropout, Precision precision) {
        return new LayerSettings(hidden, List.of(), activation, bias, dropout, new Initialization.He(), precision);
    }

    private static StepSettings steps(StepSettings.Method method, double rate, double decay) {
        return new StepSettings(method, method == StepSettings.Method.SGD ? 0.9 : 0, false, rate, Schedule.CONSTANT, decay,
                OptionalDouble.empty());
    }

    private static NetworkSettings settings(NetworkSharing sharing, LayerSettings layers, StepSettings steps, EpochSettings epochs) {
        return new NetworkSettings(sharing, layers, steps, epochs, LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, 5);
    }

    private static NetworkSettings small(NetworkSharing sharing, int epochs, OptionalInt patience) {
        return settings(sharing, layers(List.of(6), Activation.TANH, true, 0.2, Precision.FLOAT),
                steps(StepSettings.Method.ADAM, 0.01, 1e-4), new EpochSettings(16, epochs, patience, new Sampling.BySize()));
    }

    private static TrainedNetwork train(NetworkSettings settings, Dataset data, Checkpoints checkpoints, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers).train(data, checkpoints, TrainingListener.SILENT);
        }
    }

    private static double[] parameters(TrainedNetwork trained, int network) {
        return trained.model().networks().get(network).parameters();
    }

    /** Full-batch L-BFGS of a network of one layer is ridge regression, which the linear trainer solves in closed form. */
    @Test
    void aNetworkWithoutHiddenLayersIsRidgeRegression() {
        double decay = 0.02;
        NetworkSettings settings = settings(NetworkSharing.NONE, layers(List.of(), Activation.IDENTITY, false, 0, Precision.DOUBLE),
                steps(StepSettings.Method.LBFGS, 1, decay), new EpochSettings(16, 500, OptionalInt.empty(), new Sampling.BySize()));
        TrainedNetwork trained = train(settings, DATA, Checkpoints.NONE, 2);
        LinearSettings ridge = new LinearSettings(Sharing.NONE, false, Standardization.Mode.NONE,
                new PenaltyRule.Given(decay / 2, Map.of()), 0, new TaskWeights.Equal());
        try (Workers workers = new Workers(1)) {
            double[][] exact = new LinearTrainer(ridge, workers).train(DATA).model().parameters().own();
            for (int k = 0; k < exact.length; k++) {
                assertArrayEquals(exact[k], parameters(trained, k), 1e-7);
                assertTrue(trained.fits().get(k).gradientNorm().getAsDouble() < 1e-6);
            }
        }
    }

    @Test
    void trainingLearns() {
        TrainedNetwork trained = train(small(NetworkSharing.HARD, 60, OptionalInt.of(60)), DATA, Checkpoints.NONE, 2);
        List<HistoryLine> validation = trained.history().stream().filter(line -> line.split().equals("val")).toList();
        double first = validation.stream().filter(line -> line.epoch() == 1).mapToDouble(HistoryLine::loss).average().orElseThrow();
        assertTrue(trained.fits().get(0).validationLoss().getAsDouble() < first / 2);
    }

    /** The kept epoch is the first with the least mean validation loss, and its losses are those of the kept parameters. */
    @Test
    void theBestEpochIsKept() {
        TrainedNetwork trained = train(small(NetworkSharing.HARD, 80, OptionalInt.of(4)), DATA, Checkpoints.NONE, 1);
        TrainedNetwork.Fit fit = trained.fits().get(0);
        double least = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int epoch = 1; epoch <= fit.epochs(); epoch++) {
            int at = epoch;
            double mean = trained.history().stream().filter(line -> line.split().equals("val") && line.epoch() == at)
                    .mapToDouble(HistoryLine::loss).average().orElseThrow();
            if (mean < least) {
                least = mean;
                best = epoch;
            }
        }
        assertEquals(best, fit.bestEpoch());
        assertEquals(least, fit.validationLoss().getAsDouble(), 1e-12);
        assertTrue(fit.epochs() == 80 || fit.epochs() == best + 4);
        try (Workers workers = new Workers(1)) {
            double[] losses = trained.model().lossesOn(DATA, Split.VALIDATION, workers);
            assertEquals(least, Stream.of(0, 1, 2).mapToDouble(k -> losses[k]).average().orElseThrow(), 1e-6);
        }
    }

    @Test
    void bytesDoNotDependOnThreads() {
        for (NetworkSharing sharing : NetworkSharing.values()) {
            NetworkSettings settings = small(sharing, 5, OptionalInt.of(3));
            double[] one = parameters(train(settings, DATA, Checkpoints.NONE, 1), 0);
            assertArrayEquals(one, parameters(train(settings, DATA, Checkpoints.NONE, 2), 0));
            assertArrayEquals(one, parameters(train(settings, DATA, Checkpoints.NONE, 4), 0));
        }
    }

    /** Stopped in the middle of some epoch and begun again from the files, training ends as if nothing had been. */
    @Test
    void resumedTrainingEndsTheSame() throws IOException {
        for (NetworkSharing sharing : NetworkSharing.values()) {
            NetworkSettings settings = small(sharing, 8, OptionalInt.of(3));
            TrainedNetwork whole = train(settings, DATA, Checkpoints.NONE, 1);
            for (int batches : new int[] {3, 17, 20, 41}) {
                Path model = Files.createDirectories(folder.resolve(sharing + "-" + batches));
                Checkpoints checkpoints = Checkpoints.in(model, OptionalInt.of(2), true, 0);
                int[] left = {batches};
                try (Workers workers = new Workers(2)) {
                    assertThrows(CancellationException.class, () -> new NetworkTrainer(settings, DenseEngine::new, workers)
                            .train(DATA, checkpoints, new TrainingListener() {
                                @Override
                                public void epochDone(Progress progress) {
                                    assertTrue(progress.epoch() > 0);
                                }

                                @Override
                                public boolean stopRequested() {
                                    return left[0]-- == 0;
                                }
                            }));
                }
                Checkpoints again = Checkpoints.in(model, OptionalInt.of(2), true, 0);
                TrainedNetwork resumed = train(settings, DATA, again, 1);
                for (int n = 0; n < whole.model().networks().size(); n++) {
                    assertArrayEquals(parameters(whole, n), parameters(resumed, n));
                }
                assertEquals(whole.history(), resumed.history());
                again.deleteStates();
                try (Stream<Path> files = Files.walk(model)) {
                    assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("state")));
                }
            }
        }
    }

    /** A task's network is the same whatever other tasks are there. */
    @Test
    void networksThatShareNothingAreThoseOfTheTasksAlone() {
        NetworkSettings settings = small(NetworkSharing.NONE, 4, OptionalInt.empty());
        TrainedNetwork all = train(settings, DATA, Checkpoints.NONE, 2);
        TaskData first = DATA.tasks().get(0);
        Dataset alone = new Dataset(DATA.features(), DATA.ids(), DATA.form(), List.of(first));
        assertArrayEquals(parameters(train(settings, alone, Checkpoints.NONE, 1), 0), parameters(all, 0));
    }

    @Test
    void whatDivergesIsNamed() {
        NetworkSettings settings = settings(NetworkSharing.HARD, layers(List.of(5), Activation.RELU, true, 0, Precision.FLOAT),
                steps(StepSettings.Method.SGD, 1e6, 0), new EpochSettings(16, 50, OptionalInt.empty(), new Sampling.BySize()));
        MtlException thrown = assertThrows(MtlException.class, () -> train(settings, DATA, Checkpoints.NONE, 1));
        assertEquals(MtlException.Kind.DATA, thrown.kind());
        assertTrue(thrown.getMessage().matches("training diverged in epoch \\d+, batch \\d+ of 8: the loss of task 'task \\d' is not"
                + " finite; try a lower --lr \\(1000000 now\\), --clip 1, or --standardize pooled"), thrown.getMessage());
    }

    @Test
    void withoutValidationRowsThereIsNothingToStopBy() {
        Dataset trainingOnly = new Dataset(DATA.features(), DATA.ids(), DATA.form(), DATA.tasks().stream()
                .map(task -> task.with(Map.of(Split.TRAIN, task.in(Split.TRAIN)))).toList());
        MtlException thrown = assertThrows(MtlException.class,
                () -> train(small(NetworkSharing.HARD, 2, OptionalInt.of(3)), trainingOnly, Checkpoints.NONE, 1));
        assertEquals(MtlException.Kind.USAGE, thrown.kind());
        assertEquals(2, train(small(NetworkSharing.HARD, 2, OptionalInt.empty()), trainingOnly, Checkpoints.NONE, 1)
                .fits().get(0).epochs());
    }

    /** By size π_k = K·n_k/n, equally 1, and in between K·n_k^(1/T)/Σ n^(1/T), by the definition. */
    @Test
    void samplingImpliesWeights() {
        Dataset uneven = new Dataset(DATA.features(), DATA.ids(), DATA.form(), List.of(DATA.tasks().get(0),
                DATA.tasks().get(1).with(Map.of(Split.TRAIN, DATA.tasks().get(1).in(Split.TRAIN).at(new int[] {0, 1, 2, 3, 4})))));
        double n0 = uneven.tasks().get(0).size(Split.TRAIN);
        double root = Math.sqrt(n0) + Math.sqrt(5);
        Map<Sampling, double[]> expected = Map.of(
                new Sampling.BySize(), new double[] {2 * n0 / (n0 + 5), 10 / (n0 + 5)},
                new Sampling.Equal(), new double[] {1, 1},
                new Sampling.Temperature(2), new double[] {2 * Math.sqrt(n0) / root, 2 * Math.sqrt(5) / root});
        expected.forEach((sampling, weights) -> {
            NetworkSettings settings = settings(NetworkSharing.HARD, layers(List.of(3), Activation.TANH, true, 0, Precision.FLOAT),
                    steps(StepSettings.Method.ADAM, 0.01, 0), new EpochSettings(8, 1, OptionalInt.empty(), sampling));
            assertArrayEquals(weights, train(settings, uneven, Checkpoints.NONE, 1).model().weights(), 1e-12);
        });
    }
}
