package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.model.network.NetworkModel;
import org.mtl.store.ModelFolder;
import picocli.CommandLine.Option;

/** On what networks of the engine on DL4J are computed. */
final class DeviceOption {

    /** The words of {@code --device}. */
    enum DeviceWord {
        cpu,
        gpu
    }

    @Option(
            names = "--device",
            paramLabel = "cpu|gpu",
            order = 93,
            description = "Networks of the engine dl4j: compute on the processor, or on an NVIDIA GPU of compute capability 3.7 to"
                    + " 8.9. Default: cpu; what trains a model again takes the device that it was trained on.")
    private DeviceWord device;

    /** The device that was asked for. */
    Optional<DeviceWord> asked() {
        return Optional.ofNullable(device);
    }

    /** Recorded options with the device that was asked for, if one was and the network has one. */
    static Map<String, String> over(Map<String, String> recorded, Optional<DeviceWord> asked) {
        Map<String, String> options = new LinkedHashMap<>(recorded);
        asked.ifPresent(word -> options.computeIfPresent(EngineOptions.DEVICE, (name, before) -> word.name()));
        return options;
    }

    boolean isGpu() {
        return device == DeviceWord.gpu;
    }

    /**
     * Makes sure that no GPU was asked for where nothing is computed that has one.
     *
     * @param why what computes instead, as the beginning of a sentence
     * @throws MtlException (USAGE) saying so
     */
    void requireNoGpu(String why) {
        if (isGpu()) {
            throw MtlException.usage("--device gpu: " + why + "; expected a model of the engine dl4j, or no --device gpu");
        }
    }

    /**
     * Makes sure that models can be computed on the device, before their data is read.
     *
     * @throws MtlException (USAGE) for a GPU where a model is not of the engine that has them; (UNAVAILABLE) if there is none here,
     *     saying why
     */
    void require(List<ModelFolder> models) {
        if (!isGpu()) {
            return;
        }
        for (ModelFolder model : models) {
            if (!EngineOptions.areOfDl4j(model.record().options())) {
                requireNoGpu(model.path() + ": " + (model.record().model() instanceof NetworkModel ? "a network of the engine cpu"
                        : LearnerWords.kind(model.record().model())) + ", which has no GPUs");
            }
        }
        EngineOptions.gpu();
    }
}
