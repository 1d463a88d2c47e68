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

/** What retraining without rows gave, kept in a file as it comes: {@code model,row,task,target,actual}, a line for each task. */
final class RetrainedLosses implements AutoCloseable {

    private static final List<String> HEADER = List.of("model", "row", "task", "target", "actual");

    private final String hash;
    private final List<String> tasks;
    private final Map<List<String>, double[]> changes = new HashMap<>();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Optional<KeptLines> file = Optional.empty();

    private RetrainedLosses(String hash, List<String> tasks) {
        this.hash = hash;
        this.tasks = tasks;
    }

    /**
     * Reads what the file holds already.
     *
     * @param file the file's name, or null to keep nothing
     * @throws MtlException (DATA) if it is another file, or holds the losses of another model; (BUSY) if another run writes it
     */
    static RetrainedLosses open(String file, InfluenceModel model, Context context) {
        String hash = model.fitted().folder().hash() + ":" + model.on().label();
        RetrainedLosses losses = new RetrainedLosses(hash, model.fitted().data().taskNames());
        if (file != null) {
            KeptLines.Form form = new KeptLines.Form(HEADER, hash, losses.tasks.size());
            losses.file = Optional.of(KeptLines.open(context.path(file), context.displayName(file), form, losses::readLine));
            // Of a row that was being written when the run ended, some targets may be missing.
            losses.changes.values().removeIf(values -> Arrays.stream(values).anyMatch(Double::isInfinite));
        }
        return losses;
    }

    private Object readLine(CsvReader in) {
        int target = tasks.indexOf(in.get(3));
        if (target < 0) {
            throw MtlException.data(in.place(3) + ": the model has no task '" + in.get(3) + "'");
        }
        List<String> key = List.of(in.get(1), in.get(2));
        changes.computeIfAbsent(key, each -> unknown())[target] = in.get(4).isEmpty() ? Double.NaN : in.number(4);
        return key;
    }

    /** Infinity marks what the file does not say, NaN a task without validation rows. */
    private double[] unknown() {
        double[] values = new double[tasks.size()];
        Arrays.fill(values, Double.POSITIVE_INFINITY);
        return values;
    }

    boolean has(List<String> key) {
        return changes.containsKey(key);
    }

    double[] get(List<String> key) {
        return changes.get(key);
    }

    /** Adds the changes of a row's removal, one per task; they are in the file after {@link #flush}. */
    void put(List<String> key, double[] values) {
        changes.put(key, values);
        if (file.isEmpty()) {
            return;
        }
        CsvWriter csv = new CsvWriter(pending);
        try {
            for (int k = 0; k < values.length; k++) {
                csv.field(hash).field(key.get(0)).field(key.get(1)).field(tasks.get(k));
                csv.known(values[k]).end();
            }
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("written to memory", e);
        }
    }

    void flush() {
        file.ifPresent(lines -> lines.append(pending.toString(StandardCharsets.UTF_8)));
        pending.reset();
    }

    @Override
    public void close() {
        flush();
        file.ifPresent(KeptLines::close);
    }
}
