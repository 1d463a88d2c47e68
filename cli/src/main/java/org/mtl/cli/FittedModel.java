package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.model.LinearModel;
import org.mtl.model.MultitaskModel;
import org.mtl.model.network.DenseLayers;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.tribuo.TribuoModel;
import org.mtl.parallel.Workers;
import org.mtl.store.ModelData;
import org.mtl.store.ModelFolder;

/**
 * A model read from its folder, with its data.
 *
 * @param folder the folder
 * @param data the data, divided as the model was trained
 * @param any the model, of whatever kind
 * @param device the device that the user asked for
 */
record FittedModel(ModelFolder folder, Dataset data, MultitaskModel any, Optional<DeviceOption.DeviceWord> device) {

    /** The model of a folder, computed on the device that the user asked for, by default on the processor. */
    FittedModel(ModelFolder folder, Dataset data, Optional<DeviceOption.DeviceWord> device) {
        this(folder, data, device.isEmpty() ? folder.record().model()
                : EngineOptions.onDevice(folder.record().model(), DeviceOption.over(folder.record().options(), device)), device);
    }

    /** The options that the model records, by which it is trained again, with the device that the user asked for. */
    Map<String, String> options() {
        return DeviceOption.over(folder.record().options(), device);
    }

    /**
     * Reads a model and its data.
     *
     * @param model the folder's name
     * @param how where the data lies now, and the device, if the user says so
     * @throws MtlException (USAGE) if the data is a pipe: it is read once for its hash and once more for its rows; or if the model
     *     is not one of the engine that has the device; (UNAVAILABLE) if the device is not there
     */
    static FittedModel open(String model, ModelOptions how, Context context) {
        return open(List.of(ModelFolder.open(context.path(model))), how, context).get(0);
    }

    /** Reads the data of several models once; throws as for one, and (DATA) if they were trained on different data. */
    static List<FittedModel> open(List<ModelFolder> folders, ModelOptions how, Context context) {
        how.device().require(folders);
        Optional<Path> data = how.data().map(name -> readTwice(name, context));
        List<Dataset> parts = ModelData.read(folders, data, context.folder());
        return IntStream.range(0, parts.size()).mapToObj(i -> new FittedModel(folders.get(i), parts.get(i), how.device().asked()))
                .toList();
    }

    /** A place of data that can be read for its hash and once more for its rows. */
    static Path readTwice(String name, Context context) {
        Path path = context.path(name);
        if (name.equals(Context.STANDARD_INPUT) || Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw MtlException.usage("--data: expected a file or a folder, found " + context.displayName(name)
                    + ", which cannot be read twice");
        }
        return path;
    }

    /** The dense layers of a network of images or words, with data as they see them. */
    FittedModel dense(Workers workers) {
        NetworkModel network = (NetworkModel) any;
        return new FittedModel(folder, DenseLayers.rows(network, data, workers), DenseLayers.of(network), device);
    }

    /**
     * The model, for what is computed from the curvature of a linear one.
     *
     * @throws MtlException (USAGE) if it is a network, or of a learner of Tribuo
     */
    LinearModel model() {
        if (any instanceof LinearModel linear) {
            return linear;
        }
        String found = any instanceof TribuoModel model ? "models of " + model.learner().word() : "a network";
        throw MtlException.usage(folder.path() + ": " + found + ", which this command cannot take; expected a model of --model linear"
                + " with --sharing soft, none or pooled");
    }

    /**
     * Keeps data that came through a pipe, and so lies in the model, in a new model too.
     *
     * @param into the new model
     * @param others copies elsewhere in the same output, with which a file may be shared
     * @return the copy, where there is one
     */
    Optional<Path> copyData(Path into, List<Path> others) {
        Path original = ModelData.copyIn(folder.path());
        if (!Files.exists(original)) {
            return Optional.empty();
        }
        Path copy = ModelData.copyIn(into);
        try {
            if (others.isEmpty()) {
                Files.createDirectories(copy.getParent());
                Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
            } else {
                share(others.get(0), copy);
            }
        } catch (IOException e) {
            throw MtlException.io(original + ": " + e.getMessage(), e);
        }
        return Optional.of(copy);
    }

    /** Makes a file that is another one of the same output under a further name, which takes the room of one. */
    static void share(Path original, Path copy) throws IOException {
        Files.createDirectories(copy.getParent());
        Files.deleteIfExists(copy);
        try {
            Files.createLink(copy, original);
        } catch (IOException | UnsupportedOperationException e) {
            // Not every file system has hard links; a copy does as well.
            Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** How a file that was made from this model names it. */
    Map<String, Object> fact() {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("path", folder.path().toString());
        fact.put("sha256", folder.hash());
        return fact;
    }
}
