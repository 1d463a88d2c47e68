package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Subsets;
import org.mtl.io.Json;
import org.mtl.io.OutputFolder;
import org.mtl.parallel.Workers;
import org.mtl.store.DataReference;
import org.mtl.store.GroupsFolder;
import org.mtl.store.ModelRecord;
import org.mtl.training.network.Checkpoints;

/** Trains a model again for every group of its tasks, into one folder. */
final class GroupTraining {

    private final FittedModel fitted;
    private final DataReference reference;
    private final List<String> command;
    private final Context context;

    /**
     * Prepares the training.
     *
     * @param fitted the model to repeat
     * @param reference what the new models record of its data
     * @param command what they record of the command line
     */
    GroupTraining(FittedModel fitted, DataReference reference, List<String> command, Context context) {
        this.fitted = fitted;
        this.reference = reference;
        this.command = command;
        this.context = context;
    }

    /** Trains every group on its tasks in {@code data}, which may be fewer than the model's, and writes all files. */
    void run(OutputFolder folder, Dataset data, SortedMap<Integer, Set<String>> groups, long started) {
        folder.restart();
        Map<String, Repetition> repetitions = repetitions(data, groups);
        List<String> names = List.copyOf(repetitions.keySet());
        copyData(folder.path(), names);
        String[] summaries = new String[names.size()];
        train(summaries, (i, workers) -> train(folder.path().resolve(names.get(i)), repetitions.get(names.get(i)), workers));
        Map<String, List<String>> members = new LinkedHashMap<>();
        for (int i = 0; i < summaries.length; i++) {
            context.note(folder.target().resolve(names.get(i)) + ": " + summaries[i]);
            members.put(names.get(i), repetitions.get(names.get(i)).data().taskNames());
        }
        GroupsFolder.write(folder.path(), command, fitted.folder().record().seed(), fitted.folder(), data.taskNames(), members,
                ModelTraining.versions());
        folder.writeRun(ModelTraining.runFacts(started, context.workers()));
    }

    private Map<String, Repetition> repetitions(Dataset data, SortedMap<Integer, Set<String>> groups) {
        Map<String, Repetition> repetitions = new LinkedHashMap<>();
        groups.forEach((number, tasks) -> {
            List<String> left = data.taskNames().stream().filter(tasks::contains).toList();
            if (left.isEmpty()) {
                context.warn("group " + number + " has no task left and is not trained");
            } else {
                repetitions.put(GroupsFolder.name(number), new Repetition(fitted, Subsets.onlyTasks(data, left)));
            }
        });
        return repetitions;
    }

    private interface Piece {
        String run(int group, Workers workers);
    }

    /** Many groups side by side on one thread each, few one after the other on all of them: the models are the same. */
    private void train(String[] summaries, Piece piece) {
        Workers workers = context.workers();
        if (summaries.length < workers.threads()) {
            Arrays.setAll(summaries, i -> piece.run(i, workers));
            return;
        }
        workers.forEach(summaries.length, i -> {
            try (Workers one = new Workers(1)) {
                summaries[i] = piece.run(i, one);
            }
        });
    }

    private String train(Path folder, Repetition repetition, Workers workers) {
        long started = System.nanoTime();
        ModelRecord record = fitted.folder().record();
        String summary = repetition.isNetwork()
                ? repetition.networkTraining(context, false).write(folder, repetition.data(), reference, command,
                        record.seed(), started, Optional.of(repetition.transform()), Checkpoints.NONE, workers)
                : new ModelTraining(context, repetition.settings(), repetition.options()).write(folder, repetition.data(), reference,
                        command, record.seed(), started, repetition.trainLinear(workers), workers);
        try {
            Files.write(folder.resolve(OutputFolder.RUN_FILE), Json.write(ModelTraining.runFacts(started, workers)));
        } catch (IOException e) {
            throw MtlException.io(folder + ": " + e.getMessage(), e);
        }
        return summary;
    }

    /** Makes the groups' folders; each holds the data that came through a pipe, which takes the room of one copy. */
    private void copyData(Path folder, List<String> names) {
        List<Path> copies = new ArrayList<>();
        try {
            for (String name : names) {
                Path group = Files.createDirectories(folder.resolve(name));
                fitted.copyData(group, copies).ifPresent(copies::add);
            }
        } catch (IOException e) {
            throw MtlException.io(folder + ": " + e.getMessage(), e);
        }
    }
}
