package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.influence.Normalization;
import org.mtl.model.network.Activation;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
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
import org.mtl.training.network.StepSettings;
import org.mtl.training.network.TrainingListener;

/** Predicted changes of validation losses against those of training again without each row, to convergence. */
class NetworkLeaveOneOutTest {

    private static final double DECAY = 0.05;

    private static NetworkModel train(Dataset data, Initialization start) {
        LayerSettings layers = new LayerSettings(List.of(3), List.of(), Activation.TANH, true, 0, start, Precision.DOUBLE);
        StepSettings steps = new StepSettings(
                StepSettings.Method.LBFGS, 0, false, 1, Schedule.CONSTANT, DECAY, OptionalDouble.empty());
        NetworkSettings settings = new NetworkSettings(NetworkSharing.HARD, layers, steps,
                new EpochSettings(16, 3000, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS,
                new TaskWeights.Equal(), Standardization.Mode.NONE, Projection.NONE, 5);
        try (Workers workers = new Workers(1)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers)
                    .train(data, Checkpoints.NONE, TrainingListener.SILENT).model();
        }
    }

    private static Dataset without(Dataset data, int task, int label) {
        List<TaskData> tasks = new ArrayList<>(data.tasks());
        Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            TaskData.Labelled rows = tasks.get(task).in(split);
            splits.put(split, split == Split.TRAIN
                    ? rows.at(IntStream.range(0, rows.size()).filter(i -> i != label).toArray()) : rows);
        }
        tasks.set(task, tasks.get(task).with(splits));
        return new Dataset(data.features(), data.ids(), data.form(), tasks);
    }

    @Test
    void conjugateGradientsPredictTrainingWithoutARow() {
        Dataset data = Datasets.linear(3, 2, 150, 3, 0.5);
        NetworkModel model = train(data, new Initialization.Glorot());
        List<Double> predicted = new ArrayList<>();
        List<Double> actual = new ArrayList<>();
        try (Workers workers = new Workers(1);
                ModelNetworks networks = new ModelNetworks(model, data, DECAY, Precision.DOUBLE, DenseEngine::new, workers)) {
            ModelNetworks.Part part = networks.parts().get(0);
            TrainedObjective objective = part.objective();
            TargetGradients targets = TargetGradients.of(part, data, Split.VALIDATION, List.of(0, 1));
            double[] u = ConjugateGradientInverse.ofHessian(objective, Fisher.GIVEN, Damping.of(0),
                    new ConjugateGradientInverse.Stop(1e-10, 500)).apply(targets.vectors(), 2);
            FirstOrderPairs pairs = new FirstOrderPairs(objective, u, 2, Normalization.KEPT);
            double[] before = model.lossesOn(data, Split.VALIDATION, workers);
            for (int task = 0; task < 2; task++) {
                for (int label = 0; label < objective.training().of(task).size(); label += 6) {
                    Dataset rest = without(data, task, label);
                    double[] after = train(rest, new Initialization.Given(List.of(model.networks().get(0).parameters())))
                            .lossesOn(data, Split.VALIDATION, workers);
                    int row = objective.training().row(task, label);
                    double[] scores = new double[2];
                    objective.training().forEachBatch(row, row + 1, 1, (k, labels, size) -> 1,
                            (batch, earlier) -> pairs.score(batch, earlier, scores));
                    for (int t = 0; t < 2; t++) {
                        predicted.add(scores[t]);
                        actual.add(before[t] - after[t]);
                    }
                }
            }
        }
        double[] p = predicted.stream().mapToDouble(Double::doubleValue).toArray();
        double[] a = actual.stream().mapToDouble(Double::doubleValue).toArray();
        double spearman = new SpearmansCorrelation().correlation(p, a);
        assertTrue(spearman > 0.98, "Spearman " + spearman);
        double dot = IntStream.range(0, p.length).mapToDouble(i -> p[i] * a[i]).sum();
        double square = IntStream.range(0, p.length).mapToDouble(i -> p[i] * p[i]).sum();
        assertEquals(1, dot / square, 0.35);
    }
}
