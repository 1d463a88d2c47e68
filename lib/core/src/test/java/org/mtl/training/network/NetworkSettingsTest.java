package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mtl.MtlException;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

/** What settings refuse, and where parameters start. */
class NetworkSettingsTest {

    private static LayerSettings layers(List<Integer> hidden, double dropout) {
        return new LayerSettings(hidden, List.of(), Activation.RELU, true, dropout, new Initialization.He(), Precision.FLOAT);
    }

    private static StepSettings steps(StepSettings.Method method, double momentum, boolean nesterov, double rate, Schedule schedule,
            double decay, OptionalDouble clip) {
        return new StepSettings(method, momentum, nesterov, rate, schedule, decay, clip);
    }

    private static StepSettings steps(StepSettings.Method method) {
        return steps(method, 0, false, 0.1, Schedule.CONSTANT, 0, OptionalDouble.empty());
    }

    private static NetworkSettings settings(StepSettings steps, double dropout, Sampling sampling, Standardization.Mode mode) {
        return new NetworkSettings(NetworkSharing.HARD, layers(List.of(3), dropout), steps,
                new EpochSettings(8, 2, OptionalInt.empty(), sampling), LossRule.BY_LABELS, new TaskWeights.Equal(), mode,
                Projection.NONE, 0);
    }

    private static void assertUsage(String start, Executable wrong) {
        MtlException thrown = assertThrows(MtlException.class, wrong);
        assertEquals(MtlException.Kind.USAGE, thrown.kind());
        assertTrue(thrown.getMessage().startsWith(start), thrown.getMessage());
    }

    @Test
    void numbersOutOfRangeNameTheirOption() {
        StepSettings.Method sgd = StepSettings.Method.SGD;
        OptionalDouble none = OptionalDouble.empty();
        assertUsage("--hidden: expected widths", () -> layers(List.of(3, 0), 0));
        assertUsage("--dropout: expected", () -> layers(List.of(3), 1));
        assertUsage("--dropout: expected", () -> layers(List.of(3), Double.NaN));
        assertUsage("--momentum: expected", () -> steps(sgd, 1, false, 0.1, Schedule.CONSTANT, 0, none));
        assertUsage("--momentum needs --optimizer sgd", () -> steps(StepSettings.Method.ADAM, 0.9, false, 0.1,
                Schedule.CONSTANT, 0, none));
        assertUsage("--nesterov needs", () -> steps(sgd, 0, true, 0.1, Schedule.CONSTANT, 0, none));
        assertUsage("--lr: expected", () -> steps(sgd, 0, false, 0, Schedule.CONSTANT, 0, none));
        assertUsage("--lr: expected", () -> steps(sgd, 0, false, Double.NaN, Schedule.CONSTANT, 0, none));
        assertUsage("--weight-decay: expected", () -> steps(sgd, 0, false, 0.1, Schedule.CONSTANT, -1, none));
        assertUsage("--clip: expected", () -> steps(sgd, 0, false, 0.1, Schedule.CONSTANT, 0, OptionalDouble.of(0)));
        assertUsage("--batch: expected", () -> new EpochSettings(0, 1, OptionalInt.empty(), new Sampling.BySize()));
        assertUsage("--epochs: expected", () -> new EpochSettings(1, 0, OptionalInt.empty(), new Sampling.BySize()));
        assertUsage("--patience: expected", () -> new EpochSettings(1, 1, OptionalInt.of(0), new Sampling.BySize()));
        assertUsage("--sampling: expected", () -> new Sampling.Temperature(0));
    }

    @Test
    void lbfgsTakesNoPartOfStepsOnBatches() {
        StepSettings.Method lbfgs = StepSettings.Method.LBFGS;
        assertUsage("--schedule: --optimizer lbfgs",
                () -> steps(lbfgs, 0, false, 0.1, Schedule.COSINE, 0, OptionalDouble.empty()));
        assertUsage("--clip: --optimizer lbfgs",
                () -> steps(lbfgs, 0, false, 0.1, Schedule.CONSTANT, 0, OptionalDouble.of(1)));
        assertUsage("--sampling: --optimizer lbfgs",
                () -> settings(steps(lbfgs), 0, new Sampling.Equal(), Standardization.Mode.NONE));
        assertUsage("--dropout: --optimizer lbfgs",
                () -> settings(steps(lbfgs), 0.5, new Sampling.BySize(), Standardization.Mode.NONE));
    }

    @Test
    void whatOnlyTheLongFormHasIsRefusedInWideForm() {
        Dataset data = Datasets.linear(1, 2, 30, 3, 0.1);
        Dataset wide = new Dataset(data.features(), data.ids(), Dataset.Form.WIDE, data.tasks());
        StepSettings steps = steps(StepSettings.Method.ADAM);
        NetworkSettings byTask = settings(steps, 0, new Sampling.BySize(), Standardization.Mode.TASK);
        assertUsage("--standardize task: tasks share their rows", () -> train(byTask, wide));
        assertUsage("--sampling equal: tasks share their rows",
                () -> train(settings(steps, 0, new Sampling.Equal(), Standardization.Mode.NONE), wide));
        assertUsage("--sampling temperature=2", () -> train(
                settings(steps, 0, new Sampling.Temperature(2), Standardization.Mode.NONE), wide));
        assertEquals(2, train(byTask, data).fits().get(0).epochs());
    }

    private static TrainedNetwork train(NetworkSettings settings, Dataset data) {
        try (Workers workers = new Workers(1)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers)
                    .train(data, Checkpoints.NONE, TrainingListener.SILENT);
        }
    }

    private static Architecture architecture(int tasks) {
        Integer[] outputs = new Integer[tasks];
        Arrays.fill(outputs, 2);
        return new Architecture(50, List.of(40), List.of(6), Activation.RELU, true, List.of(outputs));
    }

    @Test
    void heDrawsFromANormalDistributionAndBiasesAreZero() {
        double[] w = new Initialization.He().parameters(architecture(1), List.of("a"), 0, 3);
        double squares = 0;
        double fourth = 0;
        for (int i = 0; i < 2000; i++) {
            squares += w[i] * w[i] / 2000;
            fourth += Math.pow(w[i], 4) / 2000;
        }
        // Variance 2/50; a normal distribution has a kurtosis of 3, a uniform one of 1.8.
        assertEquals(0.04, squares, 0.004);
        assertEquals(3, fourth / (squares * squares), 0.5);
        for (int j = 0; j < 40; j++) {
            assertEquals(0, w[2000 + j]);
        }
    }

    @Test
    void glorotDrawsUniformlyBetweenItsBounds() {
        double[] w = new Initialization.Glorot().parameters(architecture(1), List.of("a"), 0, 3);
        double bound = Math.sqrt(6.0 / 90);
        double[] first = Arrays.copyOf(w, 2000);
        assertTrue(Arrays.stream(first).map(Math::abs).max().getAsDouble() <= bound);
        assertEquals(bound, Arrays.stream(first).max().getAsDouble(), 0.01);
        assertEquals(-bound, Arrays.stream(first).min().getAsDouble(), 0.01);
        assertEquals(bound * bound / 3, Arrays.stream(first).map(x -> x * x).average().getAsDouble(), 0.003);
        // Of a head's first layer, 40 in and 6 out.
        assertTrue(Arrays.stream(w, 2040, 2280).map(Math::abs).max().getAsDouble() > 0.9 * Math.sqrt(6.0 / 46));
    }

    @Test
    void anotherTaskChangesNoneOfThoseThatAreThere() {
        double[] one = new Initialization.He().parameters(architecture(1), List.of("b"), 0, 3);
        double[] two = new Initialization.He().parameters(architecture(2), List.of("a", "b"), 0, 3);
        int shared = architecture(1).sharedParameters();
        int head = one.length - shared;
        assertArrayEquals(Arrays.copyOf(one, shared), Arrays.copyOf(two, shared));
        assertArrayEquals(Arrays.copyOfRange(one, shared, one.length), Arrays.copyOfRange(two, shared + head, two.length));
        assertFalse(Arrays.equals(one, new Initialization.He().parameters(architecture(1), List.of("b"), 0, 4)));
    }

    @Test
    void givenParametersHaveToFit() {
        Initialization given = new Initialization.Given(List.of(new double[7]));
        assertUsage("--init: expected a model of 2300 parameters, found 7",
                () -> given.parameters(architecture(1), List.of("a"), 0, 0));
        assertUsage("--init: expected a model of more than 1 networks, found 1",
                () -> given.parameters(architecture(1), List.of("a"), 1, 0));
    }

    /** A model of the tasks b and a, each value of its parameters its position. */
    private static NetworkModel counting(boolean shared) {
        List<NetworkModel.Network> networks = new ArrayList<>();
        for (int n = 0; n < (shared ? 1 : 2); n++) {
            Architecture architecture = architecture(shared ? 2 : 1);
            double[] parameters = new double[architecture.parameters()];
            int start = n * parameters.length;
            Arrays.setAll(parameters, i -> start + i);
            networks.add(new NetworkModel.Network(architecture, parameters));
        }
        List<NetworkModel.Task> tasks = Stream.of("b", "a")
                .map(name -> new NetworkModel.Task(name, new SquaredLoss(), 1, List.of())).toList();
        return new NetworkModel(List.of(), Standardization.NONE, Optional.empty(), tasks, networks, Precision.DOUBLE);
    }

    @Test
    void aModelGivesEachTaskItsOwnHead() {
        Initialization start = new Initialization.OfModel(counting(true));
        int shared = architecture(1).sharedParameters();
        int head = architecture(1).parameters() - shared;
        double[] both = start.parameters(architecture(2), List.of("a", "b"), 0, 0);
        for (int i = 0; i < shared; i++) {
            assertEquals(i, both[i]);
        }
        for (int i = 0; i < head; i++) {
            assertEquals(shared + head + i, both[shared + i], "the head of a, which comes second in the model");
            assertEquals(shared + i, both[shared + head + i]);
        }
        assertEquals(shared + head, start.parameters(architecture(1), List.of("a"), 1, 0)[shared]);
    }

    @Test
    void aModelOfNetworksGivesEachTaskItsNetwork() {
        Initialization start = new Initialization.OfModel(counting(false));
        int count = architecture(1).parameters();
        double[] a = start.parameters(architecture(1), List.of("a"), 0, 0);
        for (int i = 0; i < count; i++) {
            assertEquals(count + i, a[i]);
        }
        assertUsage("--init: expected a model of one network, found one of 2 networks",
                () -> start.parameters(architecture(2), List.of("a", "b"), 0, 0));
    }

    @Test
    void aModelHasToHaveTheTasksAndTheLayers() {
        Initialization start = new Initialization.OfModel(counting(true));
        assertUsage("--init: the model has no task 'c'", () -> start.parameters(architecture(1), List.of("c"), 0, 0));
        Architecture wider = new Architecture(architecture(1).inputs(), List.of(7), List.of(), Activation.RELU, true, List.of(1));
        assertUsage("--init: expected a model whose trunk.1 is " + (wider.inputs() + 1) + " x 7",
                () -> start.parameters(wider, List.of("a"), 0, 0));
    }

    @Test
    void aNetworkThatNoVectorHoldsIsRefused() {
        MtlException thrown = assertThrows(MtlException.class,
                () -> layers(List.of(100_000, 100_000), 0).architecture(
                        new Design(ChunkedFeatures.of(List.of("x0"), new double[1]), Standardization.NONE, false),
                        List.of(new SquaredLoss())));
        assertEquals(MtlException.Kind.MEMORY, thrown.kind());
    }
}
