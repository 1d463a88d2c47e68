package org.mtl.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.mtl.MtlException;

/**
 * All outputs of one run, so that a signal handler can clean up after a main thread that is still writing.
 *
 * <p>Every method may be called from any thread. A commit that has begun is finished before {@link #discard} goes on.
 */
public final class Outputs implements AutoCloseable {

    private final Object monitor = new Object();
    private final List<OutputFile> files = new ArrayList<>();
    private final List<OutputFolder> folders = new ArrayList<>();
    private final List<Closeable> openUntilEnd = new ArrayList<>();
    private boolean discarded;

    /**
     * Begins an output file. A symbolic link keeps leading to the file that it leads to, whose content is replaced.
     *
     * @param target the file as the user named it
     * @throws MtlException (CANNOT_CREATE) if it is a folder or its folder is missing or not writable, (BUSY) if another
     *     run is writing it, (USAGE) if it is already an output of this run
     * @throws CancellationException after {@link #discard}
     */
    public OutputFile file(Path target) {
        if (OutputFile.isDirect(target)) {
            // Opening a pipe waits for its reader and must not keep a signal handler waiting.
            return register(OutputFile.direct(monitor, target));
        }
        synchronized (monitor) {
            requireUsable(target);
            Path real = Targets.resolve(target);
            requireNew(target, real);
            return register(OutputFile.replacing(monitor, target, real, openUntilEnd));
        }
    }

    private OutputFile register(OutputFile file) {
        synchronized (monitor) {
            files.add(file);
            if (discarded) {
                file.close();
                requireUsable(file.target());
            }
            return file;
        }
    }

    /**
     * Begins an output folder, or goes on with one.
     *
     * <p>With {@code resume} a finished folder or a partial one of the same options is taken as it is, and one of other
     * options is refused; with {@code force} as well, a finished folder of other options is replaced. Without
     * {@code resume}, what a killed run left is emptied.
     *
     * @param target the folder as the user named it
     * @param force whether a folder that a former run wrote may be replaced; other folders never are, unless empty
     * @param resume whether to go on with former work
     * @param optionsHash identifies the options that decide the result
     * @throws MtlException (CANNOT_CREATE) if the folder exists and may not be replaced or cannot be made, (USAGE) if
     *     former work has other options or the folder is already an output of this run, (BUSY) if another run is writing it
     * @throws CancellationException after {@link #discard}
     */
    public OutputFolder folder(Path target, boolean force, boolean resume, String optionsHash) {
        synchronized (monitor) {
            requireUsable(target);
            Path real = Targets.resolve(target);
            requireNew(target, real);
            var request = new FolderRequest(target, real, force, resume, optionsHash);
            OutputFolder folder = OutputFolder.open(monitor, request, openUntilEnd);
            folders.add(folder);
            return folder;
        }
    }

    /** The folder that was begun last, as the user named it: what a failure is about that names no file. */
    public Optional<Path> lastFolder() {
        synchronized (monitor) {
            return folders.isEmpty() ? Optional.empty() : Optional.of(folders.get(folders.size() - 1).target());
        }
    }

    private void requireUsable(Path target) {
        if (discarded) {
            throw new CancellationException(target + ": stopped before it was begun");
        }
    }

    private void requireNew(Path target, Path real) {
        Stream<Path> begunFiles = files.stream().filter(OutputFile::isOpen).flatMap(file -> file.real().stream());
        Stream<Path> begunFolders = folders.stream().filter(OutputFolder::isOpen).map(OutputFolder::real);
        if (Stream.concat(begunFiles, begunFolders).anyMatch(real::equals)) {
            throw MtlException.usage(target + ": named twice as an output");
        }
    }

    /**
     * Gives up all that is not committed: partial files are deleted and, unless kept, partial folders. From then on no
     * commit succeeds and no output begins. Failures are passed over, since the process is about to end; repeating it
     * does nothing.
     *
     * @param keepFolders whether partial folders stay for a later {@code --resume}
     */
    public void discard(boolean keepFolders) {
        synchronized (monitor) {
            discarded = true;
            files.forEach(OutputFile::discard);
            folders.forEach(folder -> folder.discard(keepFolders));
        }
    }

    /** Whether {@link #discard} was called: failures of the main thread are then consequences and not worth a message. */
    public boolean isDiscarded() {
        synchronized (monitor) {
            return discarded;
        }
    }

    /** Closes every output; what is not committed is deleted, save folders that were begun with {@code resume}. */
    @Override
    public void close() {
        synchronized (monitor) {
            discarded = true;
            files.forEach(OutputFile::close);
            folders.forEach(OutputFolder::close);
            for (Closeable channel : openUntilEnd) {
                try {
                    channel.close();
                } catch (IOException e) {
                    // Nothing was written through it.
                    continue;
                }
            }
        }
    }
}
