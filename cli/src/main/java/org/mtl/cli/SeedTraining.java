package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.io.Json;
import org.mtl.io.OutputFolder;
import org.mtl.store.ModelData;
import org.mtl.store.SeedsFolder;
import org.mtl.training.network.Checkpoints;
import org.mtl.training.network.NetworkSettings;

/** Trains with several seeds, into one folder. */
final class SeedTraining {

    /** Trains with one seed. */
    interface Member {

        /**
         * Writes all files of a model but the one about its run.
         *
         * @return what is to be said of it
         */
        String train(Path folder, long seed, Dataset data, TrainingData source, List<String> command, long started) throws IOException;
    }

    private final Context context;
    private final List<Long> seeds;
    private final Member training;

    /**
     * Prepares the training.
     *
     * @param seeds at least one
     */
    SeedTraining(Context context, List<Long> seeds, Member training) {
        this.context = context;
        this.seeds = seeds;
        this.training = training;
    }

    /**
     * The training of networks.
     *
     * @param options the options in effect, as each model records them
     * @param resumable whether a run that ends early is to be resumed
     * @param kept the transform of another model, where there is one
     */
    static Member ofNetworks(Context context, Map<String, String> options, boolean resumable,
            Optional<NetworkTraining.Transform> kept) {
        return (folder, seed, data, source, command, started) -> {
            Checkpoints checkpoints = Checkpoints.in(folder, NetworkWords.checkpoints(options), resumable);
            NetworkSettings settings = NetworkWords.parse(options, seed, InitialModel.of(options, context));
            String summary = new NetworkTraining(context, settings, options, resumable, "seed " + seed + ", ").write(folder, data,
                    source.reference(), command, seed, started, kept, checkpoints, context.workers());
            checkpoints.deleteStates();
            return summary;
        };
    }

    /** The folder of the first model, which holds the data that come through a pipe. */
    static Path first(Path folder) {
        return folder.resolve(SeedsFolder.name(1));
    }

    /** Trains one model after the other, but for those that an earlier run has finished, and lists them. */
    void run(OutputFolder folder, Dataset data, TrainingData source, List<String> command, long started) {
        for (int i = 0; i < seeds.size(); i++) {
            String name = SeedsFolder.name(i + 1);
            Path member = folder.path().resolve(name);
            if (Files.exists(member.resolve(OutputFolder.RUN_FILE))) {
                context.note(folder.target().resolve(name) + " is complete already");
                continue;
            }
            try {
                Files.createDirectories(member);
                if (source.copy().isPresent() && i > 0) {
                    FittedModel.share(source.copy().get(), ModelData.copyIn(member));
                }
                train(folder.target().resolve(name), member, seeds.get(i), data, source, command);
            } catch (IOException e) {
                throw MtlException.io(member + ": " + e.getMessage(), e);
            }
        }
        SeedsFolder.write(folder.path(), command, data.taskNames(), seeds, ModelTraining.versions());
        folder.writeRun(ModelTraining.runFacts(started, context.workers()));
    }

    private void train(Path target, Path member, long seed, Dataset data, TrainingData source, List<String> command)
            throws IOException {
        long started = System.nanoTime();
        String summary = training.train(member, seed, data, source, command, started);
        // Its last file: a model that has it is complete.
        Path run = member.resolve(OutputFolder.RUN_FILE);
        Path temporary = member.resolve(OutputFolder.RUN_FILE + ".new");
        Files.write(temporary, Json.write(ModelTraining.runFacts(started, context.workers())));
        Files.move(temporary, run, StandardCopyOption.ATOMIC_MOVE);
        context.note(target + ": " + summary);
    }
}
