package org.mtl.training.tribuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.Standardizer;
import org.mtl.data.TaskData;
import org.mtl.metrics.ClassificationScores;
import org.mtl.metrics.RegressionScores;
import org.mtl.model.Loss;
import org.mtl.model.tribuo.Learner;
import org.mtl.model.tribuo.TaskRows;
import org.mtl.model.tribuo.TribuoModel;
import org.mtl.parallel.Workers;
import org.mtl.training.PenaltyRule;
import org.tribuo.Model;

/**
 * Trains a model of Tribuo for each task, on its labelled training rows alone.
 *
 * <p>What decides how closely a learner follows its rows is chosen as λ is for our own linear models: one value for all
 * tasks, the one with the least mean over tasks on their validation rows. What is averaged is the loss, and of classes whose
 * probabilities are shares, so that a loss is decided by few rows, the error rate.
 */
public final class TribuoTrainer {

    /** Means that differ by less than this part are equal; the simplest model is taken then. */
    private static final double ROUNDING = 1e-9;

    /** What Tribuo keeps of a value of a row while it trains: its name's reference, the value, a column in order. */
    private static final double BYTES_PER_VALUE = 48;

    private final TribuoSettings settings;
    private final String source;
    private final Workers workers;

    /**
     * A trainer with these settings.
     *
     * @param source what provenance says of where the rows come from
     */
    public TribuoTrainer(TribuoSettings settings, String source, Workers workers) {
        this.settings = settings;
        this.source = source;
        this.workers = workers;
    }

    /** Fits standardization and projection to the training rows, then the models. */
    public TrainedLearner train(Dataset data) {
        Standardization standardization = Standardizer.fit(data, settings.standardize());
        return train(data, standardization, settings.projection().fit(data, standardization));
    }

    /**
     * Fits the models with a standardization and a projection that are kept from elsewhere.
     *
     * @throws MtlException (USAGE) if the learner is for other labels; (DATA) if there are no features, a task has no training
     *     rows or too few for the neighbors asked for, or predictions are not finite
     */
    public TrainedLearner train(Dataset data, Standardization standardization, Optional<PrincipalComponents> components) {
        List<Loss> losses = losses(data, settings);
        data.features().requireQuantities("--learner");
        Design design = new Design(data.features(), standardization, components, false).materialized();
        workers.memory().require("Training", bytes(data, design.columns()));
        double[] candidates = settings.candidates(validated(data));
        List<TrainedLearner.Trial> trials = new ArrayList<>();
        TrainedLearner.Trial best = new TrainedLearner.Trial(candidates[0], Double.POSITIVE_INFINITY);
        TribuoModel kept = null;
        for (double candidate : candidates) {
            TribuoModel model = new TribuoModel(settings.learner(), data.features().names(), standardization, components,
                    Arrays.asList(fit(data, design, losses, candidate)));
            if (candidates.length == 1) {
                kept = model;
                break;
            }
            TrainedLearner.Trial trial = new TrainedLearner.Trial(candidate, validation(model, data));
            trials.add(trial);
            if (kept == null || trial.validation() < best.validation() * (1 - ROUNDING)) {
                best = trial;
                kept = model;
            }
        }
        return new TrainedLearner(kept, trials, best.value(), allFigures(kept, data));
    }

    /** Whether some task has validation rows. */
    static boolean validated(Dataset data) {
        return data.tasks().stream().anyMatch(task -> task.size(Split.VALIDATION) > 0);
    }

    /**
     * The losses of the tasks.
     *
     * @throws MtlException (USAGE) or (DATA) as {@link #train} says
     */
    static List<Loss> losses(Dataset data, TribuoSettings settings) {
        if (data.features().names().isEmpty()) {
            throw MtlException.data("the data has no feature columns: nothing to learn from");
        }
        return data.tasks().stream().map(task -> loss(task, settings)).toList();
    }

    private static Loss loss(TaskData task, TribuoSettings settings) {
        Loss loss = settings.losses().of(task);
        Learner learner = settings.learner();
        if (!learner.takes(loss)) {
            throw MtlException.usage("--learner " + learner.word() + " is for " + (loss.isClassification() ? "numbers" : "classes")
                    + ", and task '" + task.name() + "' has " + (loss.isClassification()
                    ? task.classes().size() + " classes; expected --learner " + Learner.LOGISTIC.word()
                    : "numbers; expected --learner " + Learner.LINEAR.word()));
        }
        int rows = task.size(Split.TRAIN);
        if (rows == 0) {
            throw MtlException.data("task '" + task.name() + "' has no training rows");
        }
        if (learner == Learner.KNN && settings.complexity().orElse(1) > rows) {
            throw MtlException.data("task '" + task.name() + "' has " + rows + " training rows, fewer than --neighbors "
                    + settings.shown(settings.complexity().getAsDouble()));
        }
        return loss;
    }

    private double bytes(Dataset data, int columns) {
        double largest = data.tasks().stream().mapToInt(task -> task.size(Split.TRAIN)).max().orElse(0);
        double all = data.tasks().stream().mapToDouble(task -> task.size(Split.TRAIN)).sum();
        double kept = settings.learner() == Learner.KNN ? 2 * Double.BYTES * all * columns : 0;
        return BYTES_PER_VALUE * largest * columns * Math.min(workers.threads(), data.tasks().size()) + kept;
    }

    private TribuoModel.Task[] fit(Dataset data, Design design, List<Loss> losses, double candidate) {
        TribuoModel.Task[] tasks = new TribuoModel.Task[losses.size()];
        workers.forEach(tasks.length, k -> {
            TaskData task = data.tasks().get(k);
            tasks[k] = new TribuoModel.Task(
                    task.name(), losses.get(k), task.classes(), fit(new TaskRows(design, k), task, losses.get(k), candidate));
        });
        return tasks;
    }

    private Model<?> fit(TaskRows rows, TaskData task, Loss loss, double candidate) {
        int columns = rows.design().columns();
        long seed = Seeds.random(settings.seed(), "learner:" + task.name()).nextLong();
        TaskTrainers trainers = new TaskTrainers(settings, value(task, candidate, columns), columns, seed);
        TaskData.Labelled training = task.in(Split.TRAIN);
        String from = source + ", training rows of task '" + task.name() + "'";
        return loss.isClassification()
                ? trainers.classes().train(rows.classes(training, task.classes(), from))
                : trainers.numbers().train(rows.numbers(training, from));
    }

    private double value(TaskData task, double candidate, int columns) {
        int rows = task.size(Split.TRAIN);
        return switch (settings.learner()) {
            case LINEAR -> settings.penalty() instanceof PenaltyRule.Given given
                    ? given.of(task.name()) : PenaltyRule.scaled(candidate, columns, rows);
            case KNN -> Math.min(candidate, rows);
            default -> candidate;
        };
    }

    private double validation(TribuoModel model, Dataset data) {
        double sum = 0;
        int count = 0;
        List<Optional<TrainedLearner.Figure>> figures = figures(model, data, Split.VALIDATION);
        for (int k = 0; k < figures.size(); k++) {
            if (figures.get(k).isPresent()) {
                boolean shares = !model.classes(k).isEmpty() && !settings.learner().modelsProbabilities();
                sum += shares ? figures.get(k).get().metric() : figures.get(k).get().loss();
                count++;
            }
        }
        return sum / count;
    }

    private List<List<Optional<TrainedLearner.Figure>>> allFigures(TribuoModel model, Dataset data) {
        return Arrays.stream(Split.values()).map(split -> figures(model, data, split)).toList();
    }

    private List<Optional<TrainedLearner.Figure>> figures(TribuoModel model, Dataset data, Split split) {
        List<Optional<TrainedLearner.Figure>> figures = new ArrayList<>();
        data.tasks().forEach(task -> figures.add(Optional.empty()));
        workers.forEach(figures.size(), k -> {
            TaskData.Labelled rows = data.tasks().get(k).in(split);
            if (rows.size() > 0) {
                try (Workers one = new Workers(1)) {
                    figures.set(k, Optional.of(figure(model, data, k, rows, one)));
                }
            }
        });
        return figures;
    }

    private static TrainedLearner.Figure figure(
            TribuoModel model, Dataset data, int task, TaskData.Labelled rows, Workers workers) {
        TribuoModel.Task of = model.tasks().get(task);
        double[] predictions = model.predict(data.features(), task, rows.rows(), workers);
        double loss = of.loss().sum(predictions, rows.targets(), rows.size()) / rows.size();
        Map<String, Double> scores = of.classes().isEmpty()
                ? RegressionScores.of(rows.targets(), predictions)
                : ClassificationScores.of(rows.targets(), predictions, of.classes().size());
        if (!Double.isFinite(loss)) {
            throw MtlException.data("task '" + of.name() + "': the mean loss of " + model.learner().word()
                    + " overflows; expected labels and features of moderate size");
        }
        return new TrainedLearner.Figure(loss, scores.get(of.classes().isEmpty() ? "rmse" : "error"));
    }
}
