package org.mtl.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;

/**
 * An output folder in progress: built in {@code NAME.partial/} under a kernel lock, renamed to {@code NAME} at the end.
 *
 * <p>{@code run.json} in it holds the hash of the run's options from the start; a later run with {@code --resume} goes on
 * only where the hash is its own. An old folder that is replaced waits as {@code NAME.partial.old} until the new one
 * has its name, and comes back on the next start if a crash fell between.
 */
public final class OutputFolder implements AutoCloseable {

    /** The file that says how a folder came about. */
    public static final String RUN_FILE = RunFile.NAME;
    /** The key of the options' hash in {@link #RUN_FILE}. */
    public static final String OPTIONS_HASH = RunFile.OPTIONS_HASH;

    private static final String LOCK_FILE = ".lock";

    private enum State { OPEN, COMMITTED, DISCARDED, KEPT }

    private final Object monitor;
    private final FolderRequest request;
    private final Optional<PathLock> lock;
    private final boolean resumed;
    private final RunFile run;
    private State state;

    private OutputFolder(Object monitor, FolderRequest request, Optional<PathLock> lock, boolean resumed) {
        this.monitor = monitor;
        this.request = request;
        this.lock = lock;
        this.resumed = resumed;
        this.run = new RunFile(request.partial());
        this.state = lock.isPresent() ? State.OPEN : State.COMMITTED;
    }

    static OutputFolder open(Object monitor, FolderRequest request, List<Closeable> openUntilEnd) {
        if (request.isComplete()) {
            return new OutputFolder(monitor, request, Optional.empty(), false);
        }
        try {
            PathLock lock = PathLock.acquire(request.partial().resolve(LOCK_FILE), request.shown(),
                    request::makePartial, openUntilEnd);
            try {
                return openLocked(monitor, request, lock);
            } catch (IOException | MtlException e) {
                removeIfFresh(request, lock);
                throw e;
            }
        } catch (IOException e) {
            throw Targets.cannotCreate(request.shown(), e);
        }
    }

    /** Judges what is there, which nobody else changes under the lock, and takes the partial folder over. */
    private static OutputFolder openLocked(Object monitor, FolderRequest request, PathLock lock) throws IOException {
        request.repair();
        if (request.isComplete()) {
            removeIfFresh(request, lock);
            return new OutputFolder(monitor, request, Optional.empty(), false);
        }
        request.requireReplaceable();
        boolean started = request.resume() && holdsMoreThan(Set.of(LOCK_FILE, RunFile.NEW), request.partial());
        if (started && !RunFile.hashIn(request.partial()).equals(Optional.of(request.optionsHash()))) {
            throw MtlException.usage("--resume: " + request.shownPartial() + " was begun with other options");
        }
        var folder = new OutputFolder(monitor, request, Optional.of(lock), started);
        if (!started) {
            folder.empty();
            folder.writeRun(Map.of());
        }
        return folder;
    }

    private static boolean holdsMoreThan(Set<String> names, Path folder) throws IOException {
        return Targets.entries(folder).stream().anyMatch(entry -> !names.contains(entry.getFileName().toString()));
    }

    private static void removeIfFresh(FolderRequest request, PathLock lock) throws IOException {
        try (lock) {
            List<Path> entries = Targets.entries(request.partial());
            if (entries.equals(List.of(request.partial().resolve(LOCK_FILE)))) {
                Targets.renameAndDelete(request.partial(), request.doomed());
            }
        }
    }

    private void empty() throws IOException {
        for (Path entry : Targets.entries(request.partial())) {
            if (!entry.getFileName().toString().equals(LOCK_FILE)) {
                Folders.delete(entry);
            }
        }
    }

    /** The folder to write into; the finished folder if {@link #complete}. */
    public Path path() {
        return complete() ? request.real() : request.partial();
    }

    /** The folder as the user named it. */
    public Path target() {
        return request.shown();
    }

    Path real() {
        return request.real();
    }

    /** Whether {@code --resume} found the folder finished with the same options, so that nothing is to be done. */
    public boolean complete() {
        return lock.isEmpty();
    }

    /** Whether a partial folder of the same options was taken over with its content. */
    public boolean resumed() {
        return resumed;
    }

    /**
     * Deletes what an earlier run left, for work that begins anew even where it is resumed.
     *
     * @throws MtlException (IO) if that fails
     * @throws CancellationException if the folder was discarded
     */
    public void restart() {
        synchronized (monitor) {
            requireOpen();
            try {
                empty();
            } catch (IOException e) {
                throw failure(e);
            }
        }
        writeRun(Map.of());
    }

    /**
     * Makes sure that work which is gone on with was begun on the same input, and notes which that is.
     *
     * @param what how messages name it, a word that is no other fact's name
     * @param hash identifies its content
     * @throws MtlException (USAGE) if it was begun on another; (IO) if the note cannot be written
     * @throws CancellationException if the folder was discarded
     */
    public void requireSame(String what, String hash) {
        Map<String, Object> begun = run.read();
        Object before = begun.putIfAbsent(what + "Hash", hash);
        if (before == null) {
            writeRun(begun);
        } else if (!before.equals(hash)) {
            throw MtlException.usage("--resume: " + request.shownPartial() + " was begun with other content of the " + what
                    + "; without --resume the work begins anew");
        }
    }

    /**
     * Writes {@code run.json} anew, atomically: the options' hash and these facts.
     *
     * @throws MtlException (IO) if that fails
     * @throws CancellationException if the folder was discarded
     */
    public void writeRun(Map<String, ?> facts) {
        synchronized (monitor) {
            requireOpen();
            try {
                run.write(request.optionsHash(), facts);
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    /**
     * Gives the folder its name. If that fails, the partial folder is kept.
     *
     * @throws MtlException (CANNOT_CREATE) if a folder has appeared there that may not be replaced, (IO) if renaming fails
     * @throws CancellationException if the folder was discarded
     * @throws IllegalStateException if it was committed before, or {@code run.json} no longer holds the options' hash
     */
    public void commit() {
        synchronized (monitor) {
            requireOpen();
            if (!RunFile.hashIn(request.partial()).equals(Optional.of(request.optionsHash()))) {
                throw new IllegalStateException(request.partial() + ": run.json lost the hash of the options");
            }
            state = State.KEPT;
            try {
                request.requireReplaceable();
                boolean replaces = request.swap();
                Files.deleteIfExists(request.real().resolve(LOCK_FILE));
                if (replaces) {
                    request.deleteOld();
                }
                state = State.COMMITTED;
            } catch (MtlException e) {
                throw MtlException.cannotCreate(e.getMessage() + "; the result lies in " + request.shownPartial());
            } catch (IOException e) {
                throw failure(e);
            } finally {
                lock.ifPresent(PathLock::close);
            }
        }
    }

    private void requireOpen() {
        if (state == State.DISCARDED) {
            throw new CancellationException(request.shown() + ": stopped before it was complete");
        }
        if (state != State.OPEN) {
            throw new IllegalStateException(request.shown() + ": committed already");
        }
    }

    private MtlException failure(IOException e) {
        return MtlException.io(request.shown() + ": cannot be written: " + Inputs.reason(e), e);
    }

    /**
     * Gives the folder up unless it was committed; harmless when repeated.
     *
     * @param keep whether to leave the partial folder for a later {@code --resume}; its lock is then held until
     *     {@link #close}, since the main thread may still be writing
     */
    void discard(boolean keep) {
        synchronized (monitor) {
            if (state != State.OPEN) {
                return;
            }
            state = State.DISCARDED;
            if (!keep) {
                remove();
            }
        }
    }

    private void remove() {
        try {
            Targets.renameAndDelete(request.partial(), request.doomed());
        } catch (IOException e) {
            // The next run takes a leftover over; the signal or failure that led here is the one to report.
            return;
        } finally {
            lock.ifPresent(PathLock::close);
        }
    }

    private boolean hasWork() {
        try {
            return holdsMoreThan(Set.of(LOCK_FILE, RUN_FILE, RunFile.NEW), request.partial());
        } catch (IOException e) {
            // What cannot be looked at is kept.
            return true;
        }
    }

    boolean isOpen() {
        synchronized (monitor) {
            return state == State.OPEN;
        }
    }

    /**
     * Ends the work; without {@link #commit} the partial folder is deleted, or kept if it was begun to be resumed and there is
     * something in it to go on with.
     */
    @Override
    public void close() {
        discard(request.resume() && isOpen() && hasWork());
        lock.ifPresent(PathLock::close);
    }
}
