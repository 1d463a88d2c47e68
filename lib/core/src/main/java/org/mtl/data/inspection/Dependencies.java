package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.DataRows;
import org.mtl.data.Dataset;
import org.mtl.data.Features;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.parallel.Memory;

/**
 * Columns that other columns determine, among the training rows: features that depend on earlier ones, and labels that
 * can be computed from features.
 *
 * @param features features that are a linear combination of earlier ones, or have one value only, in file order
 * @param labels labels that are a linear combination of features: what is to be predicted stands in the data; the
 *     column is the task, {@code TASK=CLASS} where a task has more than two classes, {@code TASK[i]} of a vector; where a
 *     column names the tasks, the labels of all of them are one
 * @param telltales features that have one value for each class, and another for each
 * @param counters features that are the row's position, but for a constant
 * @param notCompared tasks whose labels were not compared, since it would have taken too long
 * @param rows the number of rows that train at least one task
 * @param tooFewRows whether there were combinations of so many terms that the number of rows leaves them to chance; they
 *     are left out
 * @param deviations the standard deviation of each feature among these rows
 */
public record Dependencies(List<Dependency> features, List<Dependency> labels, List<Telltale> telltales,
        List<String> counters, List<String> notCompared, int rows, boolean tooFewRows, double[] deviations) {

    /** Multiplications that the comparisons of single tasks may take, a minute or so. */
    private static final double MOST_WORK = 1e12;

    /** p for which a matrix of p × p fits into one array. */
    private static final int MOST_COLUMNS = 46_340;

    /** Columns of labels that are compared at once. */
    private static final int MOST_LABELS = 512;

    /**
     * A feature that gives the class of a task away.
     *
     * @param feature its name
     * @param task the task, or what tasks share
     */
    public record Telltale(String feature, String task) {}

    /** Copies the lists. */
    public Dependencies {
        features = List.copyOf(features);
        labels = List.copyOf(labels);
        telltales = List.copyOf(telltales);
        counters = List.copyOf(counters);
        notCompared = List.copyOf(notCompared);
    }

    /**
     * Passes twice over the training rows, and twice more for each task that has labels of its own in some of them only.
     *
     * @param data at least one training row
     * @param target what the labels are called that a column of task names shares out
     * @param memory bounds three p × p matrices, p the number of features and label columns
     * @throws MtlException (MEMORY) if they do not fit; (DATA) if the values of a column overflow
     */
    public static Dependencies of(Dataset data, String target, Memory memory) {
        Features features = data.features();
        int[] training = trainingRows(data.tasks());
        List<TaskData> apart = new ArrayList<>();
        List<LabelColumn> labels = new ArrayList<>();
        List<String> notCompared = new ArrayList<>();
        if (data.form() == Dataset.Form.LONG) {
            labels.addAll(shared(data, target, training));
        }
        for (TaskData task : data.form() == Dataset.Form.LONG ? List.<TaskData>of() : data.tasks()) {
            List<LabelColumn> columns = columns(task);
            boolean everywhere = Arrays.equals(task.in(Split.TRAIN).rows(), training);
            if (everywhere && labels.size() + columns.size() <= MOST_LABELS) {
                labels.addAll(columns);
            } else {
                apart.add(task);
            }
        }
        ComparedColumns common = new ComparedColumns(features, training, labels);
        memory.require("comparing " + common.count() + " columns", Comparison.memory(common.count()));
        if (common.count() > MOST_COLUMNS) {
            throw MtlException.memory("expected at most " + MOST_COLUMNS + " columns to compare, found " + common.count());
        }
        Comparison first = Comparison.of(common);
        Map<String, Comparison> others = compareApart(features, apart, memory, notCompared);
        List<Dependency> found = new ArrayList<>(first.labels());
        List<Telltale> telltales = new ArrayList<>(first.telltales());
        others.values().forEach(comparison -> {
            found.addAll(comparison.labels());
            telltales.addAll(comparison.telltales());
        });
        return new Dependencies(first.features(), found, telltales, first.counters(), notCompared, training.length,
                first.tooFewRows(), first.deviations());
    }

    private static Map<String, Comparison> compareApart(
            Features features, List<TaskData> tasks, Memory memory, List<String> notCompared) {
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        double work = 0;
        for (TaskData task : tasks) {
            ComparedColumns columns = new ComparedColumns(features, task.in(Split.TRAIN).rows(), columns(task));
            double size = columns.count();
            work += size * size * (columns.rows().length + size);
            if (work > MOST_WORK || columns.count() > MOST_COLUMNS
                    || Comparison.memory(columns.count()) > memory.bytes()) {
                notCompared.add(task.name());
            } else {
                comparisons.put(task.name(), Comparison.of(columns));
            }
        }
        return comparisons;
    }

    private static List<LabelColumn> columns(TaskData task) {
        return LabelColumn.of(task.name(), task.classes(), task.in(Split.TRAIN));
    }

    private static int[] trainingRows(List<TaskData> tasks) {
        return DataRows.training(tasks).toArray();
    }

    /** The labels of tasks that have no row in common, as one; none where their classes differ. */
    private static List<LabelColumn> shared(Dataset data, String target, int[] training) {
        TaskData first = data.tasks().get(0);
        int width = first.width();
        boolean alike = data.tasks().stream()
                .allMatch(task -> task.classes().equals(first.classes()) && task.width() == width);
        if (!alike || width > MOST_LABELS || first.classes().size() > MOST_LABELS) {
            return List.of();
        }
        double[] targets = new double[training.length * width];
        for (TaskData task : data.tasks()) {
            TaskData.Labelled labelled = task.in(Split.TRAIN);
            int position = 0;
            for (int i = 0; i < labelled.size(); i++) {
                position = Arrays.binarySearch(training, position, training.length, labelled.row(i));
                System.arraycopy(labelled.targets(i, i + 1), 0, targets, position * width, width);
            }
        }
        return LabelColumn.of(target, first.classes(), new TaskData.Labelled(training, targets, width));
    }
}
