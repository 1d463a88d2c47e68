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
import org.mtl.data.Split;
import org.mtl.io.Numbers;
import org.mtl.io.OutputFolder;
import org.mtl.model.tribuo.TribuoModel;
import org.mtl.parallel.Workers;
import org.mtl.store.DataReference;
import org.mtl.store.HistoryLine;
import org.mtl.store.ModelRecord;
import org.mtl.store.ModelWriter;
import org.mtl.training.tribuo.TrainedLearner;
import org.mtl.training.tribuo.TribuoSettings;
import org.mtl.training.tribuo.TribuoTrainer;
import org.tribuo.Tribuo;

/** Trains the tasks with a learner of Tribuo and writes the folder: what {@code train} and {@code retrain} share. */
final class LearnerTraining {

    private final Context context;
    private final TribuoSettings settings;
    private final Map<String, String> options;

    /**
     * Prepares a training run.
     *
     * @param options the options in effect, as the model records them
     */
    LearnerTraining(Context context, TribuoSettings settings, Map<String, String> options) {
        this.context = context;
        this.settings = settings;
        this.options = options;
    }

    /** Trains, with a transform of another model where there is one, and writes all files of the model. */
    void run(OutputFolder folder, Dataset data, DataReference reference, List<String> command, long seed, long started,
            Optional<NetworkTraining.Transform> kept) {
        String summary = write(folder.path(), data, reference, command, seed, started, kept, context.workers());
        folder.writeRun(ModelTraining.runFacts(started, context.workers()));
        context.note(folder.target() + ": " + summary);
    }

    /**
     * Trains and writes all files of a model but {@code run.json}.
     *
     * @return what was trained, in one line
     */
    String write(Path folder, Dataset data, DataReference reference, List<String> command, long seed, long started,
            Optional<NetworkTraining.Transform> kept, Workers workers) {
        TrainedLearner trained = train(data, kept, "data with SHA-256 " + reference.sha256(), workers);
        Map<String, String> versions = new LinkedHashMap<>(ModelTraining.versions());
        versions.put("tribuo", Tribuo.VERSION);
        ModelRecord record = new ModelRecord(command, seed, reference, options, fit(trained), versions, trained.model());
        new ModelWriter(folder).write(record, data, history(trained));
        return summary(data, trained, started);
    }

    /** Trains, and writes nothing. */
    TrainedLearner train(Dataset data, Optional<NetworkTraining.Transform> kept, Workers workers) {
        return train(data, kept, "data", workers);
    }

    private TrainedLearner train(Dataset data, Optional<NetworkTraining.Transform> kept, String source, Workers workers) {
        TribuoTrainer trainer = new TribuoTrainer(settings, source, workers);
        return kept.isPresent()
                ? trainer.train(data, kept.get().standardization(), kept.get().components())
                : trainer.train(data);
    }

    private Map<String, Object> fit(TrainedLearner trained) {
        Map<String, Object> fit = new LinkedHashMap<>();
        if (Double.isNaN(trained.best())) {
            return fit;
        }
        String option = TribuoSettings.chosen(settings.learner());
        String name = option.equals("lambda") ? "lambda_scale" : option;
        fit.put(name, settings.shown(trained.best()));
        if (!trained.trials().isEmpty()) {
            fit.put(option + "_trials", trained.trials().stream().map(trial -> {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put(name.equals("lambda_scale") ? "scale" : name, settings.shown(trial.value()));
                json.put(criterion(trained.model()), trial.validation());
                return json;
            }).toList());
        }
        return fit;
    }

    /** What the values of a trial are; of tasks of classes and of numbers together a mean of both. */
    private String criterion(TribuoModel model) {
        boolean classes = model.tasks().stream().anyMatch(task -> !task.classes().isEmpty());
        return classes && !settings.learner().modelsProbabilities() ? "validation_error" : "validation_loss";
    }

    private static List<HistoryLine> history(TrainedLearner trained) {
        List<HistoryLine> lines = new ArrayList<>();
        for (Split split : Split.values()) {
            List<Optional<TrainedLearner.Figure>> figures = trained.figures().get(split.ordinal());
            for (int k = 0; k < figures.size(); k++) {
                if (figures.get(k).isPresent()) {
                    TrainedLearner.Figure figure = figures.get(k).get();
                    lines.add(new HistoryLine(0, split.label(), trained.model().tasks().get(k).name(), figure.loss(),
                            OptionalDouble.of(figure.metric())));
                }
            }
        }
        return lines;
    }

    private String summary(Dataset data, TrainedLearner trained, long started) {
        long rows = data.tasks().stream().mapToLong(task -> task.size(Split.TRAIN)).sum();
        String chosen = "";
        if (!trained.trials().isEmpty()) {
            Object best = settings.shown(trained.best());
            double least = trained.trials().stream().filter(trial -> trial.value() == trained.best()).findFirst().orElseThrow()
                    .validation();
            String option = TribuoSettings.chosen(settings.learner());
            chosen = ", " + option + " = " + (best instanceof Double number ? Numbers.format(number) : best)
                    + (option.equals("lambda") ? "*sqrt(d/n)" : "") + " by a " + criterion(trained.model()).replace('_', ' ')
                    + " of " + String.format(Locale.ROOT, "%.6g", least);
        }
        return settings.learner().word() + ", " + ModelTraining.count(trained.model().tasks().size(), "task") + ", " + rows
                + (data.form() == Dataset.Form.WIDE ? " training labels, " : " training rows, ")
                + ModelTraining.count(trained.model().features().size(), "feature") + chosen + ", "
                + String.format(Locale.ROOT, "%.2f", (System.nanoTime() - started) / 1e9) + " s";
    }
}
