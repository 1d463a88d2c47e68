package org.mtl.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Subsets;
import org.mtl.io.OutputFolder;
import org.mtl.store.DataReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl retrain MODEL --selection S|--grouping G -o MODEL2}. */
@Command(
        name = "retrain",
        description = "Trains a model again with the same options, without some of its training rows or tasks, or for groups"
                + " of its tasks apart.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl influence model | mtl select --drop 0.1 | mtl retrain model --selection - -o better",
            "  mtl retrain model --without-task 17 -o without-17",
            "  mtl retrain model --grouping groups.csv -o grouped"
        })
final class Retrain extends Subcommand {

    @Parameters(paramLabel = "MODEL", description = "The model to repeat. Its split and standardization are kept.")
    private String model;

    @Option(
            names = "--selection",
            paramLabel = "FILE",
            order = 11,
            description = "What mtl select wrote: every training row once, with keep = 1 or 0; - is standard input.")
    private String selection;

    @Option(names = "--without-task", paramLabel = "TASK,...", order = 12, description = "Leave out whole tasks.")
    private String withoutTask;

    @Option(
            names = "--without-rows",
            paramLabel = "FILE",
            order = 13,
            description = "Leave out the training rows that a CSV file names, with the columns row,task, or row alone for"
                    + " all its tasks; - is standard input.")
    private String withoutRows;

    @Mixin
    private GroupingOption grouping;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private FolderOptions folderOptions;

    Retrain(Context context) {
        super(context);
    }

    @Override
    int run() {
        long started = System.nanoTime();
        requireSomething();
        try (OutputFolder folder = folderOptions.open(context(), recordedCommand())) {
            if (folder.complete()) {
                context().note(folder.target() + " is complete already");
                return ExitCode.DONE;
            }
            FittedModel fitted = FittedModel.open(model, modelOptions, context());
            StreamMeasures.requireNone(fitted.folder(), "train --continual trains it again");
            folder.requireSame("model", fitted.folder().hash());
            DataReference reference = reference(fitted.folder().record().data());
            if (grouping.file().isEmpty()) {
                train(folder, fitted, reference, started);
            } else {
                if (LearnerWords.areOfLearner(fitted.folder().record().options())) {
                    throw MtlException.usage("--grouping: " + model + " learns each task alone, whatever the groups; expected a"
                            + " model whose tasks share something");
                }
                SortedMap<Integer, Set<String>> groups = GroupingFile.read(
                        grouping.file().orElseThrow(), fitted.data().taskNames(), "the model", context());
                new GroupTraining(fitted, reference, recordedCommand(), context())
                        .run(folder, reduced(fitted), groups, started);
            }
            folder.commit();
        }
        return ExitCode.DONE;
    }

    private void train(OutputFolder folder, FittedModel fitted, DataReference reference, long started) {
        Repetition repetition = new Repetition(fitted, reduced(fitted));
        fitted.copyData(folder.path(), List.of());
        long seed = fitted.folder().record().seed();
        if (repetition.isNetwork()) {
            repetition.networkTraining(context(), folderOptions.resumes()).run(folder, repetition.data(), reference,
                    recordedCommand(), seed, started, Optional.of(repetition.transform()));
            return;
        }
        if (repetition.isLearner()) {
            repetition.learnerTraining(context()).run(folder, repetition.data(), reference, recordedCommand(), seed, started,
                    Optional.of(repetition.transform()));
            return;
        }
        ModelTraining training = new ModelTraining(context(), repetition.settings(), repetition.options());
        training.run(folder, repetition.data(), reference, recordedCommand(), seed, started,
                repetition.standardization(), repetition.components());
    }

    private void requireSomething() {
        if (selection == null && withoutTask == null && withoutRows == null && grouping.file().isEmpty()) {
            throw MtlException.usage("nothing to leave out: expected --selection, --without-task, --without-rows or --grouping");
        }
        Map<String, String> inputs = new HashMap<>();
        if (selection != null) {
            inputs.put("--selection", selection);
        }
        if (withoutRows != null) {
            inputs.put("--without-rows", withoutRows);
        }
        grouping.file().ifPresent(file -> inputs.put("--grouping", file));
        modelOptions.data().ifPresent(data -> inputs.put("--data", data));
        context().requireOneStandardInput(inputs);
    }

    private Dataset reduced(FittedModel fitted) {
        Dataset data = fitted.data();
        if (selection != null) {
            Meta.requireModel(selection, fitted.folder(), context());
            data = Subsets.withTraining(data, Selection.read(selection, data, context()));
        }
        if (withoutRows != null) {
            data = Subsets.withTraining(data, Selection.readWithout(withoutRows, data, context()));
        }
        if (withoutTask != null) {
            List<String> names = Lists.parse("--without-task", withoutTask);
            for (String name : names) {
                if (!data.taskNames().contains(name)) {
                    throw MtlException.data("--without-task: " + fitted.folder().path() + " has no task '" + name + "'");
                }
            }
            data = Subsets.withoutTasks(data, Set.copyOf(names));
        }
        return data;
    }

    private DataReference reference(DataReference recorded) {
        if (modelOptions.data().isEmpty()) {
            return recorded;
        }
        String path = modelOptions.data().get();
        String absolute = context().path(path).toAbsolutePath().normalize().toString();
        return new DataReference(path, absolute, recorded.sha256(), recorded.rows(), recorded.roles());
    }
}
