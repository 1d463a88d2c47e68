package org.mtl.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;
import org.mtl.model.MeanLosses;

/**
 * What models that were trained again reached, kept in a file as it comes: {@code model,set,seed,target,loss,metric}, a line
 * for each task.
 */
final class RetrainedRuns implements AutoCloseable {

    private static final List<String> HEADER = List.of("model", "set", "seed", "target", "loss", "metric");

    private final String hash;
    private final List<String> tasks;
    private final Map<String, MeanLosses.Figures> known = new HashMap<>();
    private Optional<KeptLines> file = Optional.empty();

    private RetrainedRuns(String hash, List<String> tasks) {
        this.hash = hash;
        this.tasks = tasks;
    }

    /**
     * Reads what the file holds already, and locks it.
     *
     * @param file the file's name; without one nothing is kept
     * @throws MtlException (DATA) if it is another file, or holds the losses of another model; (BUSY) if another run writes it
     */
    static RetrainedRuns open(Optional<String> file, CheckedModel model, Context context) {
        String hash = model.fitted().folder().hash() + ":" + model.on().split().label();
        RetrainedRuns runs = new RetrainedRuns(hash, model.fitted().data().taskNames());
        KeptLines.Form form = new KeptLines.Form(HEADER, hash, runs.tasks.size());
        runs.file = file.map(name -> KeptLines.open(context.path(name), context.displayName(name), form, runs::readLine));
        // Of a model that was being written when the run ended, some targets may be missing.
        runs.known.values().removeIf(figures -> Arrays.stream(figures.losses()).anyMatch(Double::isInfinite));
        return runs;
    }

    private Object readLine(CsvReader in) {
        int target = tasks.indexOf(in.get(3));
        if (target < 0) {
            throw MtlException.data(in.place(3) + ": the model has no task '" + in.get(3) + "'");
        }
        String key = key(in.get(1), in.get(2));
        MeanLosses.Figures figures = known.computeIfAbsent(key, each -> unknown());
        figures.losses()[target] = in.isEmpty(4) ? Double.NaN : in.number(4);
        figures.metrics()[target] = in.isEmpty(5) ? Double.NaN : in.number(5);
        return key;
    }

    /** Infinity marks what the file does not say, NaN a task without rows to take a loss on. */
    private MeanLosses.Figures unknown() {
        double[] losses = new double[tasks.size()];
        Arrays.fill(losses, Double.POSITIVE_INFINITY);
        return new MeanLosses.Figures(losses, losses.clone());
    }

    private static String key(String set, Object seed) {
        return seed + " " + set;
    }

    /** What training on a set with a seed gave, where it is known. */
    Optional<MeanLosses.Figures> get(String set, long seed) {
        return Optional.ofNullable(known.get(key(set, seed)));
    }

    /** Adds what training gave, one value per task of the model; it is in the file when this returns. */
    void put(String set, long seed, MeanLosses.Figures figures) {
        known.put(key(set, seed), figures);
        if (file.isEmpty()) {
            return;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (CsvWriter csv = new CsvWriter(text)) {
            for (int k = 0; k < tasks.size(); k++) {
                csv.field(hash).field(set).field(seed).field(tasks.get(k));
                csv.field(cell(figures.losses()[k])).field(cell(figures.metrics()[k])).end();
            }
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("written to memory", e);
        }
        file.get().append(text.toString(StandardCharsets.UTF_8));
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Numbers.format(value);
    }

    @Override
    public void close() {
        file.ifPresent(KeptLines::close);
    }
}
