package org.mtl.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;

/**
 * An output folder in progress: built in {@code NAME.partial/} under a kernel lock and renamed to {@code NAME} at the end.
 *
 * <p>{@code run.json} in it holds the hash of the run's options from the start; a later run with {@code --resume} goes on
 * only where the hash is its own. An old folder that is replaced waits as {@code NAME.partial.old} until the new one
 * has its name, and comes back on the next start if a crash fell between.
 */
public final class OutputFolder implements AutoCloseable {

    /** The file that says how a folder came about. */
    public static final String RUN_FILE = "run.json";
    /** The key of the options' hash in {@link #RUN_FILE}. */
    public static final String OPTIONS_HASH = "optionsHash";

    private static final String LOCK_FILE = ".lock";
    private static final String NEW_RUN_FILE = "run.json.new";

    private enum State { OPEN, COMMITTED, DISCARDED, KEPT }

    /** What is asked for: the target as the user named it, and what may happen to a folder that is there. */
    record Request(Path shown, Path real, boolean force, boolean resume, String optionsHash) {

        Path partial() {
            return Targets.beside(real, Targets.PARTIAL);
        }

        Path old() {
            return Targets.beside(real, Targets.PARTIAL + ".old");
        }

        Path doomed() {
            return Targets.beside(real, Targets.PARTIAL + ".discarded");
        }

        Path shownPartial() {
            return Targets.beside(shown, Targets.PARTIAL);
        }

        boolean isComplete() {
            return resume && recordedHash(real).equals(Optional.of(optionsHash));
        }
    }

    private final Object monitor;
    private final Request request;
    private final Optional<PathLock> lock;
    private final boolean resumed;
    private State state;

    private OutputFolder(Object monitor, Request request, Optional<PathLock> lock, boolean resumed) {
        this.monitor = monitor;
        this.request = request;
        this.lock = lock;
        this.resumed = resumed;
        this.state = lock.isPresent() ? State.OPEN : State.COMMITTED;
    }

    static OutputFolder open(Object monitor, Request request, List<Closeable> openUntilEnd) {
        if (request.isComplete()) {
            return new OutputFolder(monitor, request, Optional.empty(), false);
        }
        requireReplaceable(request);
        try {
            PathLock lock = PathLock.acquire(request.partial().resolve(LOCK_FILE), request.shown(),
                    () -> makePartial(request), openUntilEnd);
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

    /** Looks again at what the first look saw without a lock, then takes the partial folder over. */
    private static OutputFolder openLocked(Object monitor, Request request, PathLock lock) throws IOException {
        repair(request);
        if (request.isComplete()) {
            removeIfFresh(request, lock);
            return new OutputFolder(monitor, request, Optional.empty(), false);
        }
        requireReplaceable(request);
        boolean started = request.resume() && Targets.entries(request.partial()).stream()
                .map(entry -> entry.getFileName().toString())
                .anyMatch(name -> !name.equals(LOCK_FILE) && !name.equals(NEW_RUN_FILE));
        if (started && !recordedHash(request.partial()).equals(Optional.of(request.optionsHash()))) {
            throw MtlException.usage("--resume: " + request.shownPartial() + " was begun with other options");
        }
        var folder = new OutputFolder(monitor, request, Optional.of(lock), started);
        if (!started) {
            folder.empty();
            folder.writeRun(Map.of());
        }
        return folder;
    }

    private static void makePartial(Request request) throws IOException {
        Path partial = request.partial();
        try {
            Files.createDirectory(partial);
        } catch (FileAlreadyExistsException e) {
            if (Targets.exists(partial) && !Targets.isFolder(partial)) {
                throw MtlException.cannotCreate(request.shown() + ": cannot be created: " + request.shownPartial()
                        + " is no folder");
            }
        }
    }

    /** Finishes what a killed run left between two renames. */
    private static void repair(Request request) throws IOException {
        if (Targets.exists(request.old())) {
            if (Targets.exists(request.real())) {
                Targets.renameAndDelete(request.old(), request.doomed());
            } else {
                Targets.rename(request.old(), request.real());
            }
        }
        Targets.deleteDoomed(request.doomed());
    }

    private static void requireReplaceable(Request request) {
        Path shown = request.shown();
        if (!Targets.exists(request.real())) {
            return;
        }
        if (!Targets.isFolder(request.real())) {
            throw MtlException.cannotCreate(shown + ": exists and is no folder");
        }
        boolean ours = recordedHash(request.real()).isPresent();
        if (!request.force()) {
            throw request.resume() && ours
                    ? MtlException.usage("--resume: " + shown + " was made with other options")
                    : MtlException.cannotCreate(shown + ": exists already; --force replaces it");
        }
        if (!ours && !isEmpty(request.real())) {
            throw MtlException.cannotCreate(shown + ": exists and is no result of mtl, which --force does not replace");
        }
    }

    private static boolean isEmpty(Path folder) {
        try {
            return Targets.entries(folder).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> recordedHash(Path folder) {
        Path run = folder.resolve(RUN_FILE);
        if (!Files.isRegularFile(run)) {
            return Optional.empty();
        }
        try {
            return Json.read(run).get(OPTIONS_HASH) instanceof String hash ? Optional.of(hash) : Optional.empty();
        } catch (MtlException e) {
            // A damaged file vouches for nothing; the folder then counts as foreign.
            return Optional.empty();
        }
    }

    private static void removeIfFresh(Request request, PathLock lock) throws IOException {
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
                Targets.delete(entry);
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
     * Writes {@code run.json} anew, atomically: the options' hash and these facts.
     *
     * @throws MtlException (IO) if that fails
     * @throws CancellationException if the folder was discarded
     */
    public void writeRun(Map<String, ?> facts) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(OPTIONS_HASH, request.optionsHash());
        document.putAll(facts);
        document.put(OPTIONS_HASH, request.optionsHash());
        synchronized (monitor) {
            requireOpen();
            Path fresh = request.partial().resolve(NEW_RUN_FILE);
            try {
                Files.write(fresh, Json.write(document));
                Targets.rename(fresh, request.partial().resolve(RUN_FILE));
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
            if (!recordedHash(request.partial()).equals(Optional.of(request.optionsHash()))) {
                throw new IllegalStateException(request.partial() + ": run.json lost the hash of the options");
            }
            state = State.KEPT;
            try {
                requireReplaceable(request);
                swap();
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

    private void swap() throws IOException {
        boolean replaces = Targets.exists(request.real());
        if (replaces) {
            Targets.rename(request.real(), request.old());
        }
        try {
            Targets.rename(request.partial(), request.real());
        } catch (IOException e) {
            if (replaces) {
                Targets.rename(request.old(), request.real());
            }
            throw e;
        }
        Files.deleteIfExists(request.real().resolve(LOCK_FILE));
        if (replaces) {
            Targets.renameAndDelete(request.old(), request.doomed());
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

    boolean isOpen() {
        synchronized (monitor) {
            return state == State.OPEN;
        }
    }

    /** Ends the work; without {@link #commit} the partial folder is deleted, or kept if {@code --resume} was asked for. */
    @Override
    public void close() {
        discard(request.resume());
        lock.ifPresent(PathLock::close);
    }
}
