package org.mtl.continual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * a_ij, the share of task j's rows that is classified rightly after task i was learned, j ≤ i.
 *
 * @param tasks the tasks in the order of the stream
 * @param rows of each task i the values a_i1, …, a_ii; NaN where there were no rows to judge by
 */
public record AccuracyMatrix(List<String> tasks, List<double[]> rows) {

    /** Copies the lists. */
    public AccuracyMatrix {
        tasks = List.copyOf(tasks);
        rows = List.copyOf(rows);
    }

    /** The matrix with one more row. */
    AccuracyMatrix and(String task, double[] row) {
        List<String> names = new ArrayList<>(tasks);
        names.add(task);
        List<double[]> all = new ArrayList<>(rows);
        all.add(row);
        return new AccuracyMatrix(names, all);
    }

    /**
     * The measures of [3], as shares and not percent: {@code A_1} = mean of a_ii; {@code A_inf} = mean over j of a_Tj;
     * {@code A_m} = mean over i of the mean over j ≤ i of a_ij; of at least two tasks also {@code BWT} = mean over j &lt; T of
     * a_Tj − a_jj, and {@code forgetting} = mean over j &lt; T of max over i &lt; T of a_ij, less a_Tj. Values that are not known
     * are left out of means; a measure without any is absent.
     */
    public Map<String, Double> measures() {
        int last = rows.size() - 1;
        List<Double> own = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        List<Double> transfer = new ArrayList<>();
        List<Double> forgetting = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            own.add(rows.get(i)[i]);
            List<Double> row = new ArrayList<>();
            for (double value : rows.get(i)) {
                row.add(value);
            }
            means.add(mean(row));
            if (i < last) {
                transfer.add(rows.get(last)[i] - rows.get(i)[i]);
                forgetting.add(best(i, last) - rows.get(last)[i]);
            }
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("A_1", mean(own));
        measures.put("A_inf", means.isEmpty() ? Double.NaN : means.get(last));
        measures.put("A_m", mean(means));
        measures.put("BWT", mean(transfer));
        measures.put("forgetting", mean(forgetting));
        measures.values().removeIf(value -> value.isNaN());
        return measures;
    }

    private double best(int task, int before) {
        double best = Double.NaN;
        for (int i = task; i < before; i++) {
            double value = rows.get(i)[task];
            best = Double.isNaN(best) || value > best ? value : best;
        }
        return best;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }
}
