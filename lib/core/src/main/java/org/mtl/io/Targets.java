package org.mtl.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mtl.MtlException;

/** Names, renames and deletes what lies at and beside an output's path. */
final class Targets {

    static final String PARTIAL = ".partial";

    private static final int MOST_LINKS = 40;
    private static final int MOST_DOOMED = 100;

    private Targets() {}

    /**
     * The place that a target means once symbolic links are followed, the last one even where it leads to nothing yet.
     *
     * @throws MtlException (CANNOT_CREATE) if the folder that is to hold it does not exist or links go in a circle
     */
    static Path resolve(Path target) {
        try {
            Path at = target;
            for (int links = 0; links <= MOST_LINKS; links++) {
                Path name = at.getFileName();
                if (name == null || name.toString().isEmpty() || name.toString().equals(".")
                        || name.toString().equals("..")) {
                    return at.toRealPath();
                }
                at = at.toAbsolutePath().getParent().toRealPath().resolve(name);
                if (!Files.isSymbolicLink(at)) {
                    return at;
                }
                at = at.resolveSibling(Files.readSymbolicLink(at));
            }
            throw MtlException.cannotCreate(target + ": cannot be created: too many symbolic links");
        } catch (NoSuchFileException e) {
            throw MtlException.cannotCreate(target + ": cannot be created: no folder " + e.getFile());
        } catch (IOException e) {
            throw cannotCreate(target, e);
        }
    }

    /** A name beside {@code path} that begins with its own. */
    static Path beside(Path path, String suffix) {
        Path name = path.getFileName();
        if (name == null) {
            throw MtlException.cannotCreate(path + ": cannot be created: it is the root folder");
        }
        return path.resolveSibling(name + suffix);
    }

    static MtlException cannotCreate(Path shown, IOException e) {
        return MtlException.cannotCreate(shown + ": cannot be created: " + Inputs.reason(e));
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** What lies at a path, links not followed, in one look: another run may rename it between two. */
    static Optional<BasicFileAttributes> attributes(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.collect(Collectors.toList());
        }
    }

    /**
     * Deletes a folder that another thread may still be writing into: renamed first, so that no file can be created in
     * it under its old name.
     *
     * @param folder what to delete
     * @param doomed the name to take; numbered further where it is taken
     */
    static void renameAndDelete(Path folder, Path doomed) throws IOException {
        Path free = doomed;
        for (int number = 1;; number++) {
            try {
                rename(folder, free);
                break;
            } catch (NoSuchFileException e) {
                return;
            } catch (FileSystemException e) {
                if (number == MOST_DOOMED) {
                    throw e;
                }
                free = beside(doomed, "-" + number);
            }
        }
        Folders.delete(free);
    }

    /** Deletes what {@link #renameAndDelete} left when it was killed. */
    static void deleteDoomed(Path doomed) throws IOException {
        String name = doomed.getFileName().toString();
        for (Path entry : entries(doomed.getParent())) {
            String found = entry.getFileName().toString();
            if (found.equals(name) || found.matches(Pattern.quote(name) + "-\\d+")) {
                Folders.delete(entry);
            }
        }
    }
}
