package org.mtl.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.Inputs;

/**
 * A CSV file to which results are added as they come, so many lines each, locked while it is open. An interrupted run loses no
 * result that was written; of one that it was just writing the lines are taken away when the file is opened again, which then
 * ends with the same bytes as if nothing had happened. A file that is another one is left as it is. Files of parts may be put
 * one after the other, headers and all.
 */
final class KeptLines implements AutoCloseable {

    private final String name;
    private final FileChannel channel;

    private KeptLines(String name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * What such a file looks like.
     *
     * @param header its columns, of which the first holds the same in all lines
     * @param first what it holds
     * @param lines how many lines a result has
     */
    record Form(List<String> header, String first, int lines) {}

    /**
     * Reads what the file holds already, or begins it.
     *
     * @param name how messages name it
     * @param line takes a line and says which result it belongs to
     * @throws MtlException (DATA) if it is another file, or what it holds is of another model; (BUSY) if another run writes it;
     *     (CANNOT_CREATE) if it cannot be opened
     */
    static KeptLines open(Path path, String name, Form form, Function<CsvReader, Object> line) {
        FileChannel channel = null;
        KeptLines kept = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, name);
            byte[] bytes = contents(channel);
            int end = read(Arrays.copyOf(bytes, endOfLines(bytes)), name, form, line);
            channel.truncate(end);
            channel.position(end);
            KeptLines begun = new KeptLines(name, channel);
            if (end == 0) {
                begun.append(String.join(",", form.header()) + "\n");
            }
            kept = begun;
            return kept;
        } catch (IOException e) {
            throw MtlException.cannotCreate(name + ": cannot be written: " + Inputs.reason(e));
        } finally {
            if (kept == null && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static void lock(FileChannel channel, String name) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw MtlException.busy(name + ": another run is writing it");
        }
        throw MtlException.busy(name + ": another run is writing it");
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

    private static int endOfLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Hands all lines on; returns where the last result that is whole ends. */
    private static int read(byte[] bytes, String name, Form form, Function<CsvReader, Object> line) throws IOException {
        if (bytes.length == 0) {
            return 0;
        }
        try (CsvReader in = CsvReader.open(new ByteArrayInputStream(bytes), name)) {
            if (!in.header().equals(form.header())) {
                throw MtlException.data(name + ":1: expected the columns " + String.join(", ", form.header()) + ", found "
                        + String.join(", ", in.header()));
            }
            Object last = null;
            long begin = 0;
            int count = form.lines();
            while (in.next()) {
                if (in.get(0).equals(form.header().get(0))) {
                    count = form.lines();
                    continue;
                }
                if (!in.get(0).equals(form.first())) {
                    throw MtlException.data(name + ":" + in.line() + ": the losses are those of another model or split;"
                            + " name another --truth file");
                }
                Object result = line.apply(in);
                if (count >= form.lines() || !result.equals(last)) {
                    last = result;
                    begin = in.line();
                    count = 0;
                }
                count++;
            }
            return count < form.lines() ? startOfLine(bytes, begin) : bytes.length;
        }
    }

    private static int startOfLine(byte[] bytes, long line) {
        int at = 0;
        for (long passed = 1; passed < line; at++) {
            passed += bytes[at] == '\n' ? 1 : 0;
        }
        return at;
    }

    /**
     * Adds lines; they are in the file when this returns.
     *
     * @throws MtlException (IO) if that fails
     */
    void append(String lines) {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw MtlException.io(name + ": cannot be written: " + Inputs.reason(e), e);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // What went wrong before is what is to be said; what was appended is the system's already.
            return;
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
