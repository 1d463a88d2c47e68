package org.mtl.affinity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.LogisticLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.NetworkEngine.Summand;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;
import org.mtl.training.network.Checkpoints;
import org.mtl.training.network.EpochSettings;
import org.mtl.training.network.Initialization;
import org.mtl.training.network.LayerSettings;
import org.mtl.training.network.NetworkSettings;
import org.mtl.training.network.NetworkSharing;
import org.mtl.training.network.NetworkTrainer;
import org.mtl.training.network.Sampling;
import org.mtl.training.network.Schedule;
import org.mtl.training.network.StepObserver;
import org.mtl.training.network.StepSettings;
import org.mtl.training.network.TrainedNetwork;
import org.mtl.training.network.TrainingListener;

class AffinityCollectorTest {

    private static final List<StepMeasure> ALL = List.of(StepMeasure.values());
    private static final CollectionSettings EACH_STEP = new CollectionSettings(Summand.LOSS, StepMeasure.SelfPair.DOUBLE, 1, 1,
            Integer.MAX_VALUE, false, OptionalDouble.empty(), 1);

    private static StepSettings sgd(double rate, double decay) {
        return new StepSettings(StepSettings.Method.SGD, 0, false, rate, Schedule.CONSTANT, decay, OptionalDouble.empty());
    }

    private static NetworkSettings settings(LayerSettings layers, StepSettings steps, int batch, int epochs) {
        return new NetworkSettings(NetworkSharing.HARD, layers, steps,
                new EpochSettings(batch, epochs, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS,
                new TaskWeights.Equal(), Standardization.Mode.NONE, Projection.NONE, 5);
    }

    private static LayerSettings layers(List<Integer> hidden, Activation activation, boolean bias, Initialization first, Precision precision) {
        return new LayerSettings(hidden, List.of(), activation, bias, 0, first, precision);
    }

    private static TrainedNetwork train(Dataset data, NetworkSettings settings, Optional<AffinityCollector> collector, int threads) {
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochDone(Progress progress) {
                // Nothing is shown.
            }

            @Override
            public Optional<StepObserver> observer() {
                return collector.map(each -> each);
            }
        };
        try (Workers workers = new Workers(threads)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers).train(data, Checkpoints.NONE, listener);
        }
    }

    private static AffinityCollector collect(Dataset data, NetworkSettings settings, CollectionSettings collection, int threads) {
        AffinityCollector collector = new AffinityCollector(data.tasks().size(), ALL, collection);
        train(data, settings, Optional.of(collector), threads);
        return collector;
    }

    private static void assertMatrix(double[][] expected, double[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], tolerance, "row " + i);
        }
    }

    /**
     * One input x = 1, a shared weight a = 1, heads b = (1, 2, −1), targets y = (0, 1, 1) and losses (ab − y)². Residuals are
     * r = (1, 1, −2), gradients by a are 2rb = (2, 4, 4), by heads 2ra = (2, 2, −4); the rate is 0.1.
     */
    @Test
    void threeTasksByHand() {
        List<TaskData> tasks = new ArrayList<>();
        double[] targets = {0, 1, 1};
        for (int k = 0; k < 3; k++) {
            tasks.add(new TaskData("t" + k, Map.of(Split.TRAIN, new TaskData.Labelled(new int[] {0}, new double[] {targets[k]}))));
        }
        Dataset data = new Dataset(ArrayFeatures.of(new double[][] {{1}}), RowIds.positions(), Dataset.Form.WIDE, tasks);
        LayerSettings layers = new LayerSettings(List.of(1), List.of(), Activation.IDENTITY, false, 0,
                new Initialization.Given(List.of(new double[] {1, 1, 2, -1})), Precision.DOUBLE);
        NetworkSettings settings = new NetworkSettings(NetworkSharing.HARD, layers, sgd(0.1, 0),
                new EpochSettings(1, 1, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS,
                new TaskWeights.Equal(), Standardization.Mode.NONE, Projection.NONE, 5);
        AffinityCollector collector = collect(data, settings, EACH_STEP, 1);
        double[] a = {0.8, 0.6, 0.6};
        double[] heads = {1, 2, -1};
        double[] moved = {0.8, 1.8, -0.6};
        double[] gradients = {2, 4, 4};
        double[][] tag = new double[3][3];
        double[][] gain = new double[3][3];
        double[][] proximal = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double before = Math.pow(heads[j] - targets[j], 2);
                tag[i][j] = 1 - Math.pow(a[i] * heads[j] - targets[j], 2) / before;
                double together = 1 - 0.1 * (gradients[i] + gradients[j]);
                gain[i][j] = 1 - Math.pow(together * moved[j] - targets[j], 2) / Math.pow(a[j] * moved[j] - targets[j], 2);
                proximal[i][j] = 1 - Math.pow(a[i] * (i == j ? moved[j] : heads[j]) - targets[j], 2) / before;
            }
        }
        // Task 0's step takes a to 0.8, and task 1's loss from 1 to 0.36.
        assertEquals(0.64, tag[0][1], 1e-15);
        assertMatrix(tag, collector.means(StepMeasure.TAG), 1e-14);
        assertMatrix(gain, collector.means(StepMeasure.TRANSFER_GAIN), 1e-13);
        assertMatrix(proximal, collector.means(StepMeasure.PROXIMAL), 1e-14);
        assertMatrix(new double[][] {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}, collector.means(StepMeasure.COSINE), 1e-15);
    }

    /** What copies of a network's parameters come to, each moved by gradients of single tasks that an engine of its own made. */
    private static final class BruteForce {

        private final NetworkEngine engine;
        private final Batch batch;
        private final double[] start;
        private final double[][] gradients;
        private final double rate;
        private final double decay;
        private final int shared;

        BruteForce(NetworkEngine engine, Batch batch, double[] start, double rate, double decay) {
            this.engine = engine;
            this.batch = batch;
            this.start = start;
            this.rate = rate;
            this.decay = decay;
            this.shared = engine.architecture().sharedParameters();
            int tasks = engine.architecture().tasks();
            this.gradients = new double[tasks][start.length];
            for (Batch.Labels labels : batch.labels()) {
                engine.parameters().put(0, start.length, start);
                engine.gradient(new Batch(batch.count(), batch.features(), List.of(labels)), Dropout.NONE, false);
                engine.gradient().get(0, start.length, gradients[labels.task()]);
            }
        }

        double loss(int task, List<Integer> sources, IntPredicate headMoves) {
            double[] moved = start.clone();
            for (int i = 0; i < shared; i++) {
                double sum = decay * start[i];
                for (int source : sources) {
                    sum += gradients[source][i];
                }
                moved[i] -= rate * sum;
            }
            for (Architecture.Block block : engine.architecture().blocks()) {
                if (block.task().isPresent() && headMoves.test(block.task().getAsInt())) {
                    for (int i = block.offset(); i < block.offset() + block.size(); i++) {
                        moved[i] -= rate * (gradients[block.task().getAsInt()][i] + decay * start[i]);
                    }
                }
            }
            return at(task, moved);
        }

        double at(int task, double[] parameters) {
            engine.parameters().put(0, parameters.length, parameters);
            return engine.losses(batch)[task];
        }

        double cosine(int one, int other) {
            return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
        }

        private double dot(int one, int other) {
            return IntStream.range(0, shared).mapToDouble(i -> gradients[one][i] * gradients[other][i]).sum();
        }
    }

    @Test
    void theFirstStepIsThatOfCopies() {
        Dataset data = wide(6, 40, 3);
        double rate = 0.2;
        double decay = 0.05;
        List<Loss> losses = List.of(new SquaredLoss(), new LogisticLoss(), new SquaredLoss());
        Architecture architecture = new Architecture(6, List.of(5, 4), List.of(), Activation.TANH, true, List.of(1, 1, 1));
        double[] start = new Initialization.He().parameters(architecture, List.of("t0", "t1", "t2"), 0, 3);
        NetworkSettings settings = settings(
                layers(List.of(5, 4), Activation.TANH, true, new Initialization.Given(List.of(start)), Precision.DOUBLE),
                sgd(rate, decay), 1000, 1);
        AffinityCollector collector = collect(data, settings, EACH_STEP, 2);
        try (Workers workers = new Workers(1);
                NetworkEngine engine = new DenseEngine(architecture, losses, Precision.DOUBLE, workers)) {
            BruteForce copies = new BruteForce(engine, batch(data), start, rate, decay);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    int target = j;
                    int source = i;
                    double before = copies.at(j, start);
                    assertEquals(1 - copies.loss(j, List.of(i), task -> false) / before,
                            collector.means(StepMeasure.TAG)[i][j], 1e-11);
                    assertEquals(1 - copies.loss(j, List.of(i, j), task -> true) / copies.loss(j, List.of(j), task -> true),
                            collector.means(StepMeasure.TRANSFER_GAIN)[i][j], 1e-11);
                    assertEquals(1 - copies.loss(j, List.of(i), task -> task == source) / before,
                            collector.means(StepMeasure.PROXIMAL)[i][j], 1e-11);
                    assertEquals(copies.cosine(i, target), collector.means(StepMeasure.COSINE)[i][j], 1e-11);
                }
            }
        }
    }

    /** Groups {0, 2}, {0, 1, 2} and {1}, measured directly. */
    @Test
    void theStepOfAGroupIsThatOfCopies() {
        Dataset data = wide(6, 40, 3);
        List<List<Integer>> groups = List.of(List.of(0, 2), List.of(0, 1, 2), List.of(1));
        Architecture architecture = new Architecture(6, List.of(5), List.of(), Activation.TANH, true, List.of(1, 1, 1));
        double[] start = new Initialization.He().parameters(architecture, List.of("t0", "t1", "t2"), 0, 3);
        NetworkSettings settings = settings(
                layers(List.of(5), Activation.TANH, true, new Initialization.Given(List.of(start)), Precision.DOUBLE),
                sgd(0.2, 0.05), 1000, 1);
        AffinityCollector all = new AffinityCollector(groups, 3, true, ALL, EACH_STEP);
        train(data, settings, Optional.of(all), 2);
        AffinityCollector members = new AffinityCollector(groups, 3, false, ALL, EACH_STEP);
        train(data, settings, Optional.of(members), 1);
        AffinityCollector pairs = collect(data, settings, EACH_STEP, 1);
        List<Loss> losses = List.of(new SquaredLoss(), new LogisticLoss(), new SquaredLoss());
        try (Workers workers = new Workers(1);
                NetworkEngine engine = new DenseEngine(architecture, losses, Precision.DOUBLE, workers)) {
            BruteForce copies = new BruteForce(engine, batch(data), start, 0.2, 0.05);
            for (int g = 0; g < 2; g++) {
                List<Integer> group = groups.get(g);
                for (int j = 0; j < 3; j++) {
                    int target = j;
                    List<Integer> with = IntStream.range(0, 3).filter(i -> i == target || group.contains(i)).boxed().toList();
                    double before = copies.at(j, start);
                    assertEquals(1 - copies.loss(j, group, task -> false) / before, all.means(StepMeasure.TAG)[g][j], 1e-11);
                    assertEquals(1 - copies.loss(j, with, task -> true) / copies.loss(j, List.of(j), task -> true),
                            all.means(StepMeasure.TRANSFER_GAIN)[g][j], 1e-11);
                    assertEquals(1 - copies.loss(j, group, group::contains) / before, all.means(StepMeasure.PROXIMAL)[g][j], 1e-11);
                    double product = group.stream().mapToDouble(i -> copies.dot(i, target)).sum();
                    double square = group.stream().mapToDouble(i -> group.stream().mapToDouble(k -> copies.dot(i, k)).sum()).sum();
                    assertEquals(product / Math.sqrt(square * copies.dot(j, j)), all.means(StepMeasure.COSINE)[g][j], 1e-11);
                }
            }
        }
        for (StepMeasure measure : ALL) {
            assertArrayEquals(pairs.means(measure)[1], all.means(measure)[2]);
            for (int g = 0; g < groups.size(); g++) {
                for (int j = 0; j < 3; j++) {
                    double expected = groups.get(g).contains(j) ? all.means(measure)[g][j] : Double.NaN;
                    assertEquals(expected, members.means(measure)[g][j]);
                }
            }
        }
    }

    /** Two squared tasks and a logistic one over the same rows, of which the first misses every third. */
    private static Dataset wide(int features, int rows, long seed) {
        Dataset source = Datasets.linear(seed, 3, rows, features, 0.3);
        double[][] values = new double[rows][features];
        int[] all = IntStream.range(0, rows).toArray();
        double[] flat = new double[rows * features];
        source.features().copyRows(all, 0, rows, flat, features);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(flat, i * features, values[i], 0, features);
        }
        List<TaskData> tasks = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            int task = k;
            int[] own = Arrays.stream(all).filter(row -> task != 0 || row % 3 != 0).toArray();
            double[] labels = Arrays.stream(own).mapToDouble(row -> {
                double value = values[row][task] - 0.7 * values[row][(task + 1) % features];
                return task == 1 ? (value > 0 ? 1 : 0) : value;
            }).toArray();
            TaskData.Labelled labelled = new TaskData.Labelled(own, labels);
            tasks.add(task == 1 ? new TaskData("t" + k, Map.of(Split.TRAIN, labelled), List.of("no", "yes"))
                    : new TaskData("t" + k, Map.of(Split.TRAIN, labelled)));
        }
        return new Dataset(ArrayFeatures.of(values), RowIds.positions(), Dataset.Form.WIDE, tasks);
    }

    private static Batch batch(Dataset data) {
        int rows = data.features().rows();
        int columns = data.features().names().size();
        double[] features = new double[rows * columns];
        data.features().copyRows(IntStream.range(0, rows).toArray(), 0, rows, features, columns);
        List<Batch.Labels> labels = new ArrayList<>();
        for (int k = 0; k < data.tasks().size(); k++) {
            TaskData.Labelled own = data.tasks().get(k).in(Split.TRAIN);
            labels.add(new Batch.Labels(k, own.rows(), own.targets(), 1.0 / own.size()));
        }
        return new Batch(rows, features, labels);
    }

    private static NetworkSettings adam(Precision precision, int epochs) {
        StepSettings steps = new StepSettings(StepSettings.Method.ADAM, 0, false, 0.01, Schedule.COSINE, 1e-3, OptionalDouble.of(0.5));
        return settings(new LayerSettings(List.of(7), List.of(3), Activation.RELU, true, 0.2, new Initialization.He(), precision),
                steps, 16, epochs);
    }

    /** Moments, dropout, clipping and schedule included. */
    @Test
    void trainingGoesOnAsWithoutCollecting() {
        for (Dataset data : List.of(wide(6, 60, 4), Datasets.linear(4, 3, 50, 6, 0.3))) {
            NetworkSettings settings = adam(Precision.FLOAT, 3);
            AffinityCollector collector = new AffinityCollector(3, ALL, EACH_STEP);
            double[] with = train(data, settings, Optional.of(collector), 2).model().networks().get(0).parameters();
            double[] without = train(data, settings, Optional.empty(), 2).model().networks().get(0).parameters();
            assertArrayEquals(without, with);
            assertTrue(collector.steps() > 3);
        }
    }

    @Test
    void bitsDoNotDependOnThreads() {
        AffinityCollector one = collect(wide(6, 200, 5), adam(Precision.FLOAT, 2), EACH_STEP, 1);
        for (int threads : new int[] {2, 4}) {
            AffinityCollector other = collect(wide(6, 200, 5), adam(Precision.FLOAT, 2), EACH_STEP, threads);
            for (StepMeasure measure : ALL) {
                assertMatrix(one.means(measure), other.means(measure), 0);
                assertMatrix(one.standardErrors(measure), other.standardErrors(measure), 0);
            }
        }
    }

    @Test
    void cosinesAreSymmetricAndBounded() {
        double[][] cosines = collect(Datasets.linear(8, 5, 40, 6, 0.3), adam(Precision.FLOAT, 3), EACH_STEP, 2).means(StepMeasure.COSINE);
        for (int i = 0; i < 5; i++) {
            assertEquals(1, cosines[i][i], 0);
            for (int j = 0; j < 5; j++) {
                assertEquals(cosines[i][j], cosines[j][i], 0);
                assertTrue(Math.abs(cosines[i][j]) <= 1);
            }
        }
    }

    @Test
    void aPairWithItselfMayBeNothing() {
        CollectionSettings zero = new CollectionSettings(Summand.LOSS, StepMeasure.SelfPair.ZERO, 2, 2, 2, false,
                OptionalDouble.empty(), 1);
        AffinityCollector collector = collect(wide(6, 64, 6), adam(Precision.DOUBLE, 3), zero, 1);
        AffinityCollector full = collect(wide(6, 64, 6), adam(Precision.DOUBLE, 3), new CollectionSettings(Summand.LOSS,
                StepMeasure.SelfPair.DOUBLE, 2, 2, 2, false, OptionalDouble.empty(), 1), 1);
        // Every second one of the four steps of the second epoch.
        assertEquals(2, collector.steps());
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double expected = i == j ? 0 : full.means(StepMeasure.TRANSFER_GAIN)[i][j];
                assertEquals(expected, collector.means(StepMeasure.TRANSFER_GAIN)[i][j], 1e-14);
            }
        }
    }

    /** T is uniform on 1 to K, so that a task is in the subset with probability (K + 1)/2K and a pair with (K + 1)/3K. */
    @Test
    void sampledTasksAreUniform() {
        CollectionSettings sampled = new CollectionSettings(Summand.LOSS, StepMeasure.SelfPair.DOUBLE, 1, 1, Integer.MAX_VALUE,
                true, OptionalDouble.empty(), 9);
        int epochs = 600;
        AffinityCollector collector = new AffinityCollector(3, List.of(StepMeasure.COSINE), sampled);
        train(wide(4, 64, 6), settings(layers(List.of(2), Activation.TANH, true, new Initialization.He(), Precision.FLOAT),
                sgd(0.001, 0), 16, epochs), Optional.of(collector), 1);
        double steps = collector.steps();
        assertEquals(4 * epochs, steps);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double expected = i == j ? 4.0 / 6 : 4.0 / 9;
                // Four standard deviations.
                assertEquals(expected, collector.counts(StepMeasure.COSINE)[i][j] / steps, 4 * 0.5 / Math.sqrt(steps));
            }
        }
    }

    /** The rate is so small that losses stay as they are: the mean over sampled steps is that over all steps, but for its sample. */
    @Test
    void samplingIsUnbiased() {
        NetworkSettings settings = settings(layers(List.of(3), Activation.TANH, true, new Initialization.He(), Precision.DOUBLE),
                sgd(1e-6, 0), 32, 400);
        Dataset data = wide(4, 64, 6);
        AffinityCollector full = collect(data, settings, EACH_STEP, 1);
        AffinityCollector sampled = collect(data, settings, new CollectionSettings(Summand.LOSS, StepMeasure.SelfPair.DOUBLE, 1, 1,
                Integer.MAX_VALUE, true, OptionalDouble.empty(), 9), 1);
        for (StepMeasure measure : ALL) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double tolerance = 5 * sampled.standardErrors(measure)[i][j] + 1e-15;
                    assertEquals(full.means(measure)[i][j], sampled.means(measure)[i][j], tolerance, measure + " " + i + " " + j);
                }
            }
        }
    }

    /** The share of wrong classes and the root mean squared error are those of the whole batch, not sums over tiles of them. */
    @Test
    void errorsAreMetricsOfTheBatch() {
        Dataset data = wide(6, 300, 3);
        List<Loss> losses = List.of(new SquaredLoss(), new LogisticLoss(), new SquaredLoss());
        Architecture architecture = new Architecture(6, List.of(5), List.of(), Activation.TANH, true, List.of(1, 1, 1));
        double[] start = new Initialization.He().parameters(architecture, List.of("t0", "t1", "t2"), 0, 3);
        try (Workers workers = new Workers(2);
                NetworkEngine engine = new DenseEngine(architecture, losses, Precision.DOUBLE, workers)) {
            engine.parameters().put(0, start.length, start);
            Batch batch = batch(data);
            double[] outputs = new double[300 * 3];
            engine.predict(batch, outputs);
            double[] expected = new double[3];
            for (Batch.Labels labels : batch.labels()) {
                for (int i = 0; i < labels.size(); i++) {
                    double z = outputs[labels.positions()[i] * 3 + labels.task()];
                    double y = labels.targets()[i];
                    expected[labels.task()] += labels.task() == 1 ? ((z > 0) == (y == 1) ? 0 : 1) : (z - y) * (z - y);
                }
            }
            assertArrayEquals(expected, engine.sumsAt(batch, List.of(engine.parameters()), Summand.ERROR)[0], 1e-9);
            assertArrayEquals(engine.losses(batch), engine.sumsAt(batch, List.of(engine.parameters()), Summand.LOSS)[0], 1e-9);
        }
    }

    @Test
    void wrongSettingsAreNamed() {
        assertTrue(assertThrows(MtlException.class, () -> new CollectionSettings(Summand.LOSS, StepMeasure.SelfPair.ZERO, 0, 1, 1,
                false, OptionalDouble.empty(), 0)).getMessage().startsWith("--every"));
        assertTrue(assertThrows(MtlException.class, () -> new CollectionSettings(Summand.LOSS, StepMeasure.SelfPair.ZERO, 1, 3, 2,
                false, OptionalDouble.empty(), 0)).getMessage().startsWith("--from-epoch"));
        assertTrue(assertThrows(MtlException.class, () -> new CollectionSettings(Summand.LOSS, StepMeasure.SelfPair.ZERO, 1, 1, 2,
                false, OptionalDouble.of(1), 0)).getMessage().startsWith("--average"));
    }
}
