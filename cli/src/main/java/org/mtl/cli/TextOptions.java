package org.mtl.cli;

import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.model.network.TextTrunk;
import picocli.CommandLine.Option;

/** The layers of a network over sequences of words. */
final class TextOptions {

    /** What becomes of the vectors of words. */
    enum VectorWord {
        tuned,
        fixed
    }

    static final String FILTERS = "filters";
    static final String WIDTHS = "filter-widths";
    static final String UNITS = "lstm-units";
    static final String VECTORS = "word-vectors";

    @Option(
            names = "--filter-widths",
            paramLabel = "N,...",
            order = 30,
            description = "--model text-cnn: how many words the filters see at once. Default: 3,4,5.")
    private String widths;

    @Option(
            names = "--lstm-units",
            paramLabel = "N",
            order = 30,
            description = "--model text-lstm: the units of the recurrent layer; --capacity is the same. Default: 200.")
    private String units;

    @Option(
            names = "--word-vectors",
            paramLabel = "tuned|fixed",
            order = 30,
            description = "--model text-cnn and text-lstm: train the vectors of words too (tuned, the default), or leave them as"
                    + " embedding.npy has them.")
    private VectorWord vectors;

    /** The layers that a word of {@code --model} asks for, where it asks for such. */
    static Optional<TextTrunk.Kind> kind(Map<String, String> options) {
        for (TextTrunk.Kind kind : TextTrunk.Kind.values()) {
            if (kind.label().equals(options.get("model"))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether any of these options was given. */
    Optional<String> given() {
        return Optional.ofNullable(widths != null ? "--filter-widths" : units != null ? "--lstm-units"
                : vectors != null ? "--word-vectors" : null);
    }

    /**
     * Adds the options in effect.
     *
     * @param filters those that were given
     * @param network whose {@code --capacity} and {@code --hidden} say how much tasks share
     * @throws MtlException (USAGE) for one that the model does not have
     */
    void complete(Map<String, String> options, Optional<String> filters, NetworkOptions network) {
        Optional<TextTrunk.Kind> kind = kind(options);
        if (kind.isEmpty()) {
            if (given().isPresent()) {
                throw MtlException.usage(given().get() + " is an option of --model text-cnn and text-lstm, found --model "
                        + options.get("model"));
            }
            return;
        }
        boolean convolves = kind.get() == TextTrunk.Kind.CNN;
        if (convolves ? units != null : widths != null || filters.isPresent()) {
            throw MtlException.usage((convolves ? "--lstm-units is that of --model text-lstm" : "--filters and --filter-widths are those of"
                    + " --model text-cnn") + ", found --model " + kind.get().label());
        }
        if (!options.get("standardize").equals("none") || !options.get("pca").equals("0")) {
            throw MtlException.usage((options.get("pca").equals("0") ? "--standardize" : "--pca")
                    + ": numbers of words are no quantities; expected --model " + kind.get().label() + " without it");
        }
        Optional<String> capacity = network.capacity();
        if (capacity.isPresent() && !network.hasHidden() && (convolves || units != null)) {
            throw MtlException.usage(convolves ? "--capacity is the width of --hidden or the units of --model text-lstm; expected"
                    + " --filters" : "--capacity and --lstm-units are the same; expected one of them");
        }
        if (convolves) {
            options.put(FILTERS, filters.orElse("100"));
            options.put(WIDTHS, widths == null ? "3,4,5" : widths);
        } else {
            options.put(UNITS, units != null ? units : network.hasHidden() ? "200" : capacity.orElse("200"));
        }
        options.put(VECTORS, (vectors == null ? VectorWord.tuned : vectors).name());
        if (!network.hasHidden()) {
            // Heads see what the sentence became.
            options.put("hidden", "none");
        }
    }
}
