package org.mtl.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.affinity.PairTraining;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;

/**
 * The file of trainings of single tasks and pairs, {@code seed,with,task,value}: a line for each task of a training. While it
 * grows, lines are in the order in which trainings ended; an interrupted run leaves what it has done.
 */
final class PairRuns implements AutoCloseable {

    private static final List<String> HEADER = List.of("seed", "with", "task", "value");

    private final Path file;
    private final List<String> tasks;
    private final Map<Long, Map<List<Integer>, double[]>> known;
    private final CsvWriter csv;

    private PairRuns(Path file, List<String> tasks, Map<Long, Map<List<Integer>, double[]>> known) throws IOException {
        this.file = file;
        this.tasks = tasks;
        this.known = known;
        this.csv = new CsvWriter(Files.newOutputStream(file));
        csv.record(HEADER);
        for (Map.Entry<Long, Map<List<Integer>, double[]>> seed : known.entrySet()) {
            for (Map.Entry<List<Integer>, double[]> run : seed.getValue().entrySet()) {
                write(csv, seed.getKey(), new PairTraining.Run(run.getKey(), run.getValue()));
            }
        }
        csv.flush();
    }

    /**
     * Begins a file, with the whole trainings that an earlier run left in it.
     *
     * @throws MtlException (DATA) if the file holds something else; (IO) if it cannot be written
     */
    static PairRuns open(Path file, List<String> tasks) {
        try {
            return new PairRuns(file, tasks, Files.exists(file) ? read(file, tasks) : new LinkedHashMap<>());
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** The trainings of a seed that are done. */
    Map<List<Integer>, double[]> known(long seed) {
        return known.getOrDefault(seed, Map.of());
    }

    private static Map<Long, Map<List<Integer>, double[]>> read(Path file, List<String> tasks) throws IOException {
        Map<Long, Map<List<Integer>, double[]>> known = new LinkedHashMap<>();
        Map<List<Object>, Double> half = new HashMap<>();
        // A line that was being written has no end, and may be less than it was to be.
        String text = Files.readString(file);
        byte[] whole = text.substring(0, text.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
        if (whole.length == 0) {
            return known;
        }
        try (CsvReader in = CsvReader.open(new ByteArrayInputStream(whole), file.toString())) {
            if (!in.header().equals(HEADER)) {
                throw MtlException.data(file + ":1: expected the columns " + String.join(", ", HEADER));
            }
            while (in.next()) {
                long seed = (long) in.number(0);
                int task = tasks.indexOf(in.get(2));
                Optional<Integer> with = in.isEmpty(1) ? Optional.empty() : Optional.of(tasks.indexOf(in.get(1)));
                if (task < 0 || with.isPresent() && with.get() < 0) {
                    throw MtlException.data(in.name() + ":" + in.line() + ": no such task");
                }
                Map<List<Integer>, double[]> ofSeed = known.computeIfAbsent(seed, key -> new LinkedHashMap<>());
                if (with.isEmpty()) {
                    ofSeed.put(List.of(task), new double[] {in.number(3)});
                    continue;
                }
                half.put(List.of(seed, task, with.get()), in.number(3));
                Double other = half.get(List.of(seed, with.get(), task));
                if (other != null) {
                    ofSeed.put(List.of(with.get(), task), new double[] {other, in.number(3)});
                }
            }
        }
        return known;
    }

    /** Adds a training, so that it is known to a later run. */
    void add(long seed, PairTraining.Run run) {
        try {
            write(csv, seed, run);
            csv.flush();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private void write(CsvWriter out, long seed, PairTraining.Run run) throws IOException {
        for (int k = 0; k < run.tasks().size(); k++) {
            String with = run.tasks().size() == 1 ? "" : tasks.get(run.tasks().get(1 - k));
            out.field(seed).field(with).field(tasks.get(run.tasks().get(k))).field(run.losses()[k]).end();
        }
    }

    /** Writes the file anew, in an order that does not depend on which training ended first. */
    void finish(List<Long> seeds, List<List<PairTraining.Run>> runs) throws IOException {
        csv.close();
        try (CsvWriter sorted = new CsvWriter(Files.newOutputStream(file))) {
            sorted.record(HEADER);
            for (int s = 0; s < seeds.size(); s++) {
                for (PairTraining.Run run : runs.get(s)) {
                    write(sorted, seeds.get(s), run);
                }
            }
        }
    }

    private static MtlException failure(Path file, IOException e) {
        return MtlException.io(file + ": " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
