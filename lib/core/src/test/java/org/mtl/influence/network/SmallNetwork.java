package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.HuberLoss;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;

/**
 * Small networks with anisotropic inputs, whose factors of curvature are far from the identity, at random parameters.
 *
 * @param decay wd
 */
record SmallNetwork(String name, NetworkModel model, Dataset data, double decay) {

    private static final List<Loss> LOSSES = List.of(new SquaredLoss(1), new LogisticLoss(), new SoftmaxLoss(3));

    static SmallNetwork of(Dataset.Form form, boolean shared, boolean bias, List<Integer> hidden, List<Integer> headHidden,
            List<Loss> losses, int rows, long seed) {
        Random random = new Random(seed);
        Dataset data = data(form, losses, rows, random);
        List<NetworkModel.Task> tasks = new ArrayList<>();
        for (int k = 0; k < losses.size(); k++) {
            List<String> classes = data.tasks().get(k).classes();
            tasks.add(new NetworkModel.Task(data.tasks().get(k).name(), losses.get(k), 0.5 + 0.4 * k, classes));
        }
        List<NetworkModel.Network> networks = new ArrayList<>();
        for (int n = 0; n < (shared ? 1 : losses.size()); n++) {
            List<Loss> own = shared ? losses : List.of(losses.get(n));
            Architecture architecture = new Architecture(4, hidden, headHidden, Activation.TANH, bias,
                    own.stream().map(Loss::outputs).toList());
            networks.add(new NetworkModel.Network(architecture, random.doubles(architecture.parameters(), -0.8, 0.8).toArray()));
        }
        NetworkModel model = new NetworkModel(data.features().names(), Standardization.NONE, Optional.empty(), tasks, networks,
                Precision.DOUBLE);
        return new SmallNetwork(form + (shared ? " shared" : " apart") + (bias ? " bias" : ""), model, data, 0.01);
    }

    private static Dataset data(Dataset.Form form, List<Loss> losses, int rows, Random random) {
        double[][] values = new double[rows][4];
        for (double[] row : values) {
            double common = random.nextGaussian();
            for (int j = 0; j < row.length; j++) {
                // Correlated, of different scales and not centred.
                row[j] = (float) ((1 + j) * 0.5 * (common + 0.4 * random.nextGaussian()) + 0.3 * j);
            }
        }
        List<TaskData> tasks = new ArrayList<>();
        for (int k = 0; k < losses.size(); k++) {
            Loss loss = losses.get(k);
            int task = k;
            int[] own = IntStream.range(0, rows)
                    .filter(i -> form == Dataset.Form.LONG ? i * 7 % losses.size() == task : random.nextInt(4) > 0).toArray();
            Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                int[] some = IntStream.of(own).filter(i -> (i % 5 < 3 ? Split.TRAIN : i % 5 == 3 ? Split.VALIDATION : Split.TEST) == split)
                        .toArray();
                double[] targets = IntStream.range(0, some.length * (loss.isClassification() ? 1 : loss.outputs()))
                        .mapToDouble(i -> loss.isClassification() ? random.nextInt(Math.max(2, loss.outputs())) : random.nextGaussian())
                        .toArray();
                splits.put(split, new TaskData.Labelled(some, targets, targets.length / Math.max(1, some.length)));
            }
            List<String> classes = loss.isClassification()
                    ? IntStream.range(0, Math.max(2, loss.outputs())).mapToObj(Integer::toString).toList() : List.of();
            tasks.add(new TaskData("task " + k, splits, classes));
        }
        return new Dataset(ArrayFeatures.of(values), RowIds.positions(), form, tasks);
    }

    static List<SmallNetwork> all() {
        List<SmallNetwork> all = new ArrayList<>();
        for (Dataset.Form form : Dataset.Form.values()) {
            all.add(of(form, true, true, List.of(4), List.of(), LOSSES, 60, 1));
            all.add(of(form, true, false, List.of(4), List.of(3), LOSSES, 60, 2));
            all.add(of(form, false, true, List.of(3), List.of(), LOSSES, 60, 3));
        }
        all.add(of(Dataset.Form.LONG, true, true, List.of(5), List.of(), List.of(new SquaredLoss(2)), 50, 4));
        all.add(of(Dataset.Form.WIDE, true, true, List.of(3), List.of(), List.of(new HuberLoss(), new LogisticLoss()), 50, 5));
        return all;
    }

    ModelNetworks open(Workers workers) {
        return new ModelNetworks(model, data, decay, model.precision(), DenseEngine::new, workers);
    }

    SmallNetwork with(Dataset other) {
        return new SmallNetwork(name, model, other, decay);
    }

    List<Integer> targets() {
        return IntStream.range(0, model.tasks().size()).boxed().toList();
    }

    @Override
    public String toString() {
        return name + " " + model.networks().get(0).architecture().headHidden() + " of " + model.tasks().size();
    }
}
