package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** Dense layers by themselves, beside the networks of words that they are a part of. */
class DenseLayersTest {

    private static final List<Loss> LOSSES = List.of(new SquaredLoss(1), new LogisticLoss(), new SoftmaxLoss(3));
    private static final List<List<String>> CLASSES = List.of(List.of(), List.of("0", "1"), List.of("0", "1", "2"));

    static Stream<TextEngineTest.Case> cases() {
        return TextEngineTest.cases().stream().filter(of -> of.architecture().alignment().isEmpty());
    }

    private static NetworkModel model(TextEngineTest.Case of) {
        List<NetworkModel.Task> tasks = IntStream.range(0, 3)
                .mapToObj(k -> new NetworkModel.Task("t" + k, LOSSES.get(k), 1, CLASSES.get(k))).toList();
        List<String> names = IntStream.range(0, of.architecture().inputs()).mapToObj(j -> "w" + j).toList();
        return new NetworkModel(names, Standardization.NONE, Optional.empty(), tasks,
                List.of(new NetworkModel.Network(of.architecture(), of.parameters())), Precision.DOUBLE);
    }

    private static Dataset data(TextEngineTest.Case of) {
        Batch batch = of.batch();
        int width = of.architecture().inputs();
        double[][] rows = new double[batch.count()][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(batch.features(), i * width, (i + 1) * width));
        List<TaskData> tasks = new ArrayList<>();
        for (Batch.Labels labels : batch.labels()) {
            tasks.add(new TaskData("t" + labels.task(), Map.of(Split.TRAIN,
                    new TaskData.Labelled(labels.positions(), labels.targets())), CLASSES.get(labels.task())));
        }
        return new Dataset(ChunkedFeatures.of(model(of).features(), rows), RowIds.positions(), Dataset.Form.WIDE, tasks);
    }

    /** Losses, and gradients by the dense layers' parameters, which stand behind all others. */
    @ParameterizedTest
    @MethodSource("cases")
    void lossesAndGradientsAreThoseOfTheWhole(TextEngineTest.Case of) {
        try (Workers workers = new Workers(2); NetworkEngine whole = of.engine(Precision.DOUBLE, workers)) {
            NetworkModel dense = DenseLayers.of(model(of));
            Dataset rows = DenseLayers.rows(model(of), data(of), workers);
            assertEquals(of.batch().count(), rows.features().rows());
            int[] all = IntStream.range(0, rows.features().rows()).toArray();
            double[] features = new double[all.length * rows.features().names().size()];
            rows.features().copyRows(all, 0, all.length, features, rows.features().names().size());
            NetworkModel.Network network = dense.networks().get(0);
            try (NetworkEngine part = EngineFactory.standard().create(network.architecture(), LOSSES, Precision.DOUBLE, workers)) {
                part.parameters().put(0, network.parameters().length, network.parameters());
                Batch batch = new Batch(all.length, features, of.batch().labels());
                assertArrayEquals(whole.gradient(of.batch(), Dropout.NONE, false), part.gradient(batch, Dropout.NONE, false), 1e-9);
                double[] expected = whole.gradient().values();
                double[] found = part.gradient().values();
                assertArrayEquals(Arrays.copyOfRange(expected, expected.length - found.length, expected.length), found, 1e-9);
            }
        }
    }
}
