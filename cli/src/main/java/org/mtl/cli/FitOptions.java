package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.Numbers;
import org.mtl.model.tribuo.Learner;
import org.mtl.training.LinearSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a model is to be fitted. */
final class FitOptions {

    /** The word that leaves a choice to the data. */
    static final String AUTO = "auto";

    /** The words of {@code --model}. */
    enum Kind {
        linear,
        mlp,
        cnn,
        resnet18,
        textCnn,
        textLstm;

        /** The word that options and files use. */
        @Override
        public String toString() {
            return this == textCnn ? "text-cnn" : this == textLstm ? "text-lstm" : name();
        }
    }

    /** The words of {@code --sharing}. */
    enum SharingWord {
        soft,
        none,
        pooled,
        hard
    }

    /** The words of {@code --standardize}. */
    enum StandardizeWord {
        pooled,
        task,
        none
    }

    @Option(
            names = "--model",
            paramLabel = "linear|mlp|cnn|resnet18|text-cnn|text-lstm",
            order = 20,
            description = "The kind of model: linear (the default), or mlp, a network of dense layers, or for images of an NPY"
                    + " folder a network with convolutions in front of them: cnn or resnet18, with --engine dl4j; or for"
                    + " sequences of words one with filters over windows of words, text-cnn, or a recurrent layer, text-lstm.")
    private Kind kind = Kind.linear;

    @Option(
            names = "--sharing",
            paramLabel = "soft|none|pooled|hard",
            order = 21,
            description = "soft (the default of linear models): own coefficients per task, pulled towards common ones; none: each"
                    + " task alone; pooled: one model for all; hard (that of networks): common layers and a head for each"
                    + " task, of linear models a common module of rank --capacity.")
    private SharingWord sharing;

    @Option(
            names = "--loss",
            paramLabel = "L|TASK=L,...",
            order = 22,
            description = "The loss: squared, huber, logistic or softmax, of networks also absolute. auto (the default): by the labels, two values"
                    + " logistic; text, or integers with at most 20 values, softmax; else squared.")
    private String loss = AUTO;

    @Option(
            names = "--lambda",
            paramLabel = "V|TASK=V,...|auto",
            order = 23,
            description = "The penalty of each task, of --model linear and --learner tribuo:linear. auto (the default):"
                    + " c*sqrt(d/n), c chosen by validation loss where there are validation rows, else 0.1.")
    private String lambda = AUTO;

    @Option(
            names = "--shared-ridge",
            paramLabel = "C",
            order = 24,
            description = "A ridge on the common coefficients of --sharing soft. Default: 0.")
    private double sharedRidge;

    @Option(
            names = "--task-weight",
            paramLabel = "equal|rows|TASK=V,...|FILE",
            order = 25,
            description = "The weight of each task's mean loss: equal (the default), rows (in proportion to training"
                    + " rows), one for each task, or a CSV file with the columns task,weight.")
    private String taskWeight = "equal";

    @Option(
            names = "--standardize",
            paramLabel = "pooled|task|none",
            order = 26,
            description = "Centre and scale features by the training rows of all tasks, or of each task."
                    + " Default: none.")
    private StandardizeWord standardize = StandardizeWord.none;

    @Mixin
    private PcaOptions pcaOptions = new PcaOptions();

    @Option(names = "--intercept", order = 27, description = "Fit an intercept, the default.")
    private boolean intercept;

    @Option(names = "--no-intercept", order = 28, description = "Fit no intercept.")
    private boolean noIntercept;

    /**
     * The options in effect, by name, as a model records them and {@code retrain} repeats them; weights from a file as a list.
     *
     * @throws MtlException (MISSING, DATA) if the file of weights is not there or not one
     */
    Map<String, String> recorded(Context context) {
        Map<String, String> options = recorded();
        options.put("task-weight", TaskWeightWords.recorded(taskWeight, context));
        return options;
    }

    private Map<String, String> recorded() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("model", kind.toString());
        options.put("sharing", (sharing == null ? SharingWord.soft : sharing).name());
        options.put("loss", loss);
        options.put("lambda", lambda);
        options.put("shared-ridge", Numbers.format(sharedRidge));
        options.put("task-weight", taskWeight);
        options.put("standardize", standardize.name());
        pcaOptions.record(options);
        options.put("intercept", Boolean.toString(!noIntercept));
        return options;
    }

    /**
     * The options in effect of a learner of Tribuo that it has in common with other models.
     *
     * @throws MtlException (USAGE) for an option that it does not have
     */
    Map<String, String> recordedOfLearner(Learner learner) {
        Map<String, String> none = new FitOptions().recorded();
        Map<String, String> options = recorded();
        if (sharing != null || intercept || kind != Kind.linear) {
            throw MtlException.usage((sharing != null ? "--sharing" : intercept ? "--intercept" : "--model")
                    + ": --learner has none, each task is learned alone, with an intercept where there are coefficients");
        }
        for (String option : List.of("shared-ridge", "task-weight", "intercept", "lambda")) {
            boolean has = option.equals("lambda") && learner == Learner.LINEAR;
            if (!has && !options.get(option).equals(none.get(option))) {
                throw MtlException.usage("--" + (option.equals("intercept") ? "no-intercept" : option) + ": --learner "
                        + learner.word() + " has no such option");
            }
        }
        options.keySet().removeAll(List.of("model", "sharing", "shared-ridge", "task-weight", "intercept"));
        if (learner != Learner.LINEAR) {
            options.remove("lambda");
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("learner", learner.word());
        all.putAll(options);
        return all;
    }

    /** Whether a network is asked for: an mlp, or a linear model with hard sharing. */
    boolean isNetwork() {
        return kind != Kind.linear || sharing == SharingWord.hard;
    }

    /**
     * Takes the kind of model over from one that is fine-tuned.
     *
     * @throws MtlException (USAGE) if options ask for a kind, a sharing, a standardization or a projection
     */
    void adopt(Map<String, String> recorded) {
        Map<String, String> none = new FitOptions().recorded();
        Map<String, String> given = recorded();
        Optional<String> other = Optional.ofNullable(sharing != null ? "sharing" : intercept ? "intercept" : noIntercept ? "no-intercept" : null)
                .or(() -> List.of("model", "standardize", "pca", "pca-fit", "pca-center").stream()
                        .filter(option -> !given.get(option).equals(none.get(option))).findFirst());
        NewTaskOptions.refuse(other.map(option -> "--" + option));
        kind = Arrays.stream(Kind.values()).filter(word -> word.toString().equals(recorded.get("model"))).findFirst().orElse(Kind.mlp);
        sharing = SharingWord.hard;
    }

    /** The kind of model. */
    Kind kind() {
        return kind;
    }

    /**
     * The options in effect of a network.
     *
     * @throws MtlException (USAGE) for an option that networks do not have; (MISSING, DATA) if the file of weights is not there
     *     or not one
     */
    Map<String, String> recorded(NetworkOptions network, Context context) {
        if (intercept && noIntercept) {
            throw MtlException.usage("--intercept and --no-intercept exclude each other");
        }
        if (sharing == SharingWord.soft || sharing == SharingWord.pooled) {
            throw MtlException.usage("--sharing " + sharing + " is one of linear models; expected hard or none for --model mlp");
        }
        if (!lambda.equals(AUTO) || sharedRidge != 0) {
            throw MtlException.usage((lambda.equals(AUTO) ? "--shared-ridge" : "--lambda")
                    + " is a penalty of linear models; expected --weight-decay for a network");
        }
        Map<String, String> options = recorded(context);
        options.keySet().removeAll(List.of("lambda", "shared-ridge"));
        options.put("sharing", (sharing == null ? SharingWord.hard : sharing).name());
        options.putAll(network.withDefaults().ofNetwork(kind == Kind.linear));
        if (options.containsKey("align") && sharing == SharingWord.none) {
            throw MtlException.usage("--align: tasks share nothing under --sharing none; expected --sharing hard");
        }
        InitialModel.record(options, context);
        return options;
    }

    /**
     * The options in effect of a network that learns a stream of tasks; of a linear model, one without hidden layers.
     *
     * @throws MtlException (USAGE) for an option that such networks do not have
     */
    Map<String, String> recordedOfStream(NetworkOptions network) {
        if (kind == Kind.textCnn || kind == Kind.textLstm) {
            throw MtlException.usage("--continual: expected --model linear, mlp, cnn or resnet18, found " + kind);
        }
        if (sharing != null || noIntercept || !loss.equals(AUTO) || !taskWeight.equals("equal") || standardize == StandardizeWord.task) {
            throw MtlException.usage((sharing != null ? "--sharing" : noIntercept ? "--no-intercept" : !loss.equals(AUTO) ? "--loss"
                    : standardize == StandardizeWord.task ? "--standardize task" : "--task-weight")
                    + ": --continual has no such choice");
        }
        if (!lambda.equals(AUTO) || sharedRidge != 0) {
            throw MtlException.usage((lambda.equals(AUTO) ? "--shared-ridge" : "--lambda") + ": expected --weight-decay with --continual");
        }
        Map<String, String> options = recorded();
        options.keySet().removeAll(List.of("lambda", "shared-ridge"));
        options.put("sharing", SharingWord.hard.name());
        options.putAll(network.withDefaults().ofStream(kind == Kind.linear));
        return options;
    }

    /** The options that were given and a network of a stream has. */
    List<String> givenOfStream() {
        Map<String, String> none = new FitOptions().recorded();
        List<String> given = new ArrayList<>();
        recorded().forEach((option, value) -> {
            if (!value.equals(none.get(option))) {
                given.add(option);
            }
        });
        return given;
    }

    /**
     * Makes sure that the tasks which the options name are there.
     *
     * @param source how messages name the data
     * @throws MtlException (DATA) for an option that names another
     */
    void requireTasks(List<String> tasks, String source) {
        for (Map.Entry<String, String> option : Map.of("--lambda", lambda, "--loss", loss).entrySet()) {
            for (String task : Lists.parseValues(option.getKey(), option.getValue()).keySet()) {
                if (!task.isEmpty() && !tasks.contains(task)) {
                    throw MtlException.data(source + ": " + option.getKey() + ": no task '" + task + "'"
                            + NearMiss.find(task, tasks).map(name -> ", perhaps " + name).orElse(""));
                }
            }
        }
    }

    /** The settings that these options ask for. */
    LinearSettings settings(Context context) {
        if (intercept && noIntercept) {
            throw MtlException.usage("--intercept and --no-intercept exclude each other");
        }
        return Settings.parse(recorded(context));
    }
}
