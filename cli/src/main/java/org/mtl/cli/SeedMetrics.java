package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.evaluation.StandardError;
import org.mtl.evaluation.TaskMetrics;

/**
 * What several seeds come to.
 *
 * @param means the mean of each task's metrics
 * @param errors for each task, and for {@code *}, the standard errors over seeds, by METRIC_se; none for one seed
 */
record SeedMetrics(Map<String, Map<String, Double>> means, Map<String, Map<String, Double>> errors) {

    /** The end of the names of standard errors. */
    static final String ERROR = "_se";

    /** Puts the metrics of models of the same tasks together, of which there is at least one. */
    static SeedMetrics of(List<Map<String, Map<String, Double>>> members) {
        Map<String, Map<String, Double>> means = new LinkedHashMap<>();
        Map<String, Map<String, Double>> errors = new LinkedHashMap<>();
        for (String task : members.get(0).keySet()) {
            List<Map<String, Double>> ofTask = members.stream().map(member -> member.get(task)).toList();
            means.put(task, mean(ofTask));
            errors.put(task, errors(ofTask));
        }
        List<Map<String, Double>> overTasks = members.stream().map(TaskMetrics::means).toList();
        errors.put("*", errors(overTasks));
        return new SeedMetrics(means, errors);
    }

    private static Map<String, Double> mean(List<Map<String, Double>> values) {
        Map<String, Double> means = new LinkedHashMap<>();
        for (String metric : values.get(0).keySet()) {
            means.put(metric, values.stream().mapToDouble(each -> each.get(metric)).average().orElseThrow());
        }
        return means;
    }

    private static Map<String, Double> errors(List<Map<String, Double>> values) {
        Map<String, Double> errors = new LinkedHashMap<>();
        if (values.size() > 1) {
            for (String metric : values.get(0).keySet()) {
                errors.put(metric + ERROR, StandardError.of(values.stream().mapToDouble(each -> each.get(metric)).toArray()));
            }
        }
        return errors;
    }
}
