package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;

/** Losses and metrics against a loop over rows with outputs by the definition; more rows than a chunk of the engine has. */
class NetworkLossesTest {

    private static final int ROWS = 700;

    private final Random random = new Random(5);
    private final double[][] values = new double[ROWS][3];

    /** A vector task on every row, a class task on every third, and one without validation rows. */
    private Dataset data(Dataset.Form form) {
        for (double[] row : values) {
            row[0] = random.nextGaussian();
            row[1] = random.nextGaussian();
            row[2] = random.nextGaussian();
        }
        int step = form == Dataset.Form.WIDE ? 1 : 2;
        return new Dataset(ArrayFeatures.of(values), RowIds.positions(), form, List.of(
                task("numbers", 0, step, 2, List.of()), task("classes", 1, 3 * step - 1, 1, List.of("no", "yes")),
                new TaskData("none", Map.of())));
    }

    private TaskData task(String name, int first, int step, int width, List<String> classes) {
        int count = (ROWS - first + step - 1) / step;
        int[] rows = new int[count];
        double[] targets = new double[count * width];
        for (int i = 0; i < count; i++) {
            rows[i] = first + i * step;
            for (int c = 0; c < width; c++) {
                targets[i * width + c] = classes.isEmpty() ? random.nextGaussian() : random.nextInt(2);
            }
        }
        Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
        splits.put(Split.VALIDATION, new TaskData.Labelled(rows, targets, width));
        return new TaskData(name, splits, classes);
    }

    @Test
    void sharedNetwork() {
        assertFigures(data(Dataset.Form.WIDE), List.of(2, 1, 1));
    }

    @Test
    void separateRows() {
        // Rows of the two tasks would overlap in long form too; nothing here minds.
        assertFigures(data(Dataset.Form.LONG), List.of(2, 1, 1));
    }

    private void assertFigures(Dataset data, List<Integer> outputs) {
        Architecture architecture = new Architecture(3, List.of(4), List.of(), Activation.TANH, true, outputs);
        double[] parameters = random.doubles(architecture.parameters(), -1, 1).toArray();
        List<NetworkModel.Task> tasks = List.of(new NetworkModel.Task("numbers", new SquaredLoss(2), 1, List.of()),
                new NetworkModel.Task("classes", new LogisticLoss(), 1, List.of("no", "yes")),
                new NetworkModel.Task("none", new SquaredLoss(), 1, List.of()));
        NetworkModel shared = model(tasks, List.of(new NetworkModel.Network(architecture, parameters)));
        try (Workers workers = new Workers(2)) {
            MeanLosses.Figures found = NetworkLosses.figures(shared, data, Split.VALIDATION, workers);
            for (int k = 0; k < 2; k++) {
                double[] expected = expected(architecture, parameters, data.tasks().get(k), tasks.get(k).loss(), k);
                assertEquals(expected[0], found.losses()[k], 1e-12);
                assertEquals(expected[1], found.metrics()[k], 1e-12);
            }
            assertTrue(Double.isNaN(found.losses()[2]) && Double.isNaN(found.metrics()[2]));
            NetworkModel apart = model(tasks, List.of(alone(parameters, 2), alone(parameters, 1), alone(parameters, 1)));
            MeanLosses.Figures each = NetworkLosses.figures(apart, data, Split.VALIDATION, workers);
            double[] second = expected(apart.networks().get(1).architecture(), apart.networks().get(1).parameters(),
                    data.tasks().get(1), tasks.get(1).loss(), 0);
            assertArrayEquals(second, new double[] {each.losses()[1], each.metrics()[1]}, 1e-12);
        }
    }

    /** Losses, predictions and embeddings come from what the model is computed by, at other parameters too. */
    @Test
    void computedByOtherEngines() {
        Dataset data = data(Dataset.Form.WIDE);
        Architecture architecture = new Architecture(3, List.of(4), List.of(), Activation.TANH, true, List.of(1));
        Dataset one = new Dataset(data.features(), data.ids(), data.form(), data.tasks().subList(1, 2));
        NetworkModel model = model(List.of(new NetworkModel.Task("classes", new LogisticLoss(), 1, List.of("no", "yes"))),
                List.of(new NetworkModel.Network(architecture, random.doubles(architecture.parameters(), -1, 1).toArray())));
        AtomicInteger made = new AtomicInteger();
        NetworkModel counted = model.computedBy((layers, losses, precision, workers) -> {
            made.incrementAndGet();
            return new DenseEngine(layers, losses, precision, workers);
        });
        try (Workers workers = new Workers(1)) {
            double[] own = model.lossesOn(one, Split.VALIDATION, workers);
            assertArrayEquals(own, counted.at(List.of(model.networks().get(0).parameters())).lossesOn(one, Split.VALIDATION, workers));
            assertEquals(1, made.get());
            counted.predict(one.features(), 0, new int[] {0}, workers);
            assertEquals(2, made.get());
            Embeddings.of(counted, Embeddings.TRUNK).compute(one, workers, (rows, count) -> assertTrue(count > 0));
            assertEquals(3, made.get());
        }
    }

    private static NetworkModel.Network alone(double[] parameters, int outputs) {
        Architecture architecture = new Architecture(3, List.of(4), List.of(), Activation.TANH, true, List.of(outputs));
        return new NetworkModel.Network(architecture, Arrays.copyOf(parameters, architecture.parameters()));
    }

    private static NetworkModel model(List<NetworkModel.Task> tasks, List<NetworkModel.Network> networks) {
        return new NetworkModel(List.of("f0", "f1", "f2"), Standardization.NONE, Optional.empty(), tasks, networks,
                Precision.DOUBLE);
    }

    /** The mean loss and the metric of one task. */
    private double[] expected(Architecture architecture, double[] parameters, TaskData task, Loss loss, int position) {
        TaskData.Labelled rows = task.in(Split.VALIDATION);
        int first = architecture.outputs().subList(0, position).stream().mapToInt(Integer::intValue).sum();
        double sum = 0;
        double errors = 0;
        for (int i = 0; i < rows.size(); i++) {
            double[] all = PlainNetwork.predict(architecture, parameters, new Batch(1, values[rows.row(i)], List.of()));
            double[] prediction = Arrays.copyOfRange(all, first, first + loss.outputs());
            double[] target = rows.targets(i, i + 1);
            sum += loss.sum(prediction, target, 1);
            if (loss.isClassification()) {
                errors += prediction[0] > 0 == target[0] > 0 ? 0 : 1;
            } else {
                errors += (Math.pow(prediction[0] - target[0], 2) + Math.pow(prediction[1] - target[1], 2)) / 2;
            }
        }
        double metric = errors / rows.size();
        return new double[] {sum / rows.size(), loss.isClassification() ? metric : Math.sqrt(metric)};
    }
}
