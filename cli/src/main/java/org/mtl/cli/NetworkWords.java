package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mtl.MtlException;
import org.mtl.data.Standardization;
import org.mtl.io.Numbers;
import org.mtl.model.network.Activation;
import org.mtl.model.network.ImageTrunk;
import org.mtl.model.network.Precision;
import org.mtl.model.network.TextTrunk;
import org.mtl.training.network.AlignmentSettings;
import org.mtl.training.network.EpochSettings;
import org.mtl.training.network.ImageSettings;
import org.mtl.training.network.Initialization;
import org.mtl.training.network.LayerSettings;
import org.mtl.training.network.NetworkSettings;
import org.mtl.training.network.NetworkSharing;
import org.mtl.training.network.Sampling;
import org.mtl.training.network.Schedule;
import org.mtl.training.network.StepSettings;
import org.mtl.training.network.TextSettings;

/** Turns the options of a network, from a command line or from a model, into settings. */
final class NetworkWords {

    private static final String NONE = "none";
    private static final String ALIGN = "align";

    private final Map<String, String> options;
    private NetworkWords(Map<String, String> options) {
        this.options = options;
    }

    /** Whether recorded options are those of a network. */
    static boolean areOfNetwork(Map<String, String> options) {
        return options.containsKey("hidden");
    }

    /**
     * Parses options as {@link FitOptions#recorded} and {@link NetworkOptions#recorded} give them.
     *
     * @param seed what first weights, batches and dropout are drawn from
     * @param model where networks start from another model
     * @throws MtlException (USAGE) naming the option that has no such value
     */
    static NetworkSettings parse(Map<String, String> options, long seed, Optional<Initialization> model) {
        NetworkWords words = new NetworkWords(options);
        return new NetworkSettings(
                words.constant("sharing", NetworkSharing.values()),
                words.layers(model),
                words.steps(),
                words.epochs(),
                Settings.losses(options.get("loss")),
                TaskWeightWords.parse(options.get("task-weight")),
                Standardization.Mode.valueOf(options.get("standardize").toUpperCase(Locale.ROOT)),
                Settings.projection(options),
                BalanceWords.parse(options),
                seed);
    }

    /** At which epochs weights are kept. */
    static OptionalInt checkpoints(Map<String, String> options) {
        String text = options.get("checkpoints");
        return text.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(integer("checkpoints", text));
    }

    private LayerSettings layers(Optional<Initialization> model) {
        StepSettings.Method method = constant("optimizer", StepSettings.Method.values());
        return new LayerSettings(images(), widths("hidden"), widths("head-hidden"), constant("activation", Activation.values()),
                Boolean.parseBoolean(options.get("intercept")), number("dropout"), model.orElseGet(this::initialization),
                method == StepSettings.Method.LBFGS ? Precision.DOUBLE : Precision.FLOAT, alignment(), text(), isFixed(options));
    }

    private Optional<AlignmentSettings> alignment() {
        if (!options.containsKey(ALIGN)) {
            return Optional.empty();
        }
        OptionalInt rank = options.containsKey("align-rank") ? OptionalInt.of(integer("align-rank")) : OptionalInt.empty();
        return Optional.of(new AlignmentSettings(rank));
    }

    /** Whether what tasks share was not trained. */
    static boolean isFixed(Map<String, String> options) {
        return NetworkOptions.AlignWord.fixed.name().equals(options.get(ALIGN)) || options.containsKey(NetworkOptions.FREEZE);
    }

    /** The option by which what tasks share was not trained. */
    static String fixing(Map<String, String> options) {
        return options.containsKey(NetworkOptions.FREEZE) ? "--freeze" : "--align fixed";
    }

    private Optional<TextSettings> text() {
        return TextOptions.kind(options).map(kind -> new TextSettings(kind,
                integer(kind == TextTrunk.Kind.CNN ? TextOptions.FILTERS : TextOptions.UNITS),
                kind == TextTrunk.Kind.CNN ? widths(TextOptions.WIDTHS) : List.of(),
                options.get(TextOptions.VECTORS).equals(TextOptions.VectorWord.tuned.name())));
    }

    private Optional<ImageSettings> images() {
        for (ImageTrunk.Kind kind : ImageTrunk.Kind.values()) {
            if (kind.label().equals(options.get("model"))) {
                return Optional.of(new ImageSettings(kind, widths("filters")));
            }
        }
        return Optional.empty();
    }

    private Initialization initialization() {
        return options.get("init").equals("he") ? new Initialization.He() : new Initialization.Glorot();
    }

    private StepSettings steps() {
        return new StepSettings(constant("optimizer", StepSettings.Method.values()), number("momentum"),
                Boolean.parseBoolean(options.get("nesterov")), number("lr"), constant("schedule", Schedule.values()),
                number("weight-decay"), isNone("clip") ? OptionalDouble.empty() : OptionalDouble.of(number("clip")));
    }

    private EpochSettings epochs() {
        return new EpochSettings(integer("batch"), integer("epochs"),
                isNone("patience") ? OptionalInt.empty() : OptionalInt.of(integer("patience")), sampling());
    }

    private Sampling sampling() {
        String text = options.get("sampling");
        if (text.startsWith("temperature=")) {
            return new Sampling.Temperature(parsed("sampling", text.substring(text.indexOf('=') + 1)));
        }
        return switch (text) {
            case "size" -> new Sampling.BySize();
            case "equal" -> new Sampling.Equal();
            default -> throw MtlException.usage("--sampling: expected size, equal or temperature=T, found '" + text + "'");
        };
    }

    private boolean isNone(String option) {
        return options.get(option).equals(NONE);
    }

    private List<Integer> widths(String option) {
        List<Integer> widths = new ArrayList<>();
        if (!isNone(option)) {
            for (String width : options.get(option).split(",", -1)) {
                widths.add(integer(option, width));
            }
        }
        return widths;
    }

    private int integer(String option) {
        return integer(option, options.get(option));
    }

    private static int integer(String option, String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw MtlException.usage("--" + option + ": expected a whole number, found '" + text + "'");
        }
    }

    private double number(String option) {
        return parsed(option, options.get(option));
    }

    private static double parsed(String option, String text) {
        try {
            double value = Numbers.parse(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrongNumber(option, text);
        }
        throw wrongNumber(option, text);
    }

    private static MtlException wrongNumber(String option, String text) {
        return MtlException.usage("--" + option + ": expected a number, found '" + text + "'");
    }

    private <E extends Enum<E>> E constant(String option, E[] constants) {
        String text = options.get(option);
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        List<String> words = Arrays.stream(constants).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
        throw MtlException.usage("--" + option + ": expected " + Lists.or(words) + ", found '" + text + "'");
    }
}
