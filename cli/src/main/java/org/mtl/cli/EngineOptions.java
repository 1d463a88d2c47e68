package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.model.MultitaskModel;
import org.mtl.model.network.Device;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.EngineFolder;
import org.mtl.model.network.GraphicsCards;
import org.mtl.model.network.NetworkModel;
import org.mtl.store.ModelFolder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What computes a network, and the layers that only some engines have. */
final class EngineOptions {

    private static final String ENGINE = "engine";
    /** Under what name a network records its device. */
    static final String DEVICE = "device";

    private static final String FILTERS = "filters";

    @Mixin
    private TextOptions textOptions;

    @Mixin
    private DeviceOption deviceOption;

    /** The words of {@code --engine}. */
    enum EngineWord {
        cpu,
        dl4j
    }

    @Option(
            names = "--filters",
            paramLabel = "N,...",
            order = 30,
            description = "Networks: of cnn the filters of each layer, which are 3 x 3 and each followed by the"
                    + " largest of each 2 x 2 (default 16,32); of resnet18 those of its four stages (default 64,128,256,512); of"
                    + " text-cnn those of each of --filter-widths (default 100).")
    private String filters;

    @Option(
            names = "--engine",
            paramLabel = "cpu|dl4j",
            order = 36,
            description = "Networks: what computes them: cpu (the default), the fastest on the processor; or dl4j, which has"
                    + " convolutions and GPUs (their default) and is installed apart. Models are the same to both.")
    private EngineWord engine;

    /**
     * Makes sure that no layers were asked for, since those of a model that is fine-tuned are taken.
     *
     * @throws MtlException (USAGE) naming the first option
     */
    void requireNoLayers() {
        NewTaskOptions.refuse(givenLayers());
    }

    private Optional<String> givenLayers() {
        return textOptions.given().or(() -> Optional.ofNullable(filters).map(given -> "--filters"));
    }

    /**
     * Makes sure that no option of networks was given.
     *
     * @throws MtlException (USAGE) naming the first one
     */
    void requireNone() {
        Optional<String> given = givenLayers().or(() -> Optional.ofNullable(engine == EngineWord.dl4j ? "--engine dl4j"
                : deviceOption.isGpu() ? "--device gpu" : null));
        if (given.isPresent()) {
            throw MtlException.usage(given.get() + " is an option of networks; expected --model mlp, cnn or resnet18");
        }
    }

    /** The first of the options that was given, but for the device. */
    Optional<String> givenOfNetwork() {
        return givenLayers().or(() -> Optional.ofNullable(engine != null ? "--engine" : null));
    }

    /**
     * The options that a model records, with the device that was asked for.
     *
     * @throws MtlException as {@link DeviceOption#require} says
     */
    Map<String, String> recordedBy(ModelFolder model) {
        deviceOption.require(List.of(model));
        return DeviceOption.over(model.record().options(), deviceOption.asked());
    }

    /**
     * The options in effect of a network, with those of its engine and its convolutions.
     *
     * @throws MtlException (USAGE) for options that exclude each other; (MISSING, DATA) if a file that they name is not there
     *     or not what is expected
     */
    Map<String, String> completed(FitOptions fit, NetworkOptions network, Context context) {
        return completed(fit.recorded(network, context), fit, network);
    }

    /**
     * The same of a network that learns a stream of tasks.
     *
     * @throws MtlException (USAGE) for options that exclude each other, or that such networks do not have
     */
    Map<String, String> completedOfStream(FitOptions fit, NetworkOptions network) {
        return completed(fit.recordedOfStream(network), fit, network);
    }

    private Map<String, String> completed(Map<String, String> options, FitOptions fit, NetworkOptions network) {
        boolean images = fit.kind() == FitOptions.Kind.cnn || fit.kind() == FitOptions.Kind.resnet18;
        boolean text = TextOptions.kind(options).isPresent();
        if (!images && !text && filters != null) {
            throw MtlException.usage("--filters are those of --model cnn, resnet18 or text-cnn, found --model " + fit.kind());
        }
        if (text && (engine == EngineWord.dl4j || deviceOption.isGpu())) {
            throw MtlException.usage("--model " + fit.kind() + ": only the engine cpu has layers for words; expected no --engine dl4j"
                    + " and no --device gpu");
        }
        textOptions.complete(options, Optional.ofNullable(filters), network);
        boolean needed = images || deviceOption.isGpu();
        if (options.containsKey("align") && (needed || engine == EngineWord.dl4j)) {
            throw MtlException.usage("--align: the engine dl4j has no alignment; expected --model mlp with --engine cpu"
                    + (images ? ", on what mtl evaluate --embeddings writes of a network of images" : ""));
        }
        if (needed && engine == EngineWord.cpu) {
            throw MtlException.usage("--engine cpu has no " + (images ? "convolutions" : "GPUs") + "; expected --engine dl4j");
        }
        if (images && !options.get("pca").equals("0")) {
            throw MtlException.usage("--pca: of projected rows no image is left; expected --model mlp");
        }
        options.put(ENGINE, (needed ? EngineWord.dl4j : engine == null ? EngineWord.cpu : engine).name());
        options.put(DEVICE, deviceOption.asked().orElse(DeviceOption.DeviceWord.cpu).name());
        if (images) {
            boolean plain = fit.kind() == FitOptions.Kind.cnn;
            options.put(FILTERS, filters != null ? filters : plain ? "16,32" : "64,128,256,512");
            if (!network.hasHidden()) {
                // What comes out of the convolutions is narrow already.
                options.put("hidden", plain ? "128" : "none");
            }
        }
        return options;
    }

    /**
     * What makes the engines that recorded options ask for.
     *
     * @throws MtlException (UNAVAILABLE) if there is no such engine or device here, saying which and why
     */
    static EngineFactory factory(Map<String, String> options) {
        if (!areOfDl4j(options)) {
            return EngineFactory.own();
        }
        return isGpu(options) ? gpu() : EngineFolder.dl4j().engines(Device.CPU);
    }

    /**
     * What makes the engines on a GPU.
     *
     * @throws MtlException (UNAVAILABLE) if there is no such engine or GPU here, saying which and why
     */
    static EngineFactory gpu() {
        GraphicsCards.requireUsable();
        return EngineFolder.dl4j().engines(Device.GPU);
    }

    /** Whether recorded options are those of a network of the engine on DL4J. */
    static boolean areOfDl4j(Map<String, String> options) {
        return EngineWord.dl4j.name().equals(options.get(ENGINE));
    }

    private static boolean isGpu(Map<String, String> options) {
        return DeviceOption.DeviceWord.gpu.name().equals(options.get(DEVICE));
    }

    /**
     * A model as it is to be computed.
     *
     * @param options whose device that is
     */
    static MultitaskModel onDevice(MultitaskModel model, Map<String, String> options) {
        return model instanceof NetworkModel network && isGpu(options) ? network.computedBy(gpu()) : model;
    }

    /** The versions of mtl and what it is made of, and of the engine that recorded options ask for where it is no part of it. */
    static Map<String, String> versions(Map<String, String> options) {
        Map<String, String> versions = new LinkedHashMap<>(ModelTraining.versions());
        if (areOfDl4j(options)) {
            versions.putAll(EngineFolder.dl4j().versions());
        }
        return versions;
    }
}
