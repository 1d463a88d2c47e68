package org.mtl.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;
import org.mtl.io.Inputs;

/**
 * What retraining without rows gave, kept in a file as it comes: {@code model,row,task,target,actual}. An interrupted run
 * loses nothing that was written; a last line that was cut short is dropped.
 */
final class RetrainedLosses implements AutoCloseable {

    private static final List<String> HEADER = List.of("model", "row", "task", "target", "actual");

    private final Path file;
    private final String hash;
    private final List<String> tasks;
    private final Map<List<String>, double[]> changes = new HashMap<>();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private RetrainedLosses(Path file, String hash, List<String> tasks) {
        this.file = file;
        this.hash = hash;
        this.tasks = tasks;
    }

    /**
     * Reads what the file holds already.
     *
     * @param file the file's name, or null to keep nothing
     * @throws MtlException (DATA) if it is another file, or holds the losses of another model
     */
    static RetrainedLosses open(String file, InfluenceModel model, Context context) {
        List<String> tasks = model.fitted().data().taskNames();
        String hash = model.fitted().folder().hash() + ":" + model.on().label();
        RetrainedLosses losses = new RetrainedLosses(file == null ? null : context.path(file), hash, tasks);
        if (file != null && Files.exists(losses.file)) {
            losses.dropCutLine();
            losses.read();
        } else if (file != null) {
            losses.append(String.join(",", HEADER) + "\n");
        }
        return losses;
    }

    private void dropCutLine() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end < bytes.length) {
                Files.write(file, Arrays.copyOf(bytes, end));
            }
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    private void read() {
        try (CsvReader in = CsvReader.open(Inputs.open(file), file.toString())) {
            if (!in.header().equals(HEADER)) {
                throw MtlException.data(file + ":1: expected the columns " + String.join(", ", HEADER) + ", found "
                        + String.join(", ", in.header()));
            }
            while (in.next()) {
                if (!in.get(0).equals(hash)) {
                    throw MtlException.data(in.name() + ":" + in.line() + ": the losses are those of another model or split;"
                            + " name another --truth file");
                }
                int target = tasks.indexOf(in.get(3));
                if (target < 0) {
                    throw MtlException.data(in.place(3) + ": the model has no task '" + in.get(3) + "'");
                }
                changes.computeIfAbsent(List.of(in.get(1), in.get(2)), key -> unknown())[target] = in.get(4).isEmpty() ? Double.NaN : in.number(4);
            }
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
        // Of a row that was being written when the run ended, some targets may be missing.
        changes.values().removeIf(values -> Double.isInfinite(values[values.length - 1]));
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
        if (file == null) {
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
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    void flush() {
        if (file != null && pending.size() > 0) {
            append(pending.toString(StandardCharsets.UTF_8));
            pending.reset();
        }
    }

    private void append(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw MtlException.cannotCreate(file + ": cannot be written: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        flush();
    }
}
