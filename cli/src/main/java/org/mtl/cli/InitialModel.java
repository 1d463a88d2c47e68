package org.mtl.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.model.network.NetworkModel;
import org.mtl.store.InitialParameters;
import org.mtl.store.ModelFolder;
import org.mtl.training.network.Initialization;

/** The model that {@code --init} names. A model that was begun from it keeps its parameters and does not look for it again. */
final class InitialModel {

    private static final String INIT = "init";
    private static final String HASH = "init-sha256";

    private InitialModel() {}

    /**
     * The options with the SHA-256 of the model, where they name one.
     *
     * @throws MtlException (MISSING, DATA) if it is not there or damaged; (USAGE) if it is no network
     */
    static void record(Map<String, String> options, Context context) {
        if (isNamed(options)) {
            options.put(HASH, open(options.get(INIT), context).hash());
        }
    }

    /** Where the networks of a new model start. */
    static Optional<Initialization> of(Map<String, String> options, Context context) {
        return isNamed(options) ? Optional.of(new Initialization.OfModel(
                network(open(options.get(INIT), context)), options.containsKey(NewTaskOptions.NEW_TASK))) : Optional.empty();
    }

    /** Where those of a trained model started. */
    static Optional<Initialization> of(ModelFolder folder) {
        return isNamed(folder.record().options())
                ? Optional.of(new Initialization.OfModel(InitialParameters.read(folder))) : Optional.empty();
    }

    /**
     * Makes sure that the model which another one was begun from is still the one that it was.
     *
     * @param folder where its name leads to it
     * @throws MtlException (DATA) if it is not; (MISSING, DATA) if it is not there or damaged
     */
    static void requireUnchanged(ModelFolder begun, Path folder) {
        Map<String, String> options = begun.record().options();
        if (isNamed(options) && !ModelFolder.open(folder.resolve(options.get(INIT))).hash().equals(options.get(HASH))) {
            throw MtlException.data(options.get(INIT) + ": not the model that " + begun.path() + " was begun from, which had the SHA-256 "
                    + options.get(HASH));
        }
    }

    private static boolean isNamed(Map<String, String> options) {
        return !List.of("he", "glorot").contains(options.get(INIT));
    }

    private static ModelFolder open(String name, Context context) {
        ModelFolder folder = ModelFolder.open(context.path(name));
        if (folder.record().model() instanceof NetworkModel) {
            return folder;
        }
        throw MtlException.usage("--init: expected he, glorot or a network, found "
                + LearnerWords.kind(folder.record().model()).replaceFirst("^a ", "the ") + " " + name);
    }

    private static NetworkModel network(ModelFolder folder) {
        return (NetworkModel) folder.record().model();
    }
}
