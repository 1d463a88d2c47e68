package org.mtl.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mtl.MtlException;

/**
 * The command line that made a model, or a folder of models, and the data that it read.
 *
 * @param model the folder
 * @param words the words after {@code mtl}, without what cannot change the result
 * @param reference the data
 */
public record RecordedCommand(Path model, List<String> words, DataReference reference) {

    /**
     * Reads it.
     *
     * @throws MtlException (MISSING) if there is no model; (DATA) if it is damaged
     */
    public static RecordedCommand of(Path path) {
        if (GroupsFolder.isAt(path)) {
            GroupsFolder groups = GroupsFolder.open(path);
            return new RecordedCommand(path, groups.command(), groups.models().get(0).record().data());
        }
        if (SeedsFolder.isAt(path)) {
            SeedsFolder seeds = SeedsFolder.open(path);
            ModelFolder first = ModelFolder.open(path.resolve(seeds.members().get(0).name()));
            return new RecordedCommand(path, seeds.command(), first.record().data());
        }
        ModelFolder folder = ModelFolder.open(path);
        return new RecordedCommand(path, folder.record().command(), folder.record().data());
    }

    /** Where data that came through a pipe was kept, if it did and was. */
    public Optional<Path> copy() {
        Path copy = ModelData.copyIn(model);
        return reference.absolute().isEmpty() && Files.exists(copy) ? Optional.of(copy) : Optional.empty();
    }

    /**
     * The folder in which relative names of the command line lead to the recorded data: the working folder if it holds that
     * data, else the folder that the command ran in, as far as the two recorded names of the data tell.
     *
     * @param working the working folder
     */
    public Path folder(Path working) {
        Path name = Path.of(reference.path());
        Path absolute = Path.of(reference.absolute());
        if (reference.absolute().isEmpty() || name.isAbsolute() || !absolute.isAbsolute() || !absolute.endsWith(name)) {
            return working;
        }
        Path origin = absolute.getRoot().resolve(absolute.subpath(0, absolute.getNameCount() - name.getNameCount()));
        return Stream.of(working, origin).filter(folder -> ModelData.isFileOrFolder(folder.resolve(name)) && isUnchanged(folder.resolve(name)))
                .findFirst().orElse(working);
    }

    /**
     * The data, seen from a folder: under its name, or else at its absolute place.
     *
     * @throws MtlException (MISSING) if it is at neither
     */
    public Path data(Path folder) {
        Optional<Path> copy = copy();
        if (copy.isPresent()) {
            return copy.get();
        }
        if (reference.absolute().isEmpty()) {
            throw MtlException.missing("the data of " + model + " came through a pipe and was not kept; say where it is with"
                    + " --data");
        }
        return ModelData.find(reference, folder)
                .orElseThrow(() -> MtlException.missing(reference.path() + ": no such file, nor " + reference.absolute()
                        + "; say where it is with --data"));
    }

    /**
     * Makes sure that data is that which the model was trained on.
     *
     * @throws MtlException (MISSING) if it is not there; (DATA) if it is other data
     */
    public void requireUnchanged(Path data) {
        if (!Files.exists(data)) {
            throw MtlException.missing(data + ": no such file");
        }
        if (!isUnchanged(data)) {
            throw MtlException.data(data + ": the data has changed since " + model
                    + " was trained on it: its SHA-256 is not the recorded one");
        }
    }

    private boolean isUnchanged(Path data) {
        return Fingerprint.of(data).equals(reference.sha256());
    }
}
