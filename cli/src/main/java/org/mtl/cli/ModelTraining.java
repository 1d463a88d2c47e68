package org.mtl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mtl.data.Dataset;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.io.Numbers;
import org.mtl.io.OutputFolder;
import org.mtl.linalg.Blas;
import org.mtl.model.LinearModel;
import org.mtl.model.MeanLosses;
import org.mtl.parallel.Workers;
import org.mtl.store.DataReference;
import org.mtl.store.HistoryLine;
import org.mtl.store.ModelRecord;
import org.mtl.store.ModelWriter;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.PenaltyTuning;
import org.mtl.training.TrainedModel;

/** Trains a model and writes its folder: what {@code train} and {@code retrain} share. */
final class ModelTraining {

    /** A warning names so many columns; model.json has all of them. */
    private static final int SHOWN_COLUMNS = 4;

    private final Context context;
    private final LinearSettings settings;
    private final Map<String, String> options;

    /**
     * Prepares a training run.
     *
     * @param options the options in effect, as the model records them
     */
    ModelTraining(Context context, LinearSettings settings, Map<String, String> options) {
        this.context = context;
        this.settings = settings;
        this.options = options;
    }

    /** Trains with a transform fitted to the training rows, and writes all files of the model. */
    void run(OutputFolder folder, Dataset data, DataReference reference, List<String> command, long seed, long started) {
        TrainedModel trained = new LinearTrainer(settings, context.workers()).train(data);
        warnOfDependentColumns(trained.dependentColumns());
        write(folder, data, reference, command, seed, started, trained);
    }

    private void warnOfDependentColumns(List<String> columns) {
        if (!columns.isEmpty()) {
            int shown = columns.size() <= SHOWN_COLUMNS + 1 ? columns.size() : SHOWN_COLUMNS;
            int rest = columns.size() - shown;
            context.warn("columns depend on each other, so that their coefficients are not unique (predictions are): "
                    + String.join(", ", columns.subList(0, shown)) + (rest > 0 ? " and " + rest + " more" : ""));
            context.detail("dependent columns: " + String.join(", ", columns));
        }
    }

    /** Trains with the standardization and projection of another model, and writes all files of the model. */
    void run(OutputFolder folder, Dataset data, DataReference reference, List<String> command, long seed, long started,
            Standardization standardization, Optional<PrincipalComponents> components) {
        LinearTrainer trainer = new LinearTrainer(settings, context.workers());
        write(folder, data, reference, command, seed, started, trainer.train(data, standardization, components));
    }

    private void write(OutputFolder folder, Dataset data, DataReference reference, List<String> command, long seed,
            long started, TrainedModel trained) {
        String summary = write(folder.path(), data, reference, command, seed, started, trained, context.workers());
        folder.writeRun(runFacts(started, context.workers()));
        context.note(folder.target() + ": " + summary);
    }

    /**
     * Writes all files of a trained model but {@code run.json}.
     *
     * @return what was trained, in one line
     */
    String write(Path folder, Dataset data, DataReference reference, List<String> command, long seed, long started,
            TrainedModel trained, Workers workers) {
        ModelRecord record =
                new ModelRecord(command, seed, reference, options, fit(trained), versions(), trained.model());
        new ModelWriter(folder).write(record, data, history(trained, data, workers));
        return summary(data, trained, seconds(started));
    }

    /** What {@code run.json} says: what may differ between two equal runs. */
    static Map<String, Object> runFacts(long started, Workers workers) {
        return Map.of("wall_seconds", seconds(started), "threads", workers.threads());
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static Map<String, Object> fit(TrainedModel trained) {
        Map<String, Object> fit = new LinkedHashMap<>();
        fit.put("objective", trained.fit().value());
        fit.put("decrement", trained.fit().decrement());
        fit.put("gradient_max", trained.fit().gradientMax());
        fit.put("steps", trained.fit().steps());
        trained.scale().ifPresent(scale -> fit.put("lambda_scale", scale));
        trained.tuning().ifPresent(tuning -> fit.put("lambda_trials", tuning.trials().stream()
                .map(ModelTraining::trial)
                .toList()));
        fit.put("dependent_columns", trained.dependentColumns());
        return fit;
    }

    private static Map<String, Object> trial(PenaltyTuning.Trial trial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scale", trial.scale());
        json.put("validation_loss", trial.validationLoss());
        return json;
    }

    /** The versions that results depend on. */
    static Map<String, String> versions() {
        Version version = Version.current();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("mtl", version.tool());
        versions.put("java", version.java());
        versions.put("backend", Blas.configuration());
        versions.put("kernel", Blas.kernel());
        return versions;
    }

    private List<HistoryLine> history(TrainedModel trained, Dataset data, Workers workers) {
        List<HistoryLine> lines = new ArrayList<>();
        for (Split split : Split.values()) {
            MeanLosses rows = trained.model().meanLosses(data, split, workers);
            MeanLosses.Figures figures = rows.figures(trained.model().parameters());
            for (int k = 0; k < figures.losses().length; k++) {
                if (data.tasks().get(k).size(split) > 0) {
                    String task = trained.model().tasks().get(k).name();
                    lines.add(new HistoryLine(
                            trained.fit().steps(), split.label(), task, figures.losses()[k],
                            OptionalDouble.of(figures.metrics()[k])));
                }
            }
        }
        return lines;
    }

    private static String summary(Dataset data, TrainedModel trained, double seconds) {
        LinearModel model = trained.model();
        int rows = data.tasks().stream().mapToInt(task -> task.size(Split.TRAIN)).sum();
        Optional<String> penalty = trained.tuning().map(tuning -> ", lambda = " + Numbers.format(tuning.best().scale())
                + "*sqrt(d/n) by a validation loss of " + String.format(Locale.ROOT, "%.6g", tuning.best().validationLoss()));
        return count(model.tasks().size(), "task") + ", " + count(rows, "training row") + ", "
                + count(model.features().size(), "feature") + penalty.orElse("") + ", "
                + String.format(Locale.ROOT, "%.2f", seconds) + " s";
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
