package org.mtl.testing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;

/** Data sets drawn at random. */
public final class Datasets {

    private Datasets() {}

    /**
     * Tasks y = x'θ_k + noise in long form, θ_k around a common vector; rows of tasks one after another in turn, every
     * fifth a validation row and every seventh a test row.
     */
    public static Dataset linear(long seed, int tasks, int rowsPerTask, int features, double noise) {
        Random random = new Random(seed);
        double[] common = random.doubles(features, -1, 1).toArray();
        double[][] coefficients = new double[tasks][features];
        for (double[] own : coefficients) {
            for (int j = 0; j < features; j++) {
                own[j] = common[j] + 0.3 * random.nextGaussian();
            }
        }
        double[][] values = new double[tasks * rowsPerTask][features];
        List<Map<Split, List<double[]>>> labels = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            labels.add(new EnumMap<>(Split.class));
        }
        for (int row = 0; row < values.length; row++) {
            int task = row % tasks;
            int turn = row / tasks;
            double target = noise * random.nextGaussian();
            for (int j = 0; j < features; j++) {
                values[row][j] = random.nextGaussian();
                target += values[row][j] * coefficients[task][j];
            }
            Split split = turn % 7 == 6 ? Split.TEST : turn % 5 == 4 ? Split.VALIDATION : Split.TRAIN;
            labels.get(task).computeIfAbsent(split, key -> new ArrayList<>()).add(new double[] {row, target});
        }
        List<TaskData> data = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
            labels.get(k).forEach((split, lines) -> splits.put(split, new TaskData.Labelled(
                    lines.stream().mapToInt(line -> (int) line[0]).toArray(),
                    lines.stream().mapToDouble(line -> line[1]).toArray())));
            data.add(new TaskData("task " + k, splits));
        }
        return new Dataset(ArrayFeatures.of(values), RowIds.positions(), Dataset.Form.LONG, data);
    }

    /** The same rows with vectors for targets, which hold the target as it is, twice as large, thrice as large, … */
    public static Dataset vectors(Dataset data, int width) {
        List<TaskData> tasks = new ArrayList<>();
        for (TaskData task : data.tasks()) {
            Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                TaskData.Labelled rows = task.in(split);
                double[] targets = new double[rows.size() * width];
                for (int i = 0; i < targets.length; i++) {
                    targets[i] = rows.target(i / width, 0) * (1 + i % width);
                }
                splits.put(split, new TaskData.Labelled(rows.rows(), targets, width));
            }
            tasks.add(task.with(splits));
        }
        return new Dataset(data.features(), data.ids(), data.form(), tasks);
    }
}
