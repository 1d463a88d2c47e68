package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.model.network.Device;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.EngineFolder;
import org.mtl.model.network.GraphicsCards;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What computes a network, and the layers that only some engines have. */
final class EngineOptions {

    private static final String ENGINE = "engine";
    private static final String DEVICE = "device";
    private static final String FILTERS = "filters";

    @Mixin
    private TextOptions textOptions;

    /** The words of {@code --engine}. */
    enum EngineWord {
        cpu,
        dl4j
    }

    /** The words of {@code --device}. */
    enum DeviceWord {
        cpu,
        gpu
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

    @Option(
            names = "--device",
            paramLabel = "cpu|gpu",
            order = 36,
            description = "Networks: compute on the processor (the default), or on an NVIDIA GPU of compute capability 3.7 to"
                    + " 8.9.")
    private DeviceWord device = DeviceWord.cpu;

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
                : device == DeviceWord.gpu ? "--device gpu" : null));
        if (given.isPresent()) {
            throw MtlException.usage(given.get() + " is an option of networks; expected --model mlp, cnn or resnet18");
        }
    }

    /** The first of the options that was given. */
    Optional<String> given() {
        return givenLayers().or(() -> Optional.ofNullable(engine != null ? "--engine" : device == DeviceWord.gpu ? "--device" : null));
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
        if (text && (engine == EngineWord.dl4j || device == DeviceWord.gpu)) {
            throw MtlException.usage("--model " + fit.kind() + ": only the engine cpu has layers for words; expected no --engine dl4j"
                    + " and no --device gpu");
        }
        textOptions.complete(options, Optional.ofNullable(filters), network);
        boolean needed = images || device == DeviceWord.gpu;
        if (options.containsKey("align") && (needed || engine == EngineWord.dl4j)) {
            throw MtlException.usage("--align: the engine dl4j has no alignment; expected --model mlp with --engine cpu");
        }
        if (needed && engine == EngineWord.cpu) {
            throw MtlException.usage("--engine cpu has no " + (images ? "convolutions" : "GPUs") + "; expected --engine dl4j");
        }
        if (images && !options.get("pca").equals("0")) {
            throw MtlException.usage("--pca: of projected rows no image is left; expected --model mlp");
        }
        options.put(ENGINE, (needed ? EngineWord.dl4j : engine == null ? EngineWord.cpu : engine).name());
        options.put(DEVICE, device.name());
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
        if (!EngineWord.dl4j.name().equals(options.get(ENGINE))) {
            return EngineFactory.own();
        }
        Device device = DeviceWord.gpu.name().equals(options.get(DEVICE)) ? Device.GPU : Device.CPU;
        if (device == Device.GPU) {
            GraphicsCards.requireUsable();
        }
        return EngineFolder.dl4j().engines(device);
    }

    /** The versions of mtl and what it is made of, and of the engine that recorded options ask for where it is no part of it. */
    static Map<String, String> versions(Map<String, String> options) {
        Map<String, String> versions = new LinkedHashMap<>(ModelTraining.versions());
        if (EngineWord.dl4j.name().equals(options.get(ENGINE))) {
            versions.putAll(EngineFolder.dl4j().versions());
        }
        return versions;
    }
}
