package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;

/**
 * The options of a network in effect, by name, as a model records them: those that were given, and the defaults of its kind
 * of model for the others.
 */
final class NetworkDefaults {

    private final Map<String, String> given;
    /** The width of what tasks share; null where it was not given. */
    private final String capacity;

    NetworkDefaults(Map<String, String> given, String capacity) {
        this.given = given;
        this.capacity = capacity;
    }

    /**
     * The options in effect of a network, by name, as a model records them.
     *
     * @param linear whether it is a linear model with hard sharing
     * @throws MtlException (USAGE) for options that exclude each other
     */
    Map<String, String> ofNetwork(boolean linear) {
        requireAlignable();
        if (linear) {
            return ofLinear();
        }
        if ("lbfgs".equals(given.get("optimizer"))) {
            for (String option : List.of("batch", "lr", "sampling", "dropout")) {
                if (given.containsKey(option)) {
                    throw MtlException.usage("--" + option + ": --optimizer lbfgs takes all rows at each step, and finds its length"
                            + " itself");
                }
            }
        }
        String function = given.getOrDefault("activation", "relu");
        Map<String, String> options = defaults("256,128", function, "lbfgs".equals(given.get("optimizer")));
        options.putAll(given);
        options.computeIfPresent("hidden", (name, widths) -> capacity == null ? widths : narrowed(widths));
        return options;
    }

    /** The layers with the last one as wide as the capacity. */
    private String narrowed(String widths) {
        if (widths.equals("none")) {
            throw MtlException.usage("--capacity is the width of the last layer of --hidden, which has none");
        }
        return widths.substring(0, widths.lastIndexOf(',') + 1) + capacity;
    }

    private void requireAlignable() {
        if (given.containsKey("align-rank") && !given.containsKey("align")) {
            throw MtlException.usage("--align-rank needs --align");
        }
        boolean freeze = given.containsKey(NetworkOptions.FREEZE);
        boolean fixed = NetworkOptions.AlignWord.fixed.name().equals(given.get("align"));
        if ((freeze || fixed) && List.of("he", "glorot").contains(given.getOrDefault("init", "he"))) {
            throw MtlException.usage((freeze ? "--freeze" : "--align fixed") + " needs --init MODEL or --from MODEL, of which what"
                    + " tasks share stays as it is");
        }
    }

    /**
     * The options in effect of steps of a linear model with soft sharing.
     *
     * @throws MtlException (USAGE) for options that it does not have
     */
    Map<String, String> ofSoftSharing() {
        for (String option : given.keySet()) {
            if (!List.of("momentum", "nesterov", "lr", "schedule", "clip", "batch", "epochs", "sampling").contains(option)) {
                throw MtlException.usage("--" + option + ": a linear model with soft sharing is trained by plain steps; expected"
                        + " --model mlp");
            }
        }
        if (capacity != null) {
            throw MtlException.usage("--capacity needs --sharing hard");
        }
        Map<String, String> options = defaults("none", "identity", false);
        putPlainSteps(options, "0.01");
        options.putAll(given);
        return options;
    }

    /**
     * The options in effect of a network that learns a stream of tasks.
     *
     * @param linear whether it has no hidden layers
     * @throws MtlException (USAGE) for options that it does not have
     */
    Map<String, String> ofStream(boolean linear) {
        for (String option : given.keySet()) {
            boolean ofLayers = linear && List.of("hidden", "activation").contains(option);
            if (ofLayers || List.of("head-hidden", "dropout", "patience", "sampling", "checkpoints", NetworkOptions.FREEZE).contains(option)) {
                throw MtlException.usage("--" + option + ": " + (ofLayers ? "a linear model has none; expected --model mlp"
                        : "--continual has no such choice"));
            }
        }
        if (capacity != null || "lbfgs".equals(given.get("optimizer"))) {
            throw MtlException.usage((capacity != null ? "--capacity" : "--optimizer lbfgs") + ": --continual has no such choice");
        }
        Map<String, String> options = linear ? defaults("none", "identity", false)
                : defaults("256,128", given.getOrDefault("activation", "relu"), false);
        putPlainSteps(options, "0.05");
        options.put("batch", "32");
        options.putAll(given);
        if (!List.of("he", "glorot").contains(options.get("init"))) {
            throw MtlException.usage("--init: expected he or glorot with --continual, found '" + options.get("init") + "'");
        }
        return options;
    }

    /** Steps along the gradient, for so many epochs, whatever the validation rows say. */
    private static void putPlainSteps(Map<String, String> options, String rate) {
        options.put("optimizer", "sgd");
        options.put("lr", rate);
        options.put("weight-decay", "0");
        options.put("epochs", "50");
        options.put("patience", "none");
    }

    private Map<String, String> ofLinear() {
        if (capacity == null) {
            throw MtlException.usage("--model linear --sharing hard needs --capacity, the rank of what tasks share");
        }
        for (String option : given.keySet()) {
            if (!List.of("init", "weight-decay", "epochs", "patience", "align", "align-rank", NetworkOptions.FREEZE).contains(option)) {
                throw MtlException.usage("--" + option + ": --model linear --sharing hard is solved by lbfgs on all rows; expected"
                        + " --model mlp --activation identity");
            }
        }
        Map<String, String> options = defaults(capacity, "identity", true);
        options.put("optimizer", "lbfgs");
        options.putAll(given);
        return options;
    }

    /** All options, with the first weights that suit the activation; solved exactly or by epochs. */
    private static Map<String, String> defaults(String hidden, String activation, boolean exact) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hidden", hidden);
        options.put("head-hidden", "none");
        options.put("activation", activation);
        options.put("dropout", "0");
        options.put("init", activation.equals("relu") || activation.equals("gelu") ? "he" : "glorot");
        options.put("optimizer", "adam");
        options.put("momentum", "0");
        options.put("nesterov", "false");
        options.put("lr", "0.0003");
        options.put("schedule", "constant");
        options.put("weight-decay", "0.00001");
        options.put("clip", "none");
        options.put("batch", "256");
        options.put("epochs", exact ? "1000" : "200");
        options.put("patience", exact ? "none" : "20");
        options.put("sampling", "size");
        options.put("checkpoints", "none");
        return options;
    }
}
