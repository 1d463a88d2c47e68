package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.mtl.MtlException;
import org.mtl.affinity.PairTraining;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.io.OutputFolder;
import org.mtl.store.Fingerprint;

/** {@code affinity --method hoa}: every task and every pair of tasks is trained, and what each gains by the other written. */
final class PairAffinity {

    private static final String METHOD = "hoa";

    private final Context context;
    private final List<String> command;
    private final PairTrainers trainers;
    private final Supplier<Dataset> data;
    private final long started = System.nanoTime();

    /**
     * Prepares the trainings.
     *
     * @param command what files record of the command line
     * @param data reads the data
     */
    PairAffinity(Context context, List<String> command, PairTrainers trainers, Supplier<Dataset> data) {
        this.context = context;
        this.command = command;
        this.trainers = trainers;
        this.data = data;
    }

    /** Writes one matrix. */
    void writeMatrix(ResultOptions results, boolean npy) throws Exception {
        Dataset read = read();
        List<PairTraining.Run> runs = run(read, Optional.empty()).get(0);
        new AffinityMatrix(read.taskNames(), PairTraining.gains(read.tasks().size(), runs), facts())
                .requireFinite().write(results, npy, context, command);
    }

    /**
     * Writes a folder with the matrix, its standard errors over seeds where there are several, and what each training came to.
     *
     * @param input the data, which work that is resumed must have been begun on
     */
    void writeFolder(String output, boolean force, boolean resume, String input) throws Exception {
        if (resume) {
            requireReadAgain(input);
            context.keepFoldersOnInterrupt();
        }
        try (OutputFolder folder = context.outputs().folder(context.path(output), force, resume, FolderOptions.hash(command))) {
            if (folder.complete()) {
                context.note(folder.target() + " is complete already");
                return;
            }
            if (resume) {
                folder.requireSame("data", Fingerprint.of(context.path(input)));
            }
            Dataset read = read();
            write(folder.path(), read);
            folder.writeRun(ModelTraining.runFacts(started, context.workers()));
            folder.commit();
        }
    }

    private void requireReadAgain(String input) {
        Path path = context.path(input);
        if (input.equals(Context.STANDARD_INPUT) || Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw MtlException.usage("--resume: expected data that can be read again, found " + context.displayName(input));
        }
        if (!Files.exists(path)) {
            throw MtlException.missing(path + ": no such file");
        }
    }

    private void write(Path folder, Dataset read) throws Exception {
        List<List<PairTraining.Run>> runs;
        try (PairRuns file = PairRuns.open(folder.resolve("runs.csv"), read.taskNames())) {
            runs = run(read, Optional.of(file));
            file.finish(trainers.seeds(), runs);
        }
        int tasks = read.tasks().size();
        List<double[][]> gains = runs.stream().map(ofSeed -> PairTraining.gains(tasks, ofSeed)).toList();
        double[][] means = gains.get(0).clone();
        if (gains.size() > 1) {
            means = new double[tasks][tasks];
            double[][] errors = new double[tasks][tasks];
            AffinityTraining.overSeeds(gains, means, errors);
            new AffinityMatrix(read.taskNames(), errors, facts()).write(folder.resolve(METHOD + ".se.csv").toString(), context, command);
        }
        new AffinityMatrix(read.taskNames(), means, facts()).requireFinite()
                .write(folder.resolve(METHOD + ".csv").toString(), context, command);
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(AffinityTraining.facts(METHOD));
        facts.put("seeds", trainers.seeds());
        return facts;
    }

    private Dataset read() {
        Dataset read = data.get();
        read.requireRows(Split.VALIDATION, METHOD, "to compare on");
        return read;
    }

    /** The trainings of each seed. */
    private List<List<PairTraining.Run>> run(Dataset read, Optional<PairRuns> file) {
        List<List<PairTraining.Run>> all = new ArrayList<>();
        int tasks = read.tasks().size();
        int total = PairTraining.subsets(tasks).size() * trainers.seeds().size();
        TimeLeft left = new TimeLeft();
        int before = 0;
        AtomicInteger now = new AtomicInteger();
        for (long seed : trainers.seeds()) {
            Map<List<Integer>, double[]> known = file.map(each -> each.known(seed)).orElse(Map.of());
            before += known.size();
            int skipped = before;
            all.add(PairTraining.run(tasks, known, trainers.on(read, seed), context.workers(), run -> {
                file.ifPresent(each -> each.add(seed, run));
                int done = now.incrementAndGet();
                context.progress(skipped + done + " of " + total + " trainings, about " + left.after(done, total - skipped));
            }));
        }
        context.progress("");
        return all;
    }
}
