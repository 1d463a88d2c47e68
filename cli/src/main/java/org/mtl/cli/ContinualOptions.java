package org.mtl.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.continual.ContinualSettings;
import org.mtl.continual.RehearsalMethod;
import org.mtl.continual.Setting;
import org.mtl.selection.RehearsalMemory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How tasks that come one after another are learned. An option that was not given is null. */
final class ContinualOptions {

    /** The key that models of streams have among their options. */
    static final String KEY = "continual";

    @Option(
            names = "--continual",
            order = 40,
            description = "Learn the tasks one after another, each on its own rows, and measure after each what is left of those before:"
                    + " DIR/continual/accuracy.csv. Needs --task (of NPY, task.npy), and classes; a linear model is a network without hidden layers.")
    private boolean continual;

    @Option(
            names = "--order",
            paramLabel = "TASK,...",
            order = 41,
            description = "With --continual: the tasks in the order in which they come. Default: the order of the data.")
    private String order;

    @Option(
            names = "--rehearsal",
            paramLabel = "METHOD",
            order = 41,
            description = "With --continual: what keeps earlier tasks from being forgotten: none, er (the default; a uniform sample"
                    + " replayed), gdumb, gem, agem, gss, mir, hal, gmed, metasp (a replay weighted by each row's influence on stability and plasticity),"
                    + " metasp-rehsel (which also chooses the memory by it), or joint: all rows of all tasks so far.")
    private String rehearsal;

    @Option(
            names = "--setting",
            paramLabel = "class|task|domain",
            order = 41,
            description = "With --continual: each task brings new classes, and a model tells all apart (class, the default), or is told the"
                    + " task (task: a head for each); or tasks have their classes in common (domain).")
    private String setting;

    @Mixin
    private MemorySizeOptions memory;

    @Option(
            names = "--memory-batch",
            paramLabel = "N",
            order = 42,
            description = "With --continual: the rows of the memory that a step takes. Default: as many as --batch.")
    private Integer memoryBatch;

    @Option(
            names = "--last-epochs",
            paramLabel = "N",
            order = 42,
            description = "With --continual: take the memory into account in the last N epochs of a task only, and train on its own rows"
                    + " before. Default: 5 for metasp and metasp-rehsel, else all.")
    private Integer lastEpochs;

    @Option(
            names = "--validation-rows",
            paramLabel = "N",
            order = 42,
            description = "With metasp and metasp-rehsel: on how many rows of the memory, and of the task, influence is measured in a step."
                    + " Default: a tenth of --memory-rows.")
    private Integer validationRows;

    /** The words of {@code --choose-by}. */
    enum ChooseBy {
        BOTH,
        CLUSTERS,
        INFLUENCE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--choose-by",
            paramLabel = "both|clusters|influence",
            order = 42,
            description = "With metasp-rehsel: of each cluster of a task's rows the least harmful one is kept (both, the default), the one"
                    + " nearest to its centre (clusters), or the least harmful rows of all (influence).")
    private ChooseBy chooseBy;

    @Mixin
    private final PseudoStepOptions pseudoSteps = new PseudoStepOptions();

    @Option(
            names = "--continue",
            paramLabel = "MODEL",
            order = 43,
            description = "With --continual: go on from a finished run with the tasks of DATA that it has not learned. How they are trained,"
                    + " its memory and its transform are those of MODEL.")
    private String before;

    /**
     * Whether a stream is to be learned.
     *
     * @throws MtlException (USAGE) for options that need one, without
     */
    boolean isAsked() {
        if (!continual) {
            Map<String, Object> given = given();
            if (order != null) {
                given.put("order", order);
            }
            if (before != null) {
                given.put("continue", before);
            }
            given.keySet().stream().findFirst().ifPresent(option -> {
                throw MtlException.usage("--" + option + " needs --continual");
            });
        }
        return continual;
    }

    /**
     * Makes sure that no model is gone on from.
     *
     * @throws MtlException (USAGE) otherwise
     */
    void requireFirst(String option) {
        if (before != null) {
            throw MtlException.usage(option + " does not go with --continue");
        }
    }

    /** The model that is gone on from. */
    Optional<String> before() {
        return Optional.ofNullable(before);
    }

    /** The order that was asked for. */
    Optional<List<String>> order() {
        return Optional.ofNullable(order).map(list -> Lists.parse("--order", list));
    }

    /** The options that were given and a model that is gone on from has already. */
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("rehearsal", rehearsal);
        given.put("setting", setting);
        given.put("memory-rows", memory.rows());
        given.put("drop-by", memory.dropBy());
        given.put("memory-batch", memoryBatch);
        given.put("last-epochs", lastEpochs);
        given.put("validation-rows", validationRows);
        given.put("pseudo-steps", pseudoSteps.steps());
        given.put("choose-by", chooseBy);
        given.values().removeIf(value -> value == null);
        return given;
    }

    /**
     * The options in effect, for a model to record.
     *
     * @param network those of the network
     * @throws MtlException (USAGE) for a word that is none, or an option that the method does not have
     */
    Map<String, String> recorded(Map<String, String> network) {
        RehearsalMethod method = RehearsalMethod.of(rehearsal == null ? "er" : rehearsal).orElseThrow(() -> MtlException.usage(
                "--rehearsal: expected " + Lists.or(RehearsalMethod.labels()) + ", found '" + rehearsal + "'"));
        if (!method.remembers() && (memory.rows() != null || memoryBatch != null || lastEpochs != null)) {
            throw MtlException.usage((memory.rows() != null ? "--memory-rows" : memoryBatch != null ? "--memory-batch" : "--last-epochs")
                    + ": --rehearsal " + method.label() + " has no memory");
        }
        if (!method.measuresInfluence() && (validationRows != null || pseudoSteps.steps() != null)) {
            throw MtlException.usage((validationRows != null ? "--validation-rows" : "--pseudo-steps") + ": --rehearsal "
                    + method.label() + " measures no influence");
        }
        if (method != RehearsalMethod.METASP_REHSEL && (memory.dropBy() != null || chooseBy != null)) {
            throw MtlException.usage((memory.dropBy() != null ? "--drop-by" : "--choose-by") + ": --rehearsal " + method.label()
                    + " does not drop rows by their influence");
        }
        Map<String, String> options = new LinkedHashMap<>(network);
        int rows = memory.rows() == null ? 500 : memory.rows();
        String epochs = network.get("epochs");
        options.put(KEY, "true");
        options.put("rehearsal", method.label());
        options.put("setting", setting == null ? "class" : setting);
        options.put("memory-rows", Integer.toString(rows));
        options.put("drop-by", memory.dropWord());
        options.put("memory-batch", memoryBatch == null ? network.get("batch") : memoryBatch.toString());
        options.put("last-epochs", lastEpochs != null ? lastEpochs.toString() : method.measuresInfluence() ? "5" : epochs);
        options.put("validation-rows", Integer.toString(validationRows == null ? Math.max(1, rows / 10) : validationRows));
        if (chooseBy != null) {
            options.put("choose-by", chooseBy.toString());
        }
        if (pseudoSteps.steps() != null) {
            options.put("pseudo-steps", pseudoSteps.steps().toString());
            requirePlainSteps(network);
        }
        return options;
    }

    /** Steps through which derivatives are known. */
    private void requirePlainSteps(Map<String, String> network) {
        if (pseudoSteps.steps() > 1 && (!network.get("optimizer").equals("sgd") || Boolean.parseBoolean(network.get("nesterov"))
                || !network.get("clip").equals("none"))) {
            throw MtlException.usage("--pseudo-steps: above 1 it needs --optimizer sgd without --nesterov and --clip");
        }
    }

    /**
     * The settings that recorded options ask for.
     *
     * @throws MtlException (USAGE) for a value that is none
     */
    static ContinualSettings parse(Map<String, String> options, long seed) {
        Setting setting = Arrays.stream(Setting.values())
                .filter(each -> each.label().equals(options.get("setting"))).findFirst()
                .orElseThrow(() -> MtlException.usage(
                        "--setting: expected class, task or domain, found '" + options.get("setting") + "'"));
        return new ContinualSettings(setting, RehearsalMethod.of(options.get("rehearsal")).orElseThrow(),
                whole(options, "memory-rows"), whole(options, "memory-batch"), whole(options, "batch"), whole(options, "epochs"),
                whole(options, "last-epochs"), whole(options, "validation-rows"),
                options.containsKey("pseudo-steps") ? whole(options, "pseudo-steps") : 1, MemorySizeOptions.drop(options.get("drop-by")),
                RehearsalMemory.Choice.valueOf(options.getOrDefault("choose-by", "both").toUpperCase(Locale.ROOT)), seed);
    }

    private static int whole(Map<String, String> options, String name) {
        try {
            return Integer.parseInt(options.get(name));
        } catch (NumberFormatException e) {
            throw MtlException.usage("--" + name + ": expected a whole number, found '" + options.get(name) + "'");
        }
    }
}
