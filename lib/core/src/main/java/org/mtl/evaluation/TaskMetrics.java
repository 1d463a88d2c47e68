package org.mtl.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.metrics.ClassificationScores;
import org.mtl.metrics.RegressionScores;
import org.mtl.model.LinearModel;
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
    public static Map<String, Map<String, Double>> of(LinearModel model, Dataset data, Split split, Workers workers) {
        double[] losses = model.meanLosses(data, split, workers).values(model.parameters());
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        for (int k = 0; k < losses.length; k++) {
            TaskData.Labelled rows = data.tasks().get(k).in(split);
            if (rows.size() > 0) {
                Map<String, Double> values = new LinkedHashMap<>();
                values.put("loss", losses[k]);
                values.putAll(scores(model, k, rows.targets(), model.predict(data.features(), k, rows.rows())));
                metrics.put(model.tasks().get(k).name(), values);
            }
        }
        return metrics;
    }

    private static Map<String, Double> scores(LinearModel model, int task, double[] truth, double[] predictions) {
        int classes = model.tasks().get(task).classes().size();
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
