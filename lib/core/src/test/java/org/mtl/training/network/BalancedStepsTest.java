package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Seeds;
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
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;
import org.mtl.training.combining.Aligned;
import org.mtl.training.combining.Cagrad;
import org.mtl.training.combining.Config;
import org.mtl.training.combining.DbMtl;
import org.mtl.training.combining.Dualproj;
import org.mtl.training.combining.Fairgrad;
import org.mtl.training.combining.Graddrop;
import org.mtl.training.combining.Gram;
import org.mtl.training.combining.GramCombiner;
import org.mtl.training.combining.Gradvac;
import org.mtl.training.combining.Imtl;
import org.mtl.training.combining.Mgda;
import org.mtl.training.combining.Moco;
import org.mtl.training.combining.Modo;
import org.mtl.training.combining.Nash;
import org.mtl.training.combining.Pcgrad;
import org.mtl.training.combining.Sdmgrad;
import org.mtl.training.combining.Sum;
import org.mtl.training.combining.Upgrad;
import org.mtl.training.network.BalanceSettings.CombinerRule;
import org.mtl.training.network.BalanceSettings.Normalization;
import org.mtl.training.network.BalanceSettings.WeightingRule;
import org.mtl.training.weighting.Bandit;
import org.mtl.training.weighting.Dtp;
import org.mtl.training.weighting.Dwa;
import org.mtl.training.weighting.Excess;
import org.mtl.training.weighting.Famo;
import org.mtl.training.weighting.Geometric;
import org.mtl.training.weighting.Gradnorm;
import org.mtl.training.weighting.ImtlLoss;
import org.mtl.training.weighting.LossScale;
import org.mtl.training.weighting.RandomWeights;
import org.mtl.training.weighting.Scalar;
import org.mtl.training.weighting.Stch;
import org.mtl.training.weighting.Uncertainty;

/** Balancing in training: equal bytes on all threads and after resuming, and steps that are followed by hand. */
class BalancedStepsTest {

    private static final Dataset LONG = Datasets.linear(3, 3, 40, 4, 0.3);

    private static final Map<String, WeightingRule> WEIGHTINGS = Map.ofEntries(
            Map.entry("scalar", (data, design, rule) -> new Scalar(new double[] {0.5, 2, 1})),
            Map.entry("loss-scale", (data, design, rule) -> new LossScale()),
            Map.entry("geometric", (data, design, rule) -> new Geometric()),
            Map.entry("uncertainty", (data, design, rule) -> new Uncertainty(rule, data.tasks().size())),
            Map.entry("imtl-l", (data, design, rule) -> new ImtlLoss(rule, data.tasks().size())),
            Map.entry("dwa", (data, design, rule) -> new Dwa(2, data.tasks().size())),
            Map.entry("random", (data, design, rule) -> new RandomWeights()),
            Map.entry("dtp", (data, design, rule) -> new Dtp(0.3, 1, data.tasks().size())),
            Map.entry("gradnorm", (data, design, rule) -> new Gradnorm(1.5, 0.025, true, data.tasks().size())),
            Map.entry("stch", (data, design, rule) -> new Stch(1, 1, data.tasks().size())),
            Map.entry("famo", (data, design, rule) -> new Famo(0.025, 1e-3, data.tasks().size())),
            Map.entry("excess", (data, design, rule) -> new Excess(0.01, data.tasks().size())),
            Map.entry("bandit", (data, design, rule) -> new Bandit(0.5, 0.5, data.tasks().size())));

    private static final Map<String, CombinerRule> COMBINERS = Map.ofEntries(
            Map.entry("mgda", tasks -> new Mgda()), Map.entry("pcgrad", tasks -> new Pcgrad()),
            Map.entry("gradvac", tasks -> new Gradvac(0.01, tasks)),
            Map.entry("cagrad", tasks -> new Cagrad(0.4, Cagrad.Rescale.SQUARE)), Map.entry("imtl", tasks -> new Imtl()),
            Map.entry("nash", tasks -> new Nash()), Map.entry("aligned", tasks -> new Aligned()),
            Map.entry("upgrad", tasks -> new Upgrad()), Map.entry("dualproj", tasks -> new Dualproj()),
            Map.entry("config", tasks -> new Config()), Map.entry("fairgrad", tasks -> new Fairgrad(2)),
            Map.entry("graddrop", tasks -> new Graddrop()), Map.entry("moco", tasks -> new Moco(0.5, 0.1, tasks)),
            Map.entry("db-mtl", tasks -> new DbMtl(0.9, tasks)), Map.entry("sdmgrad", tasks -> new Sdmgrad(0.3, tasks)),
            Map.entry("modo", tasks -> new Modo(0.001, 0.1, tasks)));

    @TempDir
    private Path folder;

    private static BalanceSettings weighed(WeightingRule rule) {
        return new BalanceSettings(Optional.of(rule), Optional.empty(), Normalization.NONE, false, false, 1);
    }

    private static BalanceSettings combined(CombinerRule rule, int every) {
        return new BalanceSettings(Optional.empty(), Optional.of(rule), Normalization.NONE, false, false, every);
    }

    static Stream<String> methods() {
        return Stream.of(WEIGHTINGS.keySet().stream(), COMBINERS.keySet().stream(), Stream.of("selective")).flatMap(all -> all).sorted();
    }

    private static BalanceSettings method(String name) {
        if (name.equals("selective")) {
            return BalanceSettings.selective(new SelectiveSettings(0.1, 3, 2));
        }
        return WEIGHTINGS.containsKey(name) ? weighed(WEIGHTINGS.get(name)) : combined(COMBINERS.get(name), 1);
    }

    /** Shared rows; the last task has labels of a few of them, so that batches come without it. */
    private static Dataset wide() {
        double[][] values = new double[24][3];
        for (int i = 0; i < values.length; i++) {
            values[i] = new double[] {Math.sin(i), Math.cos(2 * i), Math.sin(3 * i + 1)};
        }
        int[] all = IntStream.range(0, 24).toArray();
        return new Dataset(ArrayFeatures.of(values), RowIds.positions(), Dataset.Form.WIDE, List.of(
                new TaskData("a", Map.of(Split.TRAIN, new Labelled(all, Arrays.stream(all).mapToDouble(i -> values[i][0] + 0.5).toArray()))),
                new TaskData("b", Map.of(Split.TRAIN, new Labelled(all, Arrays.stream(all).mapToDouble(i -> i % 2).toArray())),
                        List.of("no", "yes")),
                new TaskData("c", Map.of(Split.TRAIN, new Labelled(new int[] {1, 9}, new double[] {1, -1})))));
    }

    private static NetworkSettings settings(BalanceSettings balance, StepSettings.Method method, double dropout, Precision precision) {
        return new NetworkSettings(NetworkSharing.HARD,
                new LayerSettings(List.of(5, 4), List.of(), Activation.TANH, true, dropout, new Initialization.He(), precision),
                new StepSettings(method, 0, false, method == StepSettings.Method.SGD ? 0.05 : 0.01, Schedule.CONSTANT, 1e-4,
                        OptionalDouble.of(5)),
                new EpochSettings(6, 5, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, balance, 5);
    }

    private static TrainedNetwork train(NetworkSettings settings, Dataset data, Checkpoints checkpoints, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers).train(data, checkpoints, TrainingListener.SILENT);
        }
    }

    private static double[] parameters(TrainedNetwork trained) {
        return trained.model().networks().get(0).parameters();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void bytesDependNeitherOnThreadsNorOnStops(String name) throws IOException {
        for (Dataset data : List.of(LONG, wide())) {
            NetworkSettings settings = settings(method(name), StepSettings.Method.ADAM, 0.2, Precision.FLOAT);
            TrainedNetwork whole = train(settings, data, Checkpoints.NONE, 1);
            assertArrayEquals(parameters(whole), parameters(train(settings, data, Checkpoints.NONE, 3)));
            assertTrue(Arrays.stream(parameters(whole)).allMatch(Double::isFinite));
            Path model = Files.createDirectories(folder.resolve(name + data.form()));
            int[] left = {data == LONG ? 47 : 13};
            try (Workers workers = new Workers(2)) {
                assertThrows(CancellationException.class, () -> new NetworkTrainer(settings, DenseEngine::new, workers)
                        .train(data, Checkpoints.in(model, OptionalInt.empty(), true, 0), new TrainingListener() {
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
            TrainedNetwork resumed = train(settings, data, Checkpoints.in(model, OptionalInt.empty(), true, 0), 1);
            assertArrayEquals(parameters(whole), parameters(resumed));
            assertEquals(whole.history(), resumed.history());
        }
    }

    /** The sum through the gradients of tasks is the plain step, and so is a length that is already there. */
    @Test
    void theSumIsPlainTraining() {
        for (Dataset data : List.of(LONG, wide())) {
            double[] plain = parameters(train(settings(BalanceSettings.NONE, StepSettings.Method.ADAM, 0.2, Precision.DOUBLE), data,
                    Checkpoints.NONE, 1));
            for (BalanceSettings same : List.of(combined(tasks -> new Sum(), 1), weighed((rows, design, rule) -> new Scalar(new double[] {1, 1, 1})),
                    new BalanceSettings(Optional.empty(), Optional.empty(), Normalization.NONE, false, true, 1))) {
                assertArrayEquals(plain, parameters(train(settings(same, StepSettings.Method.ADAM, 0.2, Precision.DOUBLE), data,
                        Checkpoints.NONE, 1)), 1e-9);
            }
        }
    }

    /** Given weights are task weights, by either way to the gradient; their mean is a third of the rate of plain descent. */
    @Test
    void weightsReachSharedLayersAndHeads() {
        double[] weights = {0.5, 2, 1};
        WeightingRule rule = (rows, design, steps) -> new Scalar(weights);
        NetworkSettings plain = settings(BalanceSettings.NONE, StepSettings.Method.SGD, 0, Precision.DOUBLE);
        NetworkSettings given = new NetworkSettings(plain.sharing(), plain.layers(), plain.steps(), plain.epochs(), plain.losses(),
                new TaskWeights.Given("--task-weight", Map.of("a", 0.5, "b", 2.0, "c", 1.0)), plain.standardize(), plain.projection(), 5);
        double[] expected = parameters(train(given, wide(), Checkpoints.NONE, 1));
        for (BalanceSettings same : List.of(weighed(rule),
                new BalanceSettings(Optional.of(rule), Optional.of(tasks -> new Sum()), Normalization.NONE, false, false, 1))) {
            assertArrayEquals(expected, parameters(train(settings(same, StepSettings.Method.SGD, 0, Precision.DOUBLE), wide(),
                    Checkpoints.NONE, 1)), 1e-12);
        }
        assertArrayEquals(weights, train(settings(weighed(rule), StepSettings.Method.SGD, 0, Precision.DOUBLE), wide(), Checkpoints.NONE, 1)
                .model().weights(), 1e-15);
        WeightingRule tripled = (rows, design, steps) -> new Scalar(new double[] {1.5, 6, 3});
        assertArrayEquals(expected, parameters(train(settings(new BalanceSettings(Optional.of(tripled), Optional.empty(),
                Normalization.NONE, true, false, 1), StepSettings.Method.SGD, 0, Precision.DOUBLE), wide(), Checkpoints.NONE, 1)), 1e-12);
    }

    /**
     * z_k = v_k·w·x with one row x = 1: w = 1, v = (1, 2), labels 0 and 6, so that losses are 1 and 16, gradients by w 2
     * and −16 and by v 2 and −8. The shortest combination is 0; heads take their plain step.
     */
    @Test
    void combinersLeaveHeadsAsTheyAre() {
        Dataset data = new Dataset(ArrayFeatures.of(new double[][] {{1}}), RowIds.positions(), Dataset.Form.WIDE, List.of(
                new TaskData("a", Map.of(Split.TRAIN, new Labelled(new int[] {0}, new double[] {0}))),
                new TaskData("b", Map.of(Split.TRAIN, new Labelled(new int[] {0}, new double[] {6})))));
        double[] mgda = oneStep(data, combined(tasks -> new Mgda(), 1));
        assertArrayEquals(new double[] {1, 1 - 0.02, 2 + 0.08}, mgda, 1e-12);
        // Unit gradients, 1 and −1, whose plain sum is 0; divided by losses they are 2 and −1.
        double[] unit = oneStep(data, new BalanceSettings(Optional.empty(), Optional.empty(), Normalization.L2, false, false, 1));
        assertArrayEquals(new double[] {1, 0.98, 2.08}, unit, 1e-12);
        double[] byLoss = oneStep(data, new BalanceSettings(Optional.empty(), Optional.empty(), Normalization.LOSS, false, false, 1));
        assertArrayEquals(new double[] {1 - 0.01, 0.98, 2.08}, byLoss, 1e-12);
        // At the length of the plain sum, 14, in the direction of 1.
        double[] matched = oneStep(data, new BalanceSettings(Optional.empty(), Optional.empty(), Normalization.LOSS, false, true, 1));
        assertArrayEquals(new double[] {1 - 0.14, 0.98, 2.08}, matched, 1e-12);
        double[] geometric = oneStep(data, weighed((rows, design, rule) -> new Geometric()));
        // √16 = 4, w = 4/(2·1) and 4/(2·16): 2·2 − 16/8 = 2 by w, 4 and −1 by v.
        assertArrayEquals(new double[] {1 - 0.02, 1 - 0.04, 2 + 0.01}, geometric, 1e-12);
    }

    private static double[] oneStep(Dataset data, BalanceSettings balance) {
        NetworkSettings settings = new NetworkSettings(NetworkSharing.HARD,
                new LayerSettings(List.of(1), List.of(), Activation.IDENTITY, false, 0,
                        new Initialization.Given(List.of(new double[] {1, 1, 2})), Precision.DOUBLE),
                new StepSettings(StepSettings.Method.SGD, 0, false, 0.01, Schedule.CONSTANT, 0, OptionalDouble.empty()),
                new EpochSettings(6, 1, OptionalInt.empty(), new Sampling.BySize()),
                LossRule.BY_LABELS, new TaskWeights.Equal(), Standardization.Mode.NONE, Projection.NONE, balance, 5);
        return parameters(train(settings, data, Checkpoints.NONE, 1));
    }

    /** Coefficients that are used again are a part of weights; heads are scaled back. */
    @Test
    void coefficientsAreUsedAgain() {
        double[] first = parameters(train(settings(combined(tasks -> new Cagrad(0.4, Cagrad.Rescale.NONE), 1000), StepSettings.Method.SGD,
                0, Precision.DOUBLE), LONG, Checkpoints.NONE, 1));
        // The same by a combiner that itself uses its first coefficients again.
        double[] second = parameters(train(settings(combined(tasks -> new Frozen(), 1), StepSettings.Method.SGD, 0, Precision.DOUBLE), LONG,
                Checkpoints.NONE, 1));
        assertArrayEquals(second, first, 1e-10);
    }

    /** CAGrad of its first batch. */
    private static final class Frozen implements GramCombiner {

        private final Cagrad method = new Cagrad(0.4, Cagrad.Rescale.NONE);
        private final double[] kept = {Double.NaN, 1, 1};

        @Override
        public double[] coefficients(Gram gram, Random random) {
            if (Double.isNaN(kept[0])) {
                kept[0] = 1;
                double[] found = method.coefficients(gram, random);
                for (int i = 0; i < found.length; i++) {
                    kept[gram.tasks()[i]] = found[i];
                }
            }
            return Arrays.stream(gram.tasks()).mapToDouble(task -> kept[task]).toArray();
        }
    }

    @Test
    void theHistoryTellsWeightsNormsAndConflicts() {
        TrainedNetwork trained = train(settings(combined(tasks -> new Mgda(), 1), StepSettings.Method.ADAM, 0, Precision.FLOAT), wide(),
                Checkpoints.NONE, 1);
        HistoryLine line = trained.history().get(0);
        assertEquals(List.of("weight", "coefficient", "norm", "conflicts"), List.copyOf(line.facts().keySet()));
        assertEquals(1, line.facts().get("weight"));
        assertTrue(line.facts().get("coefficient") >= 0 && line.facts().get("coefficient") <= 1);
        assertTrue(line.facts().get("norm") > 0);
        assertTrue(line.facts().get("conflicts") >= 0 && line.facts().get("conflicts") <= 1);
    }

    /**
     * z_k = v_k·w with one row x = 1, v = (1, 2, −1), labels (2, 5, 2) and w = 1: tasks 1 and 2 pull w up, the third down.
     * Affinities credited after one batch, β = 1, are those of the same three steps taken here, in the order that is drawn.
     */
    @Test
    void creditedAffinitiesAreThoseMeasuredDirectly() {
        double[] labels = {2, 5, 2};
        Dataset data = new Dataset(ArrayFeatures.of(new double[][] {{1}}), RowIds.positions(), Dataset.Form.WIDE, IntStream.range(0, 3)
                .mapToObj(k -> new TaskData("t" + k, Map.of(Split.TRAIN, new Labelled(new int[] {0}, new double[] {labels[k]})))).toList());
        double rate = 0.01;
        NetworkSettings settings = new NetworkSettings(NetworkSharing.HARD,
                new LayerSettings(List.of(1), List.of(), Activation.IDENTITY, false, 0,
                        new Initialization.Given(List.of(new double[] {1, 1, 2, -1})), Precision.DOUBLE),
                new StepSettings(StepSettings.Method.SGD, 0, false, rate, Schedule.CONSTANT, 0, OptionalDouble.empty()),
                new EpochSettings(6, 1, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, BalanceSettings.selective(new SelectiveSettings(1, 100, 1)), 5);
        List<HistoryLine> history = train(settings, data, Checkpoints.NONE, 1).history();
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
        Collections.shuffle(order, Seeds.random(5, "groups:1:0"));
        double w = 1;
        double[] v = {1, 2, -1};
        double[][] measured = new double[3][3];
        for (int s : order) {
            double[] before = losses(w, v, labels);
            double slope = 2 * (v[s] * w - labels[s]);
            double head = v[s] - rate * slope * w;
            w -= rate * slope * v[s];
            v[s] = head;
            double[] after = losses(w, v, labels);
            for (int k = 0; k < 3; k++) {
                measured[s][k] = 1 - after[k] / before[k];
            }
        }
        for (int s = 0; s < 3; s++) {
            assertEquals(s + 1, history.get(s).facts().get("group"));
            for (int k = 0; k < 3; k++) {
                assertEquals(measured[s][k], history.get(s).facts().get("to:t" + k), 1e-14, s + " to " + k);
            }
        }
        assertTrue(measured[0][1] > 0 && measured[1][0] > 0 && measured[0][2] < 0 && measured[2][1] < 0);
    }

    private static double[] losses(double w, double[] v, double[] labels) {
        double[] losses = new double[3];
        Arrays.setAll(losses, k -> (v[k] * w - labels[k]) * (v[k] * w - labels[k]));
        return losses;
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertTrue(assertThrows(MtlException.class, () -> combined(tasks -> new Graddrop(), 2)).getMessage().startsWith("--combine-every"));
        assertThrows(MtlException.class, () -> combined(tasks -> new Mgda(), 0));
        assertThrows(MtlException.class, () -> new BalanceSettings(Optional.empty(), Optional.of(tasks -> new Mgda()),
                Normalization.L2, false, false, 2));
        assertThrows(MtlException.class, () -> settings(combined(tasks -> new Mgda(), 1), StepSettings.Method.LBFGS, 0, Precision.DOUBLE));
    }
}
