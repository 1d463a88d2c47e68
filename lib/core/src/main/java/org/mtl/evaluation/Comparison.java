package org.mtl.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;

/** A model beside a baseline, such as the single-task model (METHODS §8). */
public final class Comparison {

    /** What the end of a difference's name is. */
    public static final String DIFFERENCE = "_difference";

    /** The metric that Δ_m compares, where lower is better. */
    private static final String COMPARED = "rmse";

    private Comparison() {}

    /** Each metric of the model minus the baseline's, named {@code METRIC_difference}, for metrics that both have. */
    public static Map<String, Double> differences(Map<String, Double> model, Map<String, Double> baseline) {
        Map<String, Double> differences = new LinkedHashMap<>();
        model.forEach((metric, value) -> {
            if (baseline.containsKey(metric)) {
                differences.put(metric + DIFFERENCE, value - baseline.get(metric));
            }
        });
        return differences;
    }

    /**
     * Δ_m = (100/K) Σ_k s_k (M_k − B_k)/B_k in percent, with M the root mean squared error and s_k = −1 since lower is
     * better: positive means that the model is better than the baseline.
     *
     * @param model metrics by task
     * @param baseline metrics of the same tasks
     * @throws MtlException (DATA) if the baseline lacks a task or is without error on one
     */
    public static double deltaM(Map<String, Map<String, Double>> model, Map<String, Map<String, Double>> baseline) {
        double sum = 0;
        for (Map.Entry<String, Map<String, Double>> task : model.entrySet()) {
            Map<String, Double> base = baseline.get(task.getKey());
            if (base == null) {
                throw MtlException.data("the baseline has no task '" + task.getKey() + "'");
            }
            if (base.get(COMPARED) == 0) {
                throw MtlException.data("the baseline has no error at all on task '" + task.getKey()
                        + "': a relative difference does not exist");
            }
            sum -= (task.getValue().get(COMPARED) - base.get(COMPARED)) / base.get(COMPARED);
        }
        return 100 * sum / model.size();
    }
}
