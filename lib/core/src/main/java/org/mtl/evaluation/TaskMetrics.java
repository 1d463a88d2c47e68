package org.mtl.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.metrics.ClassificationScores;
import org.mtl.metrics.RegressionScores;
import org.mtl.model.MultitaskModel;
import org.mtl.parallel.Workers;

/** How well a model predicts each task (METHODS §8). */
public final class TaskMetrics {

    private TaskMetrics() {}

    /**
     * The metrics of every task that has rows in a split, by task and metric name, in the order of the tasks: first
     * {@code loss}, the mean loss, then what suits the loss; for numbers those of {@link RegressionScores}, for
     * classes those of {@link ClassificationScores}.
     *
     * @param data the model's data
     */
    public static Map<String, Map<String, Double>> of(MultitaskModel model, Dataset data, Split split, Workers workers) {
        double[] losses = model.lossesOn(data, split, workers);
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        for (int k = 0; k < data.tasks().size(); k++) {
            TaskData.Labelled rows = data.tasks().get(k).in(split);
            if (rows.size() > 0) {
                double[] predictions = model.predict(data.features(), k, rows.rows(), workers);
                Map<String, Double> values = new LinkedHashMap<>();
                values.put("loss", losses[k]);
                values.putAll(scores(model.classes(k).size(), rows.targets(), predictions));
                metrics.put(model.taskNames().get(k), values);
            }
        }
        return metrics;
    }

    private static Map<String, Double> scores(int classes, double[] truth, double[] predictions) {
        return classes == 0
                ? RegressionScores.of(truth, predictions)
                : ClassificationScores.of(truth, predictions, classes);
    }

    /** The mean of each metric over the tasks that have it, in order of first appearance. */
    public static Map<String, Double> means(Map<String, Map<String, Double>> metrics) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Map<String, Double> values : metrics.values()) {
            values.forEach((metric, value) -> {
                sums.merge(metric, value, Double::sum);
                counts.merge(metric, 1, Integer::sum);
            });
        }
        sums.replaceAll((metric, sum) -> sum / counts.get(metric));
        return sums;
    }
}
