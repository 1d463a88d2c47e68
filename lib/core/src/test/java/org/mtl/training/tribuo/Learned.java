package org.mtl.training.tribuo;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.tribuo.Learner;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.training.LossRule;
import org.mtl.training.PenaltyRule;
import org.mtl.training.Projection;

/** Learners of Tribuo on data that tests make. */
final class Learned {

    private Learned() {}

    /** Settings with everything chosen by the validation rows. */
    static TribuoSettings open(Learner learner) {
        return settings(learner, OptionalDouble.empty(), TribuoSettings.Details.STANDARD);
    }

    /** Settings with a given depth, number of neighbors or learning rate, and few rows in a leaf. */
    static TribuoSettings given(Learner learner, double value) {
        return settings(learner, OptionalDouble.of(value), new TribuoSettings.Details(1e-6, 50, 1, 10, OptionalDouble.empty()));
    }

    static TribuoSettings settings(Learner learner, OptionalDouble value, TribuoSettings.Details details) {
        return new TribuoSettings(learner, new PenaltyRule.Auto(), value, details, LossRule.BY_LABELS, Standardization.Mode.NONE,
                Projection.NONE, 7);
    }

    /** Settings of linear with one penalty for all tasks. */
    static TribuoSettings ridge(double lambda) {
        return new TribuoSettings(Learner.LINEAR, new PenaltyRule.Given(lambda, Map.of()), OptionalDouble.empty(),
                TribuoSettings.Details.STANDARD, LossRule.BY_LABELS, Standardization.Mode.NONE, Projection.NONE, 7);
    }

    static TrainedLearner train(TribuoSettings settings, Dataset data, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new TribuoTrainer(settings, "a test", workers).train(data);
        }
    }

    static double[] predict(TrainedLearner trained, Dataset data, int task, int... rows) {
        try (Workers workers = new Workers(1)) {
            return trained.model().predict(data.features(), task, rows, workers);
        }
    }

    /** One task, all of whose rows are for training. */
    static Dataset one(double[][] rows, double[] targets, List<String> classes) {
        int[] numbers = new int[rows.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        TaskData task = new TaskData("a", Map.of(Split.TRAIN, new TaskData.Labelled(numbers, targets)), classes);
        return new Dataset(ArrayFeatures.of(rows), RowIds.positions(), Dataset.Form.WIDE, List.of(task));
    }

    /** The same rows with classes for labels: how large the number is. */
    static Dataset classes(Dataset data, String... names) {
        List<TaskData> tasks = data.tasks().stream().map(task -> {
            Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                TaskData.Labelled rows = task.in(split);
                double[] codes = new double[rows.size()];
                for (int i = 0; i < codes.length; i++) {
                    codes[i] = Math.min(names.length - 1, Math.max(0, Math.floor(rows.targets()[i] + names.length / 2.0)));
                }
                splits.put(split, new TaskData.Labelled(rows.rows(), codes));
            }
            return new TaskData(task.name(), splits, List.of(names));
        }).toList();
        return new Dataset(data.features(), data.ids(), data.form(), tasks);
    }
}
