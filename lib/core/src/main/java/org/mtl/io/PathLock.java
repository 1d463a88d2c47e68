package org.mtl.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;

/**
 * A kernel lock on the file that a path names, freed when the process dies.
 *
 * <p>Between opening a file and locking it, its former owner may finish and rename or delete it; the lock would then be
 * one on a finished output. So the path is opened a second time once the lock is held: the Java machine knows its locks
 * by the file itself, hence a second lock "overlaps" exactly if path and lock still mean one file. Nothing is written for
 * this check, since the bytes might land in a finished output. The second channel stays open as long as the first,
 * because POSIX drops a process's locks on a file when any of its descriptors for that file is closed.
 */
final class PathLock implements Closeable {

    private static final int ATTEMPTS = 100;

    /** What has to be there before the lock file can be opened. */
    interface Preparation {
        void run() throws IOException;
    }

    private final FileChannel channel;
    private final FileChannel witness;

    private PathLock(FileChannel channel, FileChannel witness) {
        this.channel = channel;
        this.witness = witness;
    }

    /**
     * Locks a file, which is created if it is not there and otherwise left as it is.
     *
     * @param file the file; its last component is not followed if it is a symbolic link
     * @param shown how messages name the output
     * @param before runs before each attempt
     * @param openUntilEnd receives a channel that must stay open so as not to drop a lock which this process holds
     * @throws MtlException (BUSY) if another process, or another output of this one, holds the lock
     */
    static PathLock acquire(Path file, Path shown, Preparation before, List<Closeable> openUntilEnd)
            throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            before.run();
            Optional<PathLock> lock = tryOnce(file, shown, openUntilEnd);
            if (lock.isPresent()) {
                return lock.get();
            }
        }
        throw busy(shown);
    }

    private static Optional<PathLock> tryOnce(Path file, Path shown, List<Closeable> openUntilEnd) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            if (channel.tryLock() == null) {
                channel.close();
                throw busy(shown);
            }
        } catch (OverlappingFileLockException e) {
            openUntilEnd.add(channel);
            throw busy(shown);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Optional<FileChannel> witness = witness(file);
        if (witness.isEmpty()) {
            channel.close();
        }
        return witness.map(second -> new PathLock(channel, second));
    }

    private static Optional<FileChannel> witness(Path file) throws IOException {
        FileChannel second;
        try {
            second = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            second.tryLock();
        } catch (OverlappingFileLockException e) {
            return Optional.of(second);
        } catch (IOException e) {
            second.close();
            throw e;
        }
        second.close();
        return Optional.empty();
    }

    private static MtlException busy(Path shown) {
        return MtlException.busy(shown + ": another run is writing it");
    }

    /** The open file, positioned at its start. */
    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        for (FileChannel open : List.of(channel, witness)) {
            try {
                open.close();
            } catch (IOException e) {
                // All bytes were handed to the system before; a descriptor that does not close loses nothing.
                continue;
            }
        }
    }
}
