package org.mtl.influence;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;

/** 10,000 training and 1,000 validation rows of ten classes, drawn, and a network 784-128-64-10 at drawn parameters. */
record DrawnNetwork(Dataset data, NetworkModel model) {

    static final int TRAINING = 10_000;
    static final int VALIDATION = 1_000;
    static final int FEATURES = 784;
    private static final int CLASSES = 10;

    static DrawnNetwork draw() {
        Random random = new Random(1);
        ChunkedFeatures.Builder builder = new ChunkedFeatures.Builder(FEATURES);
        double[] row = new double[FEATURES];
        for (int i = 0; i < TRAINING + VALIDATION; i++) {
            double common = random.nextGaussian();
            for (int j = 0; j < FEATURES; j++) {
                row[j] = common * j / FEATURES + random.nextGaussian();
            }
            builder.add(row);
        }
        ChunkedFeatures features = builder.build(IntStream.range(0, FEATURES).mapToObj(j -> "f" + j).toList());
        Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
        splits.put(Split.TRAIN, labelled(0, TRAINING, random));
        splits.put(Split.VALIDATION, labelled(TRAINING, TRAINING + VALIDATION, random));
        List<String> classes = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        Dataset data = new Dataset(features, RowIds.positions(), Dataset.Form.WIDE, List.of(new TaskData("digit", splits, classes)));
        Architecture architecture =
                new Architecture(FEATURES, List.of(128, 64), List.of(), Activation.RELU, true, List.of(CLASSES));
        double[] parameters = new double[architecture.parameters()];
        for (Architecture.Block block : architecture.blocks()) {
            for (int i = 0; i < block.size(); i++) {
                parameters[block.offset() + i] = random.nextGaussian() * Math.sqrt(2.0 / block.rows());
            }
        }
        NetworkModel model = new NetworkModel(features.names(), Standardization.NONE, Optional.empty(),
                List.of(new NetworkModel.Task("digit", new SoftmaxLoss(CLASSES), 1, classes)),
                List.of(new NetworkModel.Network(architecture, parameters)), Precision.FLOAT);
        return new DrawnNetwork(data, model);
    }

    private static TaskData.Labelled labelled(int from, int to, Random random) {
        return new TaskData.Labelled(
                IntStream.range(from, to).toArray(), random.ints(to - from, 0, CLASSES).asDoubleStream().toArray());
    }
}
