package org.mtl.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.model.LinearModel;
import org.mtl.store.ModelData;
import org.mtl.store.ModelFolder;

/**
 * A model read from its folder, with its data.
 *
 * @param folder the folder
 * @param data the data, divided as the model was trained
 */
record FittedModel(ModelFolder folder, Dataset data) {

    /**
     * Reads a model and its data.
     *
     * @param model the folder's name
     * @param elsewhere where the data lies now, if the user says so
     * @throws MtlException (USAGE) if that is a pipe: the data is read once for its hash and once more for its rows
     */
    static FittedModel open(String model, Optional<String> elsewhere, Context context) {
        ModelFolder folder = ModelFolder.open(context.path(model));
        Optional<Path> data = elsewhere.map(name -> readTwice(name, context));
        return new FittedModel(folder, ModelData.read(folder, data, context.folder()));
    }

    private static Path readTwice(String name, Context context) {
        Path path = context.path(name);
        if (name.equals(Context.STANDARD_INPUT) || Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw MtlException.usage("--data: expected a file or a folder, found " + context.displayName(name)
                    + ", which cannot be read twice");
        }
        return path;
    }

    LinearModel model() {
        return folder.record().model();
    }

    /** How a file that was made from this model names it. */
    Map<String, Object> fact() {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("path", folder.path().toString());
        fact.put("sha256", folder.hash());
        return fact;
    }
}
