package org.mtl.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.mtl.MtlException;

/** A model beside a baseline, such as the single-task model (METHODS §8). */
public final class Comparison {

    /** What the end of a difference's name is. */
    public static final String DIFFERENCE = "_difference";

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
     * Δ_m = (100/K) Σ_k s_k (M_k − B_k)/B_k in percent, with M the error rate of classes and the root mean squared error of
     * numbers, s_k = −1 since lower is better: positive means that the model is better than the baseline. Tasks on which
     * the baseline makes no error have no relative difference and are left out.
     *
     * @param model metrics by task
     * @param baseline metrics of the same tasks
     * @return none if every task is left out
     * @throws MtlException (DATA) if the baseline lacks a task, or its labels are of another kind
     */
    public static OptionalDouble deltaM(Map<String, Map<String, Double>> model, Map<String, Map<String, Double>> baseline) {
        double sum = 0;
        int count = 0;
        for (Map.Entry<String, Map<String, Double>> task : model.entrySet()) {
            String metric = task.getValue().containsKey("error") ? "error" : "rmse";
            Map<String, Double> base = baseline.get(task.getKey());
            if (base == null || !base.containsKey(metric)) {
                throw MtlException.data("the baseline has no " + metric + " of task '" + task.getKey() + "'");
            }
            if (base.get(metric) > 0) {
                sum -= (task.getValue().get(metric) - base.get(metric)) / base.get(metric);
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(100 * sum / count);
    }
}
