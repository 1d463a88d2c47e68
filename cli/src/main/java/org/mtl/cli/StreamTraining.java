package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.continual.ContinualSettings;
import org.mtl.continual.ContinualTrainer;
import org.mtl.continual.InfluenceFiles;
import org.mtl.continual.InfluenceRecorder;
import org.mtl.continual.NetworkModels;
import org.mtl.continual.StateFiles;
import org.mtl.continual.StreamPlan;
import org.mtl.continual.StreamState;
import org.mtl.continual.TaskStream;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.LoadedData;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.Standardizer;
import org.mtl.data.Subsets;
import org.mtl.data.TaskData;
import org.mtl.io.OutputFolder;
import org.mtl.model.network.EngineFactory;
import org.mtl.store.DataReference;
import org.mtl.store.ModelFolder;
import org.mtl.store.ModelRecord;
import org.mtl.store.ModelWriter;
import org.mtl.training.network.NetworkSettings;

/** Learns tasks one after another and writes the model's folder; goes on from a finished run where one is named. */
final class StreamTraining {

    private final Context context;
    private final Optional<ModelFolder> before;
    private final Map<String, String> options;
    private final Optional<List<String>> order;
    private final ContinualSettings settings;
    private final NetworkSettings network;
    private final EngineFactory engines;

    /**
     * Prepares a run.
     *
     * @throws MtlException (USAGE) for wrong options; (MISSING, DATA) if the model that is gone on from cannot be read, or is none
     *     that can be gone on from; (UNAVAILABLE) if there is no such engine or device here
     */
    StreamTraining(Context context, ContinualOptions continual, FitOptions fit, NetworkOptions networkOptions,
            EngineOptions engineOptions, long seed) {
        this.context = context;
        this.before = continual.before().map(name -> ModelFolder.open(context.path(name)));
        this.order = continual.order();
        if (before.isPresent()) {
            this.options = optionsOf(before.get(), continual, fit, networkOptions, engineOptions);
        } else {
            this.options = continual.recorded(engineOptions.completedOfStream(fit, networkOptions));
        }
        long used = before.map(model -> model.record().seed()).orElse(seed);
        this.settings = ContinualOptions.parse(options, used);
        this.network = NetworkWords.parse(options, used, Optional.empty());
        this.engines = EngineOptions.factory(options);
    }

    private static Map<String, String> optionsOf(ModelFolder model, ContinualOptions continual, FitOptions fit, NetworkOptions network,
            EngineOptions engine) {
        if (!StreamMeasures.isOfStream(model) || !StateFiles.isAt(model.path())) {
            throw MtlException.data(model.path() + ": --continue: it was not trained with --continual");
        }
        List<String> given = new ArrayList<>(continual.given().keySet());
        given.addAll(network.givenOfLearner().keySet());
        given.addAll(fit.givenOfStream());
        given.replaceAll(option -> "--" + option);
        engine.givenOfNetwork().ifPresent(given::add);
        if (!given.isEmpty()) {
            throw MtlException.usage(given.get(0) + ": --continue trains as " + model.path() + " was trained");
        }
        return engine.recordedBy(model);
    }

    /** What the network sees of rows: fitted to the first task, since of the others nothing is known then. */
    private record Transform(Standardization standardization, Optional<PrincipalComponents> components) {}

    /** Learns, and writes all files of the model. */
    void run(OutputFolder folder, Dataset data, DataReference reference, List<String> command, long started) {
        NetworkTraining.warnOfScale(data, options, context);
        String summary = write(folder.path(), data, reference, command, started);
        folder.writeRun(ModelTraining.runFacts(started, context.workers()));
        context.note(folder.target() + ": " + summary);
    }

    /** Prints what would be done. */
    void plan(LoadedData loaded, Dataset data, PlanText text) throws IOException {
        List<String> known = before.map(this::state).map(StreamState::tasks).orElse(List.of());
        List<String> tasks = tasks(data, known);
        Dataset used = used(data, tasks);
        int components = network.projection().count();
        int inputs = components > 0 ? components : used.features().names().size();
        TaskStream stream = new TaskStream(used, new Design(used.features(), Standardization.NONE, false), tasks);
        StreamState begin = before.map(this::state).orElseGet(() -> StreamState.start(settings.memoryRows()));
        text.write(loaded, used, options, StreamPlan.of(stream, inputs, settings, network.layers(), begin), settings.memoryRows());
    }

    /**
     * Learns, and writes all files of the model but the one about its run.
     *
     * @return what is to be said of it
     */
    String write(Path folder, Dataset data, DataReference reference, List<String> command, long started) {
        List<String> known = before.map(this::state).map(StreamState::tasks).orElse(List.of());
        List<String> tasks = tasks(data, known);
        Dataset used = used(data, tasks);
        warnOfTests(used, tasks);
        Transform transform = transform(used, tasks);
        Design design = new Design(used.features(), transform.standardization(), transform.components(), false).materialized();
        StreamState begin = StateFiles.read(folder, settings.setting(), network.layers()).orElseGet(() -> {
            before.ifPresent(model -> InfluenceFiles.copy(model.path(), folder));
            return before.map(this::state).orElseGet(() -> StreamState.start(settings.memoryRows()));
        });
        Progress progress = new Progress(folder);
        StreamState state = new ContinualTrainer(settings, network, engines, context.workers())
                .learn(new TaskStream(used, design, tasks), begin, progress);
        progress.end();
        if (settings.method().measuresInfluence()) {
            InfluenceFiles.writeMeans(folder);
        }
        Map<String, Object> fit = new LinkedHashMap<>();
        fit.put("order", state.tasks());
        fit.putAll(state.accuracy().measures());
        ModelRecord record = new ModelRecord(command, settings.seed(), reference, options, fit, EngineOptions.versions(options),
                NetworkModels.of(state, used, network.layers(), transform.standardization(), transform.components()));
        new ModelWriter(folder).write(record, used, List.of());
        return summary(state, started);
    }

    private static Dataset used(Dataset data, List<String> tasks) {
        Dataset used = Subsets.onlyTasks(data, data.taskNames().stream().filter(tasks::contains).toList());
        for (TaskData task : used.tasks()) {
            task.classes().stream().filter(StreamTraining::isFraction).findFirst().ifPresent(label -> {
                throw MtlException.data("task '" + task.name() + "': --continual learns classes; expected labels that are words or"
                        + " whole numbers, found '" + label + "'");
            });
        }
        return used;
    }

    private static boolean isFraction(String label) {
        return label.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?") && Double.parseDouble(label) % 1 != 0;
    }

    private StreamState state(ModelFolder model) {
        return StateFiles.read(model.path(), settings.setting(), network.layers()).orElseThrow();
    }

    /** The tasks that are known, then those to be learned. */
    private List<String> tasks(Dataset data, List<String> known) {
        List<String> wanted = order.orElseGet(() -> data.taskNames().stream().filter(task -> !known.contains(task)).toList());
        for (String task : wanted) {
            if (!data.taskNames().contains(task)) {
                throw MtlException.usage("--order: no task '" + task + "'"
                        + NearMiss.find(task, data.taskNames()).map(name -> ", perhaps " + name).orElse(""));
            }
            if (known.contains(task)) {
                throw MtlException.usage("--order: task '" + task + "' was learned already");
            }
        }
        if (wanted.isEmpty()) {
            throw MtlException.data("--continue: the data has no task that was not learned already");
        }
        List<String> all = new ArrayList<>(known);
        all.addAll(wanted);
        return all;
    }

    private void warnOfTests(Dataset data, List<String> tasks) {
        List<String> without = tasks.stream().filter(task -> data.tasks().stream().noneMatch(each -> each.name().equals(task)
                && each.size(Split.TEST) + each.size(Split.VALIDATION) > 0)).toList();
        if (!without.isEmpty()) {
            context.warn(ModelTraining.count(without.size(), "task") + " without test or validation rows, of which no accuracy is known: "
                    + String.join(", ", without.subList(0, Math.min(5, without.size()))) + (without.size() > 5 ? ", …" : ""));
        }
    }

    private Transform transform(Dataset used, List<String> tasks) {
        if (before.isPresent()) {
            return new Transform(before.get().record().model().standardization(), before.get().record().model().components());
        }
        Dataset first = Subsets.onlyTasks(used, tasks.subList(0, 1));
        if (first.tasks().stream().mapToInt(task -> task.size(Split.TRAIN)).sum() == 0) {
            throw MtlException.data("task '" + tasks.get(0) + "' has no training rows");
        }
        Standardization standardization = Standardizer.fit(first, network.standardize());
        return new Transform(standardization, network.projection().fit(first, standardization));
    }

    private String summary(StreamState state, long started) {
        StringBuilder text = new StringBuilder(ModelTraining.count(state.tasks().size(), "task") + " by " + settings.method().label());
        state.accuracy().measures().forEach((measure, value) ->
                text.append(", ").append(measure).append(' ').append(String.format(Locale.ROOT, "%.4f", value)));
        return text + String.format(Locale.ROOT, ", %.2f s", (System.nanoTime() - started) / 1e9);
    }

    /** Keeps what a later run may go on from, and takes influences down. */
    private final class Progress implements ContinualTrainer.Listener {

        private final Path folder;
        private final List<InfluenceFiles.Writer> writers = new ArrayList<>();

        private Progress(Path folder) {
            this.folder = folder;
        }

        @Override
        public InfluenceRecorder recorder(int number) {
            if (!settings.method().measuresInfluence()) {
                return InfluenceRecorder.NONE;
            }
            writers.add(InfluenceFiles.begin(folder, number));
            return writers.get(writers.size() - 1);
        }

        @Override
        public void epochDone(String task, int epoch, int epochs) {
            context.progress("task " + task + ", epoch " + epoch + " of " + epochs);
        }

        @Override
        public void taskDone(StreamState state) {
            end();
            StateFiles.write(folder, state);
        }

        @Override
        public boolean stopRequested() {
            return Thread.currentThread().isInterrupted();
        }

        private void end() {
            writers.forEach(InfluenceFiles.Writer::close);
            writers.clear();
            context.progress("");
        }
    }
}
