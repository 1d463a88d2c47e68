package org.mtl.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Standardization;
import org.mtl.data.Subsets;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.TextTrunk;
import org.mtl.store.ModelFolder;
import picocli.CommandLine.Option;

/** Fine-tuning of what the tasks of a model share for another task. */
final class NewTaskOptions {

    /** Under what name a model records its task. */
    static final String NEW_TASK = "new-task";

    /** What a model of the new task has as the given model has it: layers, and what they see of features. */
    private static final List<String> LAYERS = List.of("model", "hidden", "head-hidden", "activation", "intercept", TextOptions.FILTERS,
            TextOptions.WIDTHS, TextOptions.UNITS, TextOptions.VECTORS, "standardize", "pca", "pca-fit", "pca-center");

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            order = 31,
            description = "Fine-tune a network for --new-task: begin from what its tasks share, with its layers and its"
                    + " standardization, and with a new head. --freeze trains the head alone.")
    private String from;

    @Option(
            names = "--new-task",
            paramLabel = "TASK",
            order = 31,
            description = "The task of DATA that --from is fine-tuned for; it alone is trained.")
    private String newTask;

    private ModelFolder opened;

    /**
     * Whether a model is to be fine-tuned.
     *
     * @throws MtlException (USAGE) if one of the two options is missing
     */
    boolean isGiven() {
        if ((from == null) != (newTask == null)) {
            throw MtlException.usage(from == null ? "--new-task needs --from MODEL" : "--from needs --new-task TASK");
        }
        return from != null;
    }

    /**
     * Refuses an option that says what the model has already.
     *
     * @throws MtlException (USAGE) if there is one
     */
    static void refuse(Optional<String> given) {
        given.ifPresent(option -> {
            throw MtlException.usage(option + ": --from has what the model has; expected none");
        });
    }

    /** The model of --from, which is read once. */
    private ModelFolder folder(Context context) {
        if (opened == null) {
            opened = ModelFolder.open(context.path(from));
        }
        return opened;
    }

    private NetworkModel model(Context context) {
        ModelFolder folder = folder(context);
        if (folder.record().model() instanceof NetworkModel model) {
            if (model.isShared()) {
                return model;
            }
            throw MtlException.usage("--from: " + from + " has a network for each task, and no layer that they share");
        }
        throw MtlException.usage("--from: expected a network, found "
                + LearnerWords.kind(folder.record().model()).replaceFirst("^a ", "the ") + " " + from);
    }

    /**
     * Takes the layers over from the model.
     *
     * @param asked which other way of training is asked for, if any
     * @throws MtlException (USAGE) if options ask for others, or the model has none that tasks share; (MISSING, DATA) if it is not
     *     there or damaged
     */
    void adopt(FitOptions fit, NetworkOptions network, EngineOptions engine, Optional<String> asked, Context context) {
        if (asked.isPresent()) {
            throw MtlException.usage("--from: a network is fine-tuned; expected no " + asked.get());
        }
        model(context);
        engine.requireNoLayers();
        fit.adopt(recorded(context));
        network.adopt(from, recorded(context));
    }

    private Map<String, String> recorded(Context context) {
        return folder(context).record().options();
    }

    /** Puts the layers of the model in the place of defaults. */
    void complete(Map<String, String> options, Context context) {
        Map<String, String> recorded = recorded(context);
        LAYERS.forEach(name -> Optional.ofNullable(recorded.get(name)).ifPresent(value -> options.put(name, value)));
        options.put(NEW_TASK, newTask);
    }

    /**
     * The new task alone.
     *
     * @throws MtlException (DATA) if the data has no such task, or other features than the model
     */
    Dataset only(Dataset data, String source, Context context) {
        if (!data.taskNames().contains(newTask)) {
            throw MtlException.data(source + ": --new-task: no task '" + newTask + "'"
                    + NearMiss.find(newTask, data.taskNames()).map(name -> ", perhaps " + name).orElse(""));
        }
        NetworkModel model = model(context);
        if (!model.features().equals(data.features().names())) {
            throw MtlException.data(source + ": expected the " + model.features().size() + " features of " + from + ", found "
                    + data.features().names().size() + " that are not the same");
        }
        Optional<TextTrunk> text = model.networks().get(0).architecture().text();
        if (text.flatMap(TextTrunk::vectors).isPresent() && !text.flatMap(TextTrunk::vectors).equals(data.features().words())) {
            throw MtlException.data(source + ": expected the words' vectors of " + from + ", found others");
        }
        return Subsets.onlyTasks(data, List.of(newTask));
    }

    /** The standardization and projection that are kept: those of the model, unless each of its tasks has its own. */
    Optional<NetworkTraining.Transform> transform(Context context) {
        NetworkModel model = model(context);
        return model.standardization().mode() == Standardization.Mode.TASK ? Optional.empty()
                : Optional.of(new NetworkTraining.Transform(model.standardization(), model.components()));
    }
}
