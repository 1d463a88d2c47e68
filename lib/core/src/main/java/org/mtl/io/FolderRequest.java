package org.mtl.io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.mtl.MtlException;

/**
 * The folder that a run is asked to make, and what may happen to one that is there.
 *
 * @param shown the target as the user named it
 * @param real the place it means, links followed
 * @param force whether a former result may be replaced
 * @param resume whether former work of the same options is gone on with
 * @param optionsHash identifies the options
 */
record FolderRequest(Path shown, Path real, boolean force, boolean resume, String optionsHash) {

    Path partial() {
        return Targets.beside(real, Targets.PARTIAL);
    }

    /** Where the folder that is replaced waits until the new one has its name. */
    Path old() {
        return Targets.beside(real, Targets.PARTIAL + ".old");
    }

    /** The name under which a folder is deleted. */
    Path doomed() {
        return Targets.beside(real, Targets.PARTIAL + ".discarded");
    }

    Path shownPartial() {
        return Targets.beside(shown, Targets.PARTIAL);
    }

    /** Whether the work is done already. */
    boolean isComplete() {
        return resume && RunFile.hashIn(real).equals(Optional.of(optionsHash));
    }

    /** Makes the partial folder unless it is there. */
    void makePartial() throws IOException {
        Path partial = partial();
        try {
            Files.createDirectory(partial);
        } catch (FileAlreadyExistsException e) {
            if (Targets.attributes(partial).filter(found -> !found.isDirectory()).isPresent()) {
                throw MtlException.cannotCreate(shown + ": cannot be created: " + shownPartial()
                        + " is no folder");
            }
        }
    }

    /** Finishes what a killed run left between two renames. */
    void repair() throws IOException {
        if (Targets.exists(old())) {
            if (Targets.exists(real)) {
                Targets.renameAndDelete(old(), doomed());
            } else {
                Targets.rename(old(), real);
            }
        }
        Targets.deleteDoomed(doomed());
    }

    /** Gives the partial folder its name, and says whether a former one was renamed out of its way. */
    boolean swap() throws IOException {
        boolean replaces = Targets.exists(real);
        if (replaces) {
            Targets.rename(real, old());
        }
        try {
            Targets.rename(partial(), real);
        } catch (IOException e) {
            if (replaces) {
                Targets.rename(old(), real);
            }
            throw e;
        }
        return replaces;
    }

    /** Deletes the former folder. */
    void deleteOld() {
        try {
            Targets.renameAndDelete(old(), doomed());
        } catch (IOException e) {
            // The result stands in its place, which is what was asked for; the next run deletes what is left.
            return;
        }
    }

    /**
     * Makes sure that nothing stands at the target which may not be replaced; to be asked under the lock.
     *
     * @throws MtlException (CANNOT_CREATE) otherwise; (USAGE) if it is former work of other options
     */
    void requireReplaceable() {
        Optional<BasicFileAttributes> found = Targets.attributes(real);
        if (found.isEmpty()) {
            return;
        }
        if (!found.get().isDirectory()) {
            throw MtlException.cannotCreate(shown + ": exists and is no folder");
        }
        boolean ours = RunFile.hashIn(real).isPresent();
        if (!ours && !isEmpty(real)) {
            throw MtlException.cannotCreate(shown + ": exists already and is no result of mtl; --force does not replace it");
        }
        if (!force) {
            throw resume && ours
                    ? MtlException.usage("--resume: " + shown + " was made with other options")
                    : MtlException.cannotCreate(shown + ": exists already; --force replaces it");
        }
    }

    private static boolean isEmpty(Path folder) {
        try {
            return Targets.entries(folder).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
