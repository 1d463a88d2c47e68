package org.mtl.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * for each task. An interrupted run loses nothing that was written; a last line that was cut short is dropped. Files of parts
 * may be put one after the other, headers and all.
 */
final class RetrainedRuns implements AutoCloseable {

    private static final List<String> HEADER = List.of("model", "set", "seed", "target", "loss", "metric");

    private final String name;
    private final String hash;
    private final List<String> tasks;
    private final Map<String, MeanLosses.Figures> known = new HashMap<>();
    private Optional<FileChannel> file = Optional.empty();

    private RetrainedRuns(String name, String hash, List<String> tasks) {
        this.name = name;
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
        RetrainedRuns runs = new RetrainedRuns(file.map(context::displayName).orElse(""), hash, model.fitted().data().taskNames());
        if (file.isPresent()) {
            runs.open(context.path(file.get()));
        }
        return runs;
    }

    private void open(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel);
            byte[] bytes = contents(channel);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            read(Arrays.copyOf(bytes, end));
            channel.truncate(end);
            channel.position(end);
            file = Optional.of(channel);
            if (end == 0) {
                append(String.join(",", HEADER) + "\n");
            }
        } catch (IOException e) {
            throw MtlException.cannotCreate(name + ": cannot be written: " + e.getMessage());
        } finally {
            if (file.isEmpty() && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private void lock(FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw MtlException.busy(name + ": another run is writing it");
        }
        if (lock == null) {
            throw MtlException.busy(name + ": another run is writing it");
        }
    }

    /** Read through the one channel: to close another one of the same file would give up the lock (POSIX). */
    private static byte[] contents(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // What went wrong before is what is to be said.
            return;
        }
    }

    private void read(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        try (CsvReader in = CsvReader.open(new ByteArrayInputStream(bytes), name)) {
            if (!in.header().equals(HEADER)) {
                throw MtlException.data(name + ":1: expected the columns " + String.join(", ", HEADER) + ", found "
                        + String.join(", ", in.header()));
            }
            while (in.next()) {
                if (in.get(0).equals(HEADER.get(0))) {
                    continue;
                }
                if (!in.get(0).equals(hash)) {
                    throw MtlException.data(name + ":" + in.line() + ": the losses are those of another model or split;"
                            + " name another --truth file");
                }
                readLine(in);
            }
        }
        // Of a model that was being written when the run ended, some targets may be missing.
        known.values().removeIf(figures -> Arrays.stream(figures.losses()).anyMatch(Double::isInfinite));
    }

    private void readLine(CsvReader in) {
        int target = tasks.indexOf(in.get(3));
        if (target < 0) {
            throw MtlException.data(in.place(3) + ": the model has no task '" + in.get(3) + "'");
        }
        MeanLosses.Figures figures = known.computeIfAbsent(key(in.get(1), in.get(2)), key -> unknown());
        figures.losses()[target] = in.isEmpty(4) ? Double.NaN : in.number(4);
        figures.metrics()[target] = in.isEmpty(5) ? Double.NaN : in.number(5);
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
            append(text.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw MtlException.io(name + ": " + e.getMessage(), e);
        }
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Numbers.format(value);
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.orElseThrow().write(bytes);
        }
    }

    @Override
    public void close() {
        file.ifPresent(RetrainedRuns::closeQuietly);
    }
}
