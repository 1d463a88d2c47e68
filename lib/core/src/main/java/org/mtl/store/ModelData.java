package org.mtl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.LoadedData;
import org.mtl.data.RecordedSplits;
import org.mtl.data.SplitArray;
import org.mtl.data.TargetKind;
import org.mtl.data.TargetKinds;
import org.mtl.io.CsvReader;
import org.mtl.io.Inputs;
import org.mtl.io.NpyReader;
import org.mtl.model.MultitaskModel;

/** Reads the data of a model again, as it was when the model was trained. */
public final class ModelData {

    /** The folder inside a model that holds a copy of data which came through a pipe. */
    private static final String COPY_FOLDER = "data";

    /** The name of that copy. */
    private static final String COPY_FILE = "data.csv";

    private ModelData() {}

    /** Where a model's folder holds that copy, if it has one. */
    public static Path copyIn(Path model) {
        return model.resolve(COPY_FOLDER).resolve(COPY_FILE);
    }

    /**
     * Finds, checks and reads the data, and divides it as the model did.
     *
     * @param model the model
     * @param elsewhere where the data lies now, if the user says so
     * @param folder the folder that a relative recorded path starts from
     * @throws MtlException (MISSING) if the data is nowhere; (DATA) if its SHA-256 is not the recorded one
     */
    public static Dataset read(ModelFolder model, Optional<Path> elsewhere, Path folder) {
        return read(List.of(model), elsewhere, folder).get(0);
    }

    /**
     * Finds, checks and reads the data of several models once, and divides it as each of them did.
     *
     * @param models at least one, all trained on the same data
     * @throws MtlException as of one model; (DATA) if the models record different data
     */
    public static List<Dataset> read(List<ModelFolder> models, Optional<Path> elsewhere, Path folder) {
        ModelFolder first = models.get(0);
        DataReference reference = first.record().data();
        for (ModelFolder model : models) {
            if (!model.record().data().equals(reference)) {
                throw MtlException.data(model.path() + " was trained on other data than " + first.path());
            }
        }
        Path data = elsewhere.orElseGet(() -> find(first, folder));
        if (!Files.exists(data)) {
            throw MtlException.missing(data + ": no such file");
        }
        LoadedData loaded;
        try (StartedFingerprint fingerprint = StartedFingerprint.of(data)) {
            try {
                loaded = DataFiles.read(data, reference.roles().withKinds(kinds(models)));
            } catch (RuntimeException e) {
                // Whatever is wrong with data that has changed, that it has is what to know.
                requireUnchanged(fingerprint, data, first);
                throw e;
            }
            requireUnchanged(fingerprint, data, first);
        }
        models.forEach(model -> requireFeatures(model, loaded.dataset()));
        return models.stream().map(model -> divided(model, loaded.dataset())).toList();
    }

    private static void requireFeatures(ModelFolder model, Dataset data) {
        if (!data.features().names().equals(model.record().model().features())) {
            throw MtlException.data(ModelList.file(model.path()) + ": the features of its data are not those of its model");
        }
    }

    private static void requireUnchanged(StartedFingerprint fingerprint, Path data, ModelFolder model) {
        if (!fingerprint.get().equals(model.record().data().sha256())) {
            throw MtlException.data(data + ": the data has changed since " + model.path()
                    + " was trained on it: its SHA-256 is not the recorded one");
        }
    }

    private static Dataset divided(ModelFolder model, Dataset all) {
        Path array = model.path().resolve("split.npy");
        Path splits = model.path().resolve("split.csv");
        if (Files.exists(array)) {
            return divided(model, all, array);
        }
        try (CsvReader in = CsvReader.open(Inputs.open(splits), splits.toString())) {
            Dataset divided = RecordedSplits.apply(all, in);
            if (!divided.taskNames().equals(model.record().model().taskNames())) {
                throw MtlException.data(splits + ": its tasks are not those of model.json");
            }
            return divided;
        } catch (IOException e) {
            throw MtlException.io(splits + ": " + e.getMessage(), e);
        }
    }

    private static Dataset divided(ModelFolder model, Dataset all, Path array) {
        try (NpyReader in = NpyReader.open(array)) {
            return SplitArray.apply(all, model.record().model().taskNames(), in);
        } catch (IOException e) {
            throw MtlException.io(array + ": " + e.getMessage(), e);
        }
    }

    /** Labels are read as the models know them: the same classes with the same codes, or numbers. */
    private static TargetKinds kinds(List<ModelFolder> models) {
        Map<String, TargetKind> kinds = new HashMap<>();
        Map<String, List<String>> classes = new HashMap<>();
        for (ModelFolder folder : models) {
            MultitaskModel model = folder.record().model();
            for (int k = 0; k < model.taskNames().size(); k++) {
                if (model.classes(k).isEmpty()) {
                    kinds.put(model.taskNames().get(k), TargetKind.NUMBER);
                } else {
                    classes.put(model.taskNames().get(k), model.classes(k));
                }
            }
        }
        return new TargetKinds(TargetKind.AUTO, kinds, classes);
    }

    /** Whether later commands will find the data that a model was trained on. */
    public enum State {
        /** It is there, with the recorded SHA-256. */
        UNCHANGED,
        /** It is there, but it is not the same any more. */
        CHANGED,
        /** It is neither kept in the model nor at the recorded place. */
        MISSING;

        /** The word that files use. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Looks for the data of a model and reads its bytes once.
     *
     * @param folder the folder that a relative recorded path starts from
     */
    public static State state(ModelFolder model, Path folder) {
        Optional<Path> data = locate(model, folder);
        if (data.isEmpty()) {
            return State.MISSING;
        }
        boolean same = Fingerprint.of(data.get()).equals(model.record().data().sha256());
        return same ? State.UNCHANGED : State.CHANGED;
    }

    private static Path find(ModelFolder model, Path folder) {
        DataReference reference = model.record().data();
        return locate(model, folder).orElseThrow(() -> MtlException.missing((reference.absolute().isEmpty()
                ? "the data of " + model.path() + " came through a pipe and was not kept"
                : reference.path() + ": no such file, nor " + reference.absolute()) + "; say where it is with --data"));
    }

    private static Optional<Path> locate(ModelFolder model, Path folder) {
        DataReference reference = model.record().data();
        Path copy = copyIn(model.path());
        if (Files.exists(copy)) {
            return Optional.of(copy);
        }
        if (reference.absolute().isEmpty()) {
            return Optional.empty();
        }
        return find(reference, folder);
    }

    /** Where recorded data lies; a pipe or device, which a model might name so as to be read for ever, is no data. */
    static Optional<Path> find(DataReference reference, Path folder) {
        return Stream.of(reference.path(), reference.absolute()).map(folder::resolve)
                .filter(ModelData::isFileOrFolder).findFirst();
    }

    static boolean isFileOrFolder(Path path) {
        return Files.isRegularFile(path) || Files.isDirectory(path);
    }
}
