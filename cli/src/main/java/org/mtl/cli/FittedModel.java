package org.mtl.cli;

import java.nio.file.Path;
import java.util.Optional;
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
     */
    static FittedModel open(String model, Optional<String> elsewhere, Context context) {
        ModelFolder folder = ModelFolder.open(context.path(model));
        Optional<Path> data = elsewhere.map(context::path);
        return new FittedModel(folder, ModelData.read(folder, data, context.path("")));
    }

    LinearModel model() {
        return folder.record().model();
    }
}
