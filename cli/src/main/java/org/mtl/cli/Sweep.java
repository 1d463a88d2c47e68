package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import org.mtl.io.OutputFolder;

/** Trains a model for each run of a sweep, several at a time, each by a command line of its own, and measures them. */
final class Sweep {

    /** The file of the result table. */
    static final String TABLE = "sweep.csv";

    private final SweepFile sweep;
    private final List<String> fixed;
    private final Context context;

    /**
     * Prepares the runs.
     *
     * @param fixed the command line that all runs share, from {@code train} on, without {@code -o}
     */
    Sweep(SweepFile sweep, List<String> fixed, Context context) {
        this.sweep = sweep;
        this.fixed = fixed;
        this.context = context;
    }

    /** The folder of a run. */
    static String name(int run) {
        return "run" + (run + 1);
    }

    /** What the result depends on beside the data, which each run checks by itself. */
    List<String> identity() {
        List<String> all = new ArrayList<>(fixed);
        sweep.runs().forEach(run -> all.add(String.join(" ", SweepFile.words(run))));
        return all;
    }

    /** Prints {@code run,option,value} instead of training. */
    int plan() throws IOException {
        CsvWriter csv = new CsvWriter(context.standardOutput());
        csv.record(List.of("run", "option", "value"));
        for (int i = 0; i < sweep.runs().size(); i++) {
            for (String option : sweep.options()) {
                csv.field(name(i)).field(option).field(SweepFile.shown(sweep.runs().get(i), option)).end();
            }
        }
        csv.flush();
        return ExitCode.DONE;
    }

    /** Trains what is missing, writes the table, and returns the exit code of the first run that failed. */
    int run(OutputFolder folder, long started) throws IOException {
        List<Path> models = IntStream.range(0, sweep.runs().size()).mapToObj(i -> folder.path().resolve(name(i))).toList();
        int[] codes = new int[models.size()];
        int lanes = Math.min(context.workers().threads(), models.size());
        InnerRun runs = new InnerRun(context, new Once(context.errors()), context.options().passedOn(
                Math.max(1, context.workers().threads() / lanes), Math.max(1, context.workers().memory().bytes() / lanes)));
        context.workers().forEach(models.size(), i -> codes[i] = train(i, models.get(i), runs));
        int failed = (int) IntStream.of(codes).filter(code -> code != ExitCode.DONE).count();
        if (failed > 0) {
            int first = IntStream.range(0, codes.length).filter(i -> codes[i] != ExitCode.DONE).findFirst().orElseThrow();
            context.error(codes[first], sweep.name() + ": " + failed + " of " + codes.length + " runs failed, the first is " + name(first) + " ("
                    + String.join(" ", SweepFile.words(sweep.runs().get(first))) + ")");
            return codes[first];
        }
        try (OutputStream out = Files.newOutputStream(folder.path().resolve(TABLE))) {
            new SweepTable(sweep, context).write(models, out);
        }
        folder.writeRun(ModelTraining.runFacts(started, context.workers()));
        folder.commit();
        context.note(folder.target() + ": " + models.size() + " runs, " + folder.target().resolve(TABLE));
        return ExitCode.DONE;
    }

    private int train(int run, Path model, InnerRun runs) {
        List<String> words = new ArrayList<>(fixed);
        words.addAll(SweepFile.words(sweep.runs().get(run)));
        words.addAll(List.of("-o", model.toString(), "--resume", "--quiet"));
        context.detail(name(run) + ": mtl " + ModelInspection.commandLine(words));
        int code = runs.run(words, context.folder(), Optional.empty(), OutputStream.nullOutputStream());
        if (code == ExitCode.DONE) {
            context.note(name(run) + ": " + String.join(" ", SweepFile.words(sweep.runs().get(run))));
        }
        return code;
    }

    /** What all runs say of their common data is said once. */
    private static final class Once extends PrintStream {

        private final Set<String> said = ConcurrentHashMap.newKeySet();

        Once(PrintStream errors) {
            super(errors, true, StandardCharsets.UTF_8);
        }

        @Override
        public void print(String line) {
            if (said.add(line)) {
                super.print(line);
            }
        }
    }

    /** Makes sure that data is read from where every run can read it. */
    static void requireFile(String data) {
        if (data.equals(Context.STANDARD_INPUT)) {
            throw MtlException.usage("--sweep: expected data in a file or a folder, found standard input, which each run would read");
        }
    }
}
