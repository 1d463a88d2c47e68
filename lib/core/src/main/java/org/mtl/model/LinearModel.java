package org.mtl.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Features;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.parallel.Workers;

/**
 * A fitted linear multitask model: everything but the data.
 *
 * @param sharing how tasks share coefficients
 * @param intercept whether a column of ones is appended to the features
 * @param features the names of the feature columns, d of them
 * @param standardization applied to features before the coefficients
 * @param components applied to standardized features, where they are projected
 * @param tasks the tasks, in the order of the parameter blocks
 * @param sharedRidge c
 * @param parameters γ and θ_k, blocks of (d or d + 1) × C
 */
public record LinearModel(
        Sharing sharing,
        boolean intercept,
        List<String> features,
        Standardization standardization,
        Optional<PrincipalComponents> components,
        List<Task> tasks,
        double sharedRidge,
        BlockMatrix parameters)
        implements MultitaskModel {

    /**
     * What the model knows of a task.
     *
     * @param name its name
     * @param loss ℓ_k
     * @param weight π_k
     * @param penalty λ_k
     * @param classes the names of its classes by code, none for real-valued targets
     */
    public record Task(String name, Loss loss, double weight, double penalty, List<String> classes) {}

    /** Copies the lists. */
    public LinearModel {
        features = List.copyOf(features);
        tasks = List.copyOf(tasks);
    }

    @Override
    public List<String> taskNames() {
        return tasks.stream().map(Task::name).toList();
    }

    @Override
    public List<Loss> losses() {
        return tasks.stream().map(Task::loss).toList();
    }

    @Override
    public double[] weights() {
        return tasks.stream().mapToDouble(Task::weight).toArray();
    }

    @Override
    public List<String> classes(int task) {
        return tasks.get(task).classes();
    }

    /** The design that this model sees of some features, whose columns are this model's; projected features in memory. */
    public Design design(Features values) {
        return new Design(values, standardization, components, intercept).materialized();
    }

    /** The objective whose minimiser this model is, over the training rows of {@code data}. */
    public LinearObjective objective(Dataset data, Workers workers) {
        List<TaskTerm> terms = new ArrayList<>();
        for (int k = 0; k < tasks.size(); k++) {
            Task task = tasks.get(k);
            TaskData.Labelled rows = data.tasks().get(k).in(Split.TRAIN);
            terms.add(new TaskTerm(task.name(), rows, task.loss(), task.weight(), task.penalty()));
        }
        return new LinearObjective(design(data.features()), terms, sharing, sharedRidge, workers);
    }

    /** The mean losses of this model's tasks over the rows of one split. */
    public MeanLosses meanLosses(Dataset data, Split split, Workers workers) {
        List<TaskData.Labelled> rows = data.tasks().stream().map(task -> task.in(split)).toList();
        return new MeanLosses(design(data.features()), rows, losses(), workers);
    }

    /** C, the number of values of a prediction. */
    public int outputs() {
        return tasks.get(0).loss().outputs();
    }

    @Override
    public MeanLosses.Figures figures(Dataset data, Split split, Workers workers) {
        return meanLosses(data, split, workers).figures(parameters);
    }

    @Override
    public double[] predict(Features values, int task, int[] rows, Workers workers) {
        return predict(values, task, rows);
    }

    /** The predictions for some rows of one task, rows × C, in the order of {@code rows}. */
    public double[] predict(Features values, int task, int[] rows) {
        Design design = new Design(values, standardization, components, intercept);
        int p = design.columns();
        int step = Math.min(RowPass.tileRows(p), Math.max(1, rows.length));
        double[] tile = new double[step * p];
        double[] predictions = new double[rows.length * outputs()];
        for (int from = 0; from < rows.length; from += step) {
            int to = Math.min(rows.length, from + step);
            design.copyRows(task, rows, from, to, tile);
            double[] part = new RowPass.Tile(task, to - from, tile, new double[0])
                    .predictions(parameters.predicting(task), p, outputs());
            System.arraycopy(part, 0, predictions, from * outputs(), part.length);
        }
        return predictions;
    }
}
