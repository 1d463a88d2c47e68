package org.mtl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.continual.Setting;
import org.mtl.continual.StateFiles;
import org.mtl.continual.StreamState;
import org.mtl.store.ModelFolder;
import org.mtl.training.network.NetworkSettings;

/** What is to be said of a model whose tasks came one after another. */
final class StreamMeasures {

    private StreamMeasures() {}

    /** Whether a model was trained by {@code train --continual}. */
    static boolean isOfStream(ModelFolder model) {
        return model.record().options().containsKey(ContinualOptions.KEY);
    }

    /**
     * Measures by task: of each task its accuracy after it and after each that came later ({@code accuracy_after[TASK]}), and how
     * many of its rows the memory holds, of all and of each class; of {@code *} those of the whole run. Empty for other models.
     */
    static Map<String, Map<String, Double>> of(ModelFolder model) {
        if (!isOfStream(model)) {
            return Map.of();
        }
        NetworkSettings network = NetworkWords.parse(model.record().options(), 0, Optional.empty());
        Setting setting = ContinualOptions.parse(model.record().options(), 0).setting();
        StreamState state = StateFiles.read(model.path(), setting, network.layers()).orElseThrow(() ->
                MtlException.data(model.path() + ": its folder " + StateFiles.FOLDER + " is missing"));
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        List<String> tasks = state.tasks();
        String last = tasks.get(tasks.size() - 1);
        List<StreamState.Held> held = state.held().stream().filter(row -> row.after().equals(last)).toList();
        for (int j = 0; j < tasks.size(); j++) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (int i = j; i < tasks.size(); i++) {
                double value = state.accuracy().rows().get(i)[j];
                if (!Double.isNaN(value)) {
                    values.put("accuracy_after[" + tasks.get(i) + "]", value);
                }
            }
            String task = tasks.get(j);
            addMemory(held.stream().filter(row -> row.task().equals(task)).toList(), values);
            all.put(task, values);
        }
        Map<String, Double> whole = new LinkedHashMap<>(state.accuracy().measures());
        whole.put("memory_rows", (double) held.size());
        all.put("*", whole);
        return all;
    }

    private static void addMemory(List<StreamState.Held> held, Map<String, Double> values) {
        values.put("memory_rows", (double) held.size());
        List<String> classes = new ArrayList<>(held.stream().map(StreamState.Held::label).distinct().sorted().toList());
        classes.forEach(label -> values.put("memory_rows[" + label + "]",
                (double) held.stream().filter(row -> row.label().equals(label)).count()));
    }

    /** In which place each task of a model came, from 0; the order of the data where tasks were trained together. */
    static int[] order(FittedModel fitted) {
        List<String> tasks = fitted.any().taskNames();
        Object said = fitted.folder().record().fit().get("order");
        List<?> order = isOfStream(fitted.folder()) && said instanceof List<?> list ? list : tasks;
        // Tasks of a run that is gone on from may be missing in the data.
        List<?> present = order.stream().filter(tasks::contains).toList();
        return tasks.stream().mapToInt(present::indexOf).toArray();
    }

    /**
     * Makes sure that a model was not trained on a stream, for what would take its tasks as trained together.
     *
     * @throws MtlException (USAGE) otherwise
     */
    static void requireNone(ModelFolder model, String what) {
        if (isOfStream(model)) {
            throw MtlException.usage(model.path() + ": its tasks came one after another (train --continual); " + what);
        }
    }
}
