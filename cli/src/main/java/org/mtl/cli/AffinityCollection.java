package org.mtl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.mtl.MtlException;
import org.mtl.affinity.CollectionSettings;
import org.mtl.affinity.StepMeasure;
import org.mtl.data.Dataset;
import org.mtl.io.CsvWriter;
import org.mtl.io.OutputFolder;

/** Trains to collect affinities and writes them: the matrix of one measure, a folder of several, or what groups gain. */
final class AffinityCollection {

    /** What an output file of group gains begins with, as that of {@code evaluate --grouping}. */
    private static final List<String> GROUP_HEADER = List.of("group", "task", "metric", "value");

    private final Context context;
    private final List<String> command;
    private final List<StepMeasure> measures;
    private final CollectionOptions options;
    private final ResultOptions results;
    private final long started = System.nanoTime();

    /**
     * Prepares a collection.
     *
     * @param command what files record of the command line
     */
    AffinityCollection(Context context, List<String> command, List<StepMeasure> measures, CollectionOptions options,
            ResultOptions results) {
        this.context = context;
        this.command = command;
        this.measures = measures;
        this.options = options;
        this.results = results;
    }

    /**
     * What is trained on.
     *
     * @param data reads the data
     * @param settings one for each seed
     */
    record Training(Supplier<Dataset> data, AffinityTrainers trainers, List<CollectionSettings> settings) {}

    /** Writes one matrix. */
    void writeMatrix(Training training, boolean npy) throws Exception {
        traced(trace -> {
            Dataset data = training.data().get();
            AffinityTraining.Collected one = collect(data, training, trace).get(0);
            new AffinityMatrix(data.taskNames(), one.means(), one.facts()).write(results, npy, context, command);
        });
    }

    /** Writes a folder with two matrices for each measure. */
    void writeFolder(Training training, boolean force) throws Exception {
        if (!results.isFile()) {
            throw MtlException.usage("-o DIR is missing: several matrices are written");
        }
        traced(trace -> {
            try (OutputFolder folder = context.outputs().folder(
                    context.path(results.name()), force, false, FolderOptions.hash(command))) {
                Dataset data = training.data().get();
                for (AffinityTraining.Collected one : collect(data, training, trace)) {
                    String file = folder.path().resolve(one.method()).toString();
                    write(file + ".csv", data, one.means(), one);
                    write(file + ".se.csv", data, one.errors(), one);
                }
                folder.writeRun(ModelTraining.runFacts(started, context.workers()));
                folder.commit();
            }
        });
    }

    private void write(String file, Dataset data, double[][] values, AffinityTraining.Collected one) throws Exception {
        new AffinityMatrix(data.taskNames(), values, one.facts()).write(file, context, command);
    }

    /** Writes what each task gains in each of its groups, with standard errors. */
    void writeGroups(Training training, String grouping) throws Exception {
        traced(trace -> {
            Dataset data = training.data().get();
            SortedMap<Integer, Set<String>> groups = GroupingFile.readSome(grouping, data.taskNames(), "the data", context);
            List<Integer> numbers = List.copyOf(groups.keySet());
            List<List<Integer>> members = numbers.stream()
                    .map(number -> groups.get(number).stream().map(data.taskNames()::indexOf).sorted().toList())
                    .toList();
            List<AffinityTraining.Collected> collected = new AffinityTraining(context, data, measures, Optional.of(members))
                    .collect(training.trainers(), training.settings(), trace(trace, numbers.stream().map(String::valueOf).toList(), data));
            Map<String, Object> facts = new LinkedHashMap<>(collected.get(0).facts());
            facts.put("method", collected.stream().map(AffinityTraining.Collected::method).toList());
            results.write(context, "group-gains", facts, command, out -> writeGroups(new CsvWriter(out), data, numbers, members, collected));
        });
    }

    private static void writeGroups(CsvWriter csv, Dataset data, List<Integer> numbers, List<List<Integer>> members,
            List<AffinityTraining.Collected> collected) throws IOException {
        csv.record(GROUP_HEADER);
        for (int g = 0; g < numbers.size(); g++) {
            for (int task : members.get(g)) {
                for (AffinityTraining.Collected one : collected) {
                    csv.field(numbers.get(g)).field(data.taskNames().get(task)).field(one.method());
                    CsvScoreWriter.known(csv, new double[] {one.means()[g][task]});
                    csv.field(numbers.get(g)).field(data.taskNames().get(task)).field(one.method() + "_se");
                    CsvScoreWriter.known(csv, new double[] {one.errors()[g][task]});
                }
            }
        }
        csv.flush();
    }

    private List<AffinityTraining.Collected> collect(Dataset data, Training training, Optional<CsvWriter> trace) throws IOException {
        return new AffinityTraining(context, data, measures, Optional.empty())
                .collect(training.trainers(), training.settings(), trace(trace, data.taskNames(), data));
    }

    private Optional<AffinityTrace> trace(Optional<CsvWriter> csv, List<String> sources, Dataset data) throws IOException {
        return csv.isEmpty() ? Optional.empty() : Optional.of(
                new AffinityTrace(csv.get(), sources, data.taskNames(), measures, options.traceEvery()));
    }

    private interface Work {
        void run(Optional<CsvWriter> trace) throws Exception;
    }

    /** Works with the file of {@code --trace} open, where there is to be one. */
    private void traced(Work work) throws Exception {
        Optional<String> file = options.trace();
        if (file.isEmpty()) {
            work.run(Optional.empty());
            return;
        }
        int every = options.traceEvery();
        if (results.isFile() && context.path(file.get()).equals(context.path(results.name()))) {
            throw MtlException.usage("--trace and --output name the same file, " + file.get());
        }
        List<String> methods = new ArrayList<>(measures.stream().map(CollectionOptions::word).toList());
        Map<String, Object> facts = Map.of("method", methods, "sign", "positive is helpful", "trace_every", every);
        ResultOptions.writeFile(file.get(), context, "affinity-trace", facts, command, out -> {
            CsvWriter csv = new CsvWriter(out);
            try {
                work.run(Optional.of(csv));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            csv.flush();
        });
    }
}
