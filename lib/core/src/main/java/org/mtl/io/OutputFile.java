package org.mtl.io;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;

/**
 * An output file in progress: written beside its target and renamed over it at the end.
 *
 * <p>A target that exists and is no regular file, such as a pipe or {@code /dev/null}, is written directly.
 */
public final class OutputFile implements AutoCloseable {

    private static final int BUFFER_SIZE = 1 << 16;

    private enum State { OPEN, COMMITTED, DISCARDED }

    /** The locked partial file and the place that it will take. */
    private record Replacement(Path partial, Path real, PathLock lock) {}

    private final Object monitor;
    private final Path shown;
    private final Optional<Replacement> replacement;
    private final OutputStream bytes;
    private final OutputStream stream;
    private State state = State.OPEN;

    private OutputFile(Object monitor, Path shown, Optional<Replacement> replacement, OutputStream bytes) {
        this.monitor = monitor;
        this.shown = shown;
        this.replacement = replacement;
        this.bytes = bytes;
        this.stream = new BufferedOutputStream(new Sink(bytes, shown), BUFFER_SIZE);
    }

    /** Whether a target is written in place. */
    static boolean isDirect(Path target) {
        return isStandardStream(target)
                || Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
    }

    /** These names lead to whatever file the shell has opened, which a rename would swap away under it. */
    private static boolean isStandardStream(Path target) {
        String name = target.toAbsolutePath().normalize().toString();
        return name.matches("/dev/(stdin|stdout|stderr|fd/\\d+)|/proc/[^/]+/fd/\\d+");
    }

    static OutputFile direct(Object monitor, Path target) {
        OpenOption[] options = isStandardStream(target)
                ? new OpenOption[] {StandardOpenOption.WRITE, StandardOpenOption.APPEND}
                : new OpenOption[] {StandardOpenOption.WRITE};
        try {
            return new OutputFile(monitor, target, Optional.empty(), Files.newOutputStream(target, options));
        } catch (IOException e) {
            throw Targets.cannotCreate(target, e);
        }
    }

    static OutputFile replacing(Object monitor, Path target, Path real, List<Closeable> openUntilEnd) {
        if (Files.isDirectory(real)) {
            throw MtlException.cannotCreate(target + ": cannot be created: it is a folder");
        }
        Path partial = Targets.beside(real, Targets.PARTIAL);
        if (Targets.attributes(partial).filter(found -> !found.isRegularFile()).isPresent()) {
            throw MtlException.cannotCreate(target + ": cannot be created: " + partial + " is no regular file");
        }
        try {
            PathLock lock = PathLock.acquire(partial, target, () -> {}, openUntilEnd);
            var replacement = new Replacement(partial, real, lock);
            try {
                lock.channel().truncate(0);
                copyPermissions(real, partial);
            } catch (IOException e) {
                remove(replacement);
                throw e;
            }
            return new OutputFile(monitor, target, Optional.of(replacement), Channels.newOutputStream(lock.channel()));
        } catch (IOException e) {
            throw Targets.cannotCreate(target, e);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        if (Files.exists(from) && from.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
    }

    /** The file as the user named it. */
    public Path target() {
        return shown;
    }

    /** The place whose content is replaced; empty for a target that is written directly. */
    Optional<Path> real() {
        return replacement.map(Replacement::real);
    }

    /**
     * Where to write, buffered. Failures are {@link MtlException} of kind IO, with the system's exception as cause.
     * Closing it only flushes; the file is finished by {@link #commit}.
     */
    public OutputStream stream() {
        return stream;
    }

    /**
     * Puts the file in its place, atomically.
     *
     * @throws MtlException (IO) if a write or the renaming fails
     * @throws CancellationException if the output was discarded
     * @throws IllegalStateException if it was committed before
     */
    public void commit() {
        if (replacement.isEmpty()) {
            // A pipe may block here for as long as its reader likes, which must not keep a signal handler waiting.
            flush();
            closeBytes();
        }
        synchronized (monitor) {
            if (state == State.DISCARDED) {
                throw new CancellationException(shown + ": stopped before it was complete");
            }
            if (state == State.COMMITTED) {
                throw new IllegalStateException(shown + ": committed twice");
            }
            replacement.ifPresent(this::swap);
            state = State.COMMITTED;
        }
    }

    private void swap(Replacement files) {
        flush();
        try {
            Targets.rename(files.partial(), files.real());
        } catch (IOException e) {
            throw failure(shown, e);
        }
        files.lock().close();
    }

    private void flush() {
        try {
            stream.flush();
        } catch (IOException e) {
            throw failure(shown, e);
        }
    }

    private void closeBytes() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw failure(shown, e);
        }
    }

    private static MtlException failure(Path shown, IOException e) {
        return MtlException.io(shown + ": cannot be written: " + Inputs.reason(e), e);
    }

    /** Deletes the partial file unless it was committed; harmless when repeated. */
    void discard() {
        synchronized (monitor) {
            if (state == State.OPEN) {
                state = State.DISCARDED;
                replacement.ifPresent(OutputFile::remove);
            }
        }
    }

    /** Deletes under the lock, so that no other run's file is hit. */
    private static void remove(Replacement files) {
        try {
            Files.deleteIfExists(files.partial());
        } catch (IOException e) {
            // The next run takes a leftover over; the failure that led here is the one to report.
            return;
        } finally {
            files.lock().close();
        }
    }

    /** Whether neither {@link #commit} nor {@link #close} has happened yet. */
    boolean isOpen() {
        synchronized (monitor) {
            return state == State.OPEN;
        }
    }

    /** Deletes what was written unless {@link #commit} was called; a target written directly is only closed. */
    @Override
    public void close() {
        boolean unfinished = isOpen();
        discard();
        if (unfinished && replacement.isEmpty()) {
            closeBytes();
        }
    }

    /** Turns failures into the library's exception and keeps the file open when a writer above is closed. */
    private static final class Sink extends OutputStream {

        private final OutputStream bytes;
        private final Path shown;

        Sink(OutputStream bytes, Path shown) {
            this.bytes = bytes;
            this.shown = shown;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] values, int offset, int count) {
            try {
                bytes.write(values, offset, count);
            } catch (IOException e) {
                throw failure(shown, e);
            }
        }
    }
}
