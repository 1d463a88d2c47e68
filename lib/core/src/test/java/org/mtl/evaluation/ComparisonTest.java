package org.mtl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LinearModel;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TaskWeights;

class ComparisonTest {

    private static Map<String, Double> rmse(double value) {
        return Map.of("rmse", value);
    }

    @Test
    void deltaByHand() {
        // Task a improves from 2 to 1.5 (25%), task b worsens from 4 to 5 (−25%), c improves by 30%: mean 10%.
        Map<String, Map<String, Double>> base = Map.of("a", rmse(2), "b", rmse(4), "c", rmse(10));
        Map<String, Map<String, Double>> model = Map.of("a", rmse(1.5), "b", rmse(5), "c", rmse(7));
        assertEquals(10, Comparison.deltaM(model, base).orElseThrow(), 1e-12);
        assertEquals(0, Comparison.deltaM(base, base).orElseThrow());
        assertThrows(MtlException.class, () -> Comparison.deltaM(model, Map.of("a", rmse(1))));
        assertTrue(Comparison.deltaM(Map.of("a", rmse(1)), Map.of("a", rmse(0))).isEmpty());
        Map<String, Map<String, Double>> mixed = Map.of("a", rmse(0), "b", Map.of("rmse", 9.0, "error", 0.2));
        assertEquals(50, Comparison.deltaM(Map.of("a", rmse(1), "b", Map.of("error", 0.1)), mixed).orElseThrow(), 1e-12);
    }

    @Test
    void differencesOfSharedMetrics() {
        assertEquals(Map.of("rmse_difference", -0.5),
                Comparison.differences(Map.of("rmse", 1.5, "r2", 0.2), Map.of("rmse", 2.0)));
    }

    @Test
    void metricsAreThoseOfThePredictions() {
        Dataset data = Datasets.linear(1, 3, 30, 2, 0.5);
        try (Workers workers = new Workers(1)) {
            LinearSettings settings = new LinearSettings(Sharing.SOFT, true, Standardization.Mode.POOLED,
                    new PenaltyRule.Auto(), 0, new TaskWeights.Equal());
            LinearModel model = new LinearTrainer(settings, workers).train(data).model();
            Map<String, Map<String, Double>> metrics = TaskMetrics.of(model, data, Split.TEST, workers);
            assertEquals(data.taskNames(), List.copyOf(metrics.keySet()));
            TaskData.Labelled rows = data.tasks().get(1).in(Split.TEST);
            double[] predictions = model.predict(data.features(), 1, rows.rows());
            double squares = 0;
            for (int i = 0; i < predictions.length; i++) {
                squares += Math.pow(predictions[i] - rows.target(i, 0), 2);
            }
            Map<String, Double> values = metrics.get("task 1");
            assertEquals(squares / predictions.length, values.get("loss"), 1e-14);
            assertEquals(values.get("loss"), Math.pow(values.get("rmse"), 2), 1e-14);
            double mean = metrics.values().stream().mapToDouble(task -> task.get("mae")).average().orElseThrow();
            assertEquals(mean, TaskMetrics.means(metrics).get("mae"), 1e-15);
        }
    }
}
