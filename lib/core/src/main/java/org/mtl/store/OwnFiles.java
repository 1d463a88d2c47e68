package org.mtl.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.io.Inputs;

/**
 * Makes sure that a model, which may come from anywhere, holds files and folders of its own: no pipe or device, whose reading
 * might never end, and no symbolic link that leads out of it.
 */
final class OwnFiles {

    private OwnFiles() {}

    /**
     * Looks at all that lies below a folder.
     *
     * @param folder the folder; it may itself be reached through links
     * @throws MtlException as {@link #requireIn}
     */
    static void requireBelow(Path folder) {
        require(folder, Integer.MAX_VALUE);
    }

    /**
     * Looks at what lies in a folder, not at what its folders hold.
     *
     * @param folder the folder; it may itself be reached through links
     * @throws MtlException (DATA) if something else than a file or a folder is there, or a link that leads elsewhere;
     *     (MISSING) if it cannot be looked at
     */
    static void requireIn(Path folder) {
        require(folder, 1);
    }

    private static void require(Path folder, int depth) {
        try {
            Path real = folder.toRealPath();
            try (Stream<Path> entries = Files.walk(real, depth)) {
                for (Path entry : (Iterable<Path>) entries::iterator) {
                    require(entry, folder.resolve(real.relativize(entry)), real);
                }
            }
        } catch (UncheckedIOException e) {
            throw unreadable(folder, e.getCause());
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static MtlException unreadable(Path folder, IOException e) {
        return MtlException.missing(folder + ": cannot be read: " + Inputs.reason(e));
    }

    private static void require(Path entry, Path shown, Path folder) {
        if (Files.isSymbolicLink(entry)) {
            requireInside(entry, shown, folder);
        }
        if (!Files.isRegularFile(entry) && !Files.isDirectory(entry)) {
            throw MtlException.data(shown + ": expected a regular file, found a pipe or device");
        }
    }

    private static void requireInside(Path link, Path shown, Path folder) {
        try {
            if (!link.toRealPath().startsWith(folder)) {
                throw MtlException.data(shown + ": a link that leads out of the model; cp -RL makes a copy with the files themselves");
            }
        } catch (NoSuchFileException e) {
            throw MtlException.missing(shown + ": a link to nothing");
        } catch (IOException e) {
            throw MtlException.data(shown + ": a link that cannot be followed: " + Inputs.reason(e));
        }
    }
}
