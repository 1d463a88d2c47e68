package org.mtl.model.tribuo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Features;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.model.MultitaskModel;
import org.mtl.parallel.Workers;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * A model of Tribuo for each task, which share nothing but the transform of the features.
 *
 * <p>Predictions of classes are logarithms of probabilities, of two classes their difference, as the losses take them. A
 * probability below {@link #LEAST_PROBABILITY}, as shares of rows and votes often are, counts as that: a loss stays finite.
 *
 * @param learner what made the models
 * @param features the names of the feature columns
 * @param standardization applied to features first
 * @param components applied to standardized features, where they are projected
 * @param tasks the tasks, in order
 */
public record TribuoModel(
        Learner learner,
        List<String> features,
        Standardization standardization,
        Optional<PrincipalComponents> components,
        List<Task> tasks)
        implements MultitaskModel {

    /** The least probability of a class that a loss is computed with. */
    public static final double LEAST_PROBABILITY = 1e-12;

    /** Rows that are predicted at once. */
    private static final int PIECE = 1024;

    /**
     * What the model knows of a task.
     *
     * @param name its name
     * @param loss ℓ_k
     * @param classes the names of its classes by code, none for real-valued targets
     * @param model Tribuo's, of {@link Label} for classes and of {@link Regressor} for numbers
     */
    public record Task(String name, Loss loss, List<String> classes, Model<?> model) {}

    /** Copies the lists. */
    public TribuoModel {
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

    /** 1 for every task: with nothing shared, weights change nothing. */
    @Override
    public double[] weights() {
        double[] weights = new double[tasks.size()];
        Arrays.fill(weights, 1);
        return weights;
    }

    @Override
    public List<String> classes(int task) {
        return tasks.get(task).classes();
    }

    @Override
    public MeanLosses.Figures figures(Dataset data, Split split, Workers workers) {
        double[] losses = new double[tasks.size()];
        double[] metrics = new double[tasks.size()];
        for (int k = 0; k < losses.length; k++) {
            TaskData.Labelled rows = data.tasks().get(k).in(split);
            Loss loss = tasks.get(k).loss();
            double[] predictions = predict(data.features(), k, rows.rows(), workers);
            double[] targets = rows.targets();
            losses[k] = rows.size() == 0 ? Double.NaN : loss.sum(predictions, targets, rows.size()) / rows.size();
            metrics[k] = rows.size() == 0 ? Double.NaN : MeanLosses.metric(
                    loss, MeanLosses.errorSum(loss, predictions, targets, rows.size()), rows.size());
        }
        return new MeanLosses.Figures(losses, metrics);
    }

    @Override
    public double[] predict(Features values, int task, int[] rows, Workers workers) {
        double[] predictions = new double[rows.length * tasks.get(task).loss().outputs()];
        workers.forEach((rows.length + PIECE - 1) / PIECE, piece -> predict(
                values, task, rows, piece * PIECE, Math.min(rows.length, (piece + 1) * PIECE), predictions));
        return predictions;
    }

    private void predict(Features values, int task, int[] rows, int from, int to, double[] predictions) {
        TaskRows of = new TaskRows(new Design(values, standardization, components, false), task);
        Task known = tasks.get(task);
        if (known.classes().isEmpty()) {
            List<Example<Regressor>> examples = of.examples(rows, from, to, i -> RegressionFactory.UNKNOWN_REGRESSOR);
            List<Prediction<Regressor>> found = known.model().castModel(Regressor.class).predict(examples);
            for (int i = from; i < to; i++) {
                numbers(known, found.get(i - from).getOutput(), predictions, i);
            }
        } else {
            List<Example<Label>> examples = of.examples(rows, from, to, i -> LabelFactory.UNKNOWN_LABEL);
            List<Prediction<Label>> found = known.model().castModel(Label.class).predict(examples);
            for (int i = from; i < to; i++) {
                classes(known, found.get(i - from).getOutputScores(), predictions, i);
            }
        }
    }

    private void numbers(Task task, Regressor output, double[] predictions, int row) {
        int width = task.loss().outputs();
        for (int c = 0; c < width; c++) {
            double value = output.getDimension(TaskRows.dimension(c)).orElseThrow().getValue();
            predictions[row * width + c] = finite(task, value);
        }
    }

    private void classes(Task task, Map<String, Label> scores, double[] predictions, int row) {
        int outputs = task.loss().outputs();
        double[] logarithms = new double[task.classes().size()];
        for (int c = 0; c < logarithms.length; c++) {
            // A class without training rows is none that the model knows.
            Label label = scores.get(task.classes().get(c));
            double probability = label == null ? 0 : finite(task, label.getScore());
            logarithms[c] = Math.log(Math.max(probability, LEAST_PROBABILITY));
        }
        if (outputs == 1) {
            predictions[row] = logarithms[1] - logarithms[0];
        } else {
            System.arraycopy(logarithms, 0, predictions, row * outputs, outputs);
        }
    }

    private double finite(Task task, double value) {
        if (Double.isFinite(value)) {
            return value;
        }
        throw MtlException.data("task '" + task.name() + "': " + learner.word() + " predicts a value that is not finite; expected"
                + " features of moderate size (--standardize pooled)"
                + (learner == Learner.LOGISTIC ? ", or a smaller --lr" : ""));
    }
}
