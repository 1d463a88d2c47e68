package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.data.TaskData.Labelled;
import org.mtl.model.network.Activation;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.store.HistoryLine;
import org.mtl.testing.ArrayFeatures;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

/** Trainings that are followed by hand, and one that PyTorch follows. */
class TrainingByHandTest {

    /**
     * z = wx with one training row (1, 1): at rate ¼ each step of (w − 1)² halves the way to 1. From −1 on that is 0, ½, ¾,
     * ⅞, …; the validation row (1, 0.4) likes ½ best, the test row (2, 0) says 4w².
     */
    private static final Dataset HALVES = new Dataset(ArrayFeatures.of(new double[][] {{1}, {1}, {2}}), RowIds.positions(),
            Dataset.Form.LONG, List.of(new TaskData("t", Map.of(
                    Split.TRAIN, new Labelled(new int[] {0}, new double[] {1}),
                    Split.VALIDATION, new Labelled(new int[] {1}, new double[] {0.4}),
                    Split.TEST, new Labelled(new int[] {2}, new double[] {0})))));

    private static NetworkSettings settings(LayerSettings layers, StepSettings steps, EpochSettings epochs) {
        return new NetworkSettings(NetworkSharing.HARD, layers, steps, epochs, LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, 1);
    }

    private static NetworkSettings halving(double start, double rate, OptionalInt patience, OptionalDouble clip) {
        return settings(
                new LayerSettings(List.of(), List.of(), Activation.IDENTITY, false, 0,
                        new Initialization.Given(List.of(new double[] {start})), Precision.DOUBLE),
                new StepSettings(StepSettings.Method.SGD, 0, false, rate, Schedule.CONSTANT, 0, clip),
                new EpochSettings(8, 6, patience, new Sampling.BySize()));
    }

    private static TrainedNetwork train(NetworkSettings settings, Dataset data, TrainingListener listener) {
        try (Workers workers = new Workers(1)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers).train(data, Checkpoints.NONE, listener);
        }
    }

    private static double[] parameters(TrainedNetwork trained) {
        return trained.model().networks().get(0).parameters();
    }

    @Test
    void stopsTwoEpochsAfterTheBest() {
        List<TrainingListener.Progress> heard = new ArrayList<>();
        TrainedNetwork trained = train(halving(-1, 0.25, OptionalInt.of(2), OptionalDouble.empty()), HALVES, heard::add);
        TrainedNetwork.Fit fit = trained.fits().get(0);
        assertEquals(4, fit.epochs());
        assertEquals(2, fit.bestEpoch());
        assertEquals(0.01, fit.validationLoss().getAsDouble(), 1e-15);
        assertArrayEquals(new double[] {0.5}, parameters(trained), 1e-15);
        // Losses during the epochs, then after them on the validation row; at the end those of the kept parameter.
        double[][] lines = {{1, 4, Double.NaN}, {1, 0.16, 0.4}, {2, 1, Double.NaN}, {2, 0.01, 0.1}, {3, 0.25, Double.NaN},
            {3, 0.1225, 0.35}, {4, 0.0625, Double.NaN}, {4, 0.225625, 0.475}, {2, 0.25, 0.5}, {2, 1, 1}};
        String[] splits = {"train", "val", "train", "val", "train", "val", "train", "val", "train", "test"};
        assertEquals(lines.length, trained.history().size());
        for (int i = 0; i < lines.length; i++) {
            HistoryLine line = trained.history().get(i);
            assertEquals(splits[i], line.split());
            assertEquals((int) lines[i][0], line.epoch());
            assertEquals(lines[i][1], line.loss(), 1e-14);
            assertEquals(lines[i][2], line.metric().orElse(Double.NaN), 1e-14);
        }
        assertEquals(List.of(1, 2, 3, 4), heard.stream().map(TrainingListener.Progress::epoch).toList());
        assertEquals(0.1225, heard.get(2).validationLoss().getAsDouble(), 1e-14);
    }

    @Test
    void withoutPatienceTheLastParametersAreKept() {
        TrainedNetwork trained = train(halving(-1, 0.25, OptionalInt.empty(), OptionalDouble.empty()), HALVES,
                TrainingListener.SILENT);
        assertEquals(6, trained.fits().get(0).bestEpoch());
        assertTrue(trained.fits().get(0).validationLoss().isEmpty());
        assertArrayEquals(new double[] {1 - Math.pow(0.5, 5)}, parameters(trained), 1e-15);
    }

    /** The gradient is −4 at first and is cut to −1: six steps of ¼ from −3 on, where each gradient is larger than 1. */
    @Test
    void clippedStepsHaveTheLengthOfTheClip() {
        TrainedNetwork trained = train(halving(-3, 0.25, OptionalInt.empty(), OptionalDouble.of(1)), HALVES,
                TrainingListener.SILENT);
        assertArrayEquals(new double[] {-1.5}, parameters(trained), 1e-15);
    }

    /** Two tasks with missing labels in one batch, Adam with decay, a cosine schedule and clipping. */
    @Test
    void fourEpochsAreThoseOfPyTorch() {
        double[][] values = {{0.5, -1.0}, {1.5, 0.3}, {-0.7, 0.8}, {0.1, 0.2}, {-1.2, -0.4}};
        Dataset data = new Dataset(ArrayFeatures.of(values), RowIds.positions(), Dataset.Form.WIDE, List.of(
                new TaskData("squared", Map.of(Split.TRAIN, new Labelled(new int[] {0, 1, 3}, new double[] {1, -0.5, 0.25}))),
                new TaskData("logistic", Map.of(Split.TRAIN, new Labelled(new int[] {0, 2, 3, 4}, new double[] {1, 0, 1, 0})),
                        List.of("no", "yes"))));
        double[] start = {0.3, -0.2, 0.5, -0.4, 0.1, 0.6, 0.05, -0.1, 0.2, 0.7, -0.3, 0.2, 0.1, -0.6, 0.4, 0.9, -0.2};
        for (Precision precision : Precision.values()) {
            NetworkSettings settings = settings(
                    new LayerSettings(List.of(3), List.of(), Activation.TANH, true, 0, new Initialization.Given(List.of(start)),
                            precision),
                    new StepSettings(StepSettings.Method.ADAM, 0, false, 0.05, Schedule.COSINE, 0.01, OptionalDouble.of(0.3)),
                    new EpochSettings(8, 4, OptionalInt.empty(), new Sampling.BySize()));
            TrainedNetwork trained = train(settings, data, TrainingListener.SILENT);
            double tolerance = precision == Precision.FLOAT ? 2e-6 : 1e-12;
            for (int epoch = 1; epoch <= 4; epoch++) {
                double[] losses = {trained.history().get(2 * epoch - 2).loss(), trained.history().get(2 * epoch - 1).loss()};
                assertArrayEquals(Reference.of("losses-" + epoch), losses, tolerance);
            }
            assertArrayEquals(Reference.of("trained"), parameters(trained), tolerance);
        }
    }

    /** The only step goes beyond the largest number, and no loss follows that would tell of it. */
    @Test
    void parametersThatOverflowAreFoundAtTheEndOfAnEpoch() {
        NetworkSettings settings = settings(halving(-1, 1, OptionalInt.empty(), OptionalDouble.empty()).layers(),
                new StepSettings(StepSettings.Method.SGD, 0, false, 1e308, Schedule.CONSTANT, 0, OptionalDouble.empty()),
                new EpochSettings(8, 1, OptionalInt.empty(), new Sampling.BySize()));
        MtlException thrown = assertThrows(MtlException.class, () -> train(settings, HALVES, TrainingListener.SILENT));
        assertEquals("training diverged at the end of epoch 1: a parameter of task 't' is not finite; try a lower --lr (1e308"
                + " now), --clip 1, or --standardize pooled", thrown.getMessage());
    }
}
