package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import picocli.CommandLine.Option;

/** How a network is to be trained. An option that was not given is null, so that linear models can refuse it. */
final class NetworkOptions {

    /** Under what name a model records that what its tasks share was not trained. */
    static final String FREEZE = "freeze";

    @Option(
            names = "--hidden",
            paramLabel = "N,...|none",
            order = 30,
            description = "Networks: the widths of the layers that tasks share. Default: 256,128.")
    private String hidden;

    @Option(
            names = "--head-hidden",
            paramLabel = "N,...|none",
            order = 30,
            description = "Networks: the widths of the hidden layers of each task's head. Default: none.")
    private String headHidden;

    @Option(
            names = "--activation",
            paramLabel = "relu|tanh|gelu|identity",
            order = 30,
            description = "Networks: what hidden layers apply. Default: relu.")
    private String activation;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            order = 30,
            description = "Networks: the share of hidden outputs that is left out of each training step. Default: 0.")
    private String dropout;

    @Option(
            names = "--capacity",
            paramLabel = "N",
            order = 30,
            description = "How many values the module that tasks share puts out: its rank under --model linear --sharing hard,"
                    + " which needs it; of a network the width of the last layer of --hidden.")
    private String capacity;

    @Option(
            names = "--align",
            paramLabel = "joint|fixed",
            order = 30,
            description = "Networks and --model linear --sharing hard: a matrix for each task, first the identity, that its rows"
                    + " are multiplied with in front of what tasks share, which is trained too (joint) or stays as --init MODEL"
                    + " has it (fixed). Default: none.")
    private AlignWord align;

    @Option(
            names = "--align-rank",
            paramLabel = "N",
            order = 30,
            description = "The matrices of --align are the identity plus one of rank N. Default: any matrix.")
    private String alignRank;

    @Option(
            names = "--freeze",
            order = 30,
            description = "Networks: leave what tasks share as --from or --init MODEL has it, and train what each task has of its own.")
    private boolean freeze;

    /** The words of {@code --align}. */
    enum AlignWord {
        joint,
        fixed
    }

    @Option(
            names = "--init",
            paramLabel = "he|glorot|MODEL",
            order = 31,
            description = "Networks: first weights, normal with variance 2/inputs (he, the default of relu and gelu), uniform"
                    + " (glorot, that of tanh and identity), or those of a network of the same layers.")
    private String init;

    @Option(
            names = "--optimizer",
            paramLabel = "adam|adamw|sgd|lbfgs",
            order = 32,
            description = "Networks: how weights are moved; lbfgs takes all rows at each step, in double precision."
                    + " Default: adam.")
    private String optimizer;

    @Option(names = "--momentum", paramLabel = "V", order = 32, description = "The momentum of --optimizer sgd. Default: 0.")
    private String momentum;

    @Option(names = "--nesterov", order = 32, description = "Nesterov's momentum.")
    private boolean nesterov;

    @Option(names = "--lr", paramLabel = "V", order = 33, description = "Networks, tribuo:logistic: the learning rate. Default: 0.0003; of tribuo:logistic auto.")
    private String learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "constant|cosine|step|poly|warmup",
            order = 33,
            description = "Networks: how the learning rate changes: constant (the default); cosine, down to 0; step, a tenth from"
                    + " half of the steps on and a hundredth from three quarters on; poly, (1 - t/T)^0.9; warmup, up over the"
                    + " first twentieth.")
    private String schedule;

    @Option(
            names = "--weight-decay",
            paramLabel = "V",
            order = 33,
            description = "Networks: the penalty V/2 times the sum of squared weights; of adamw, the decay. Default: 0.00001.")
    private String weightDecay;

    @Option(
            names = "--clip",
            paramLabel = "NORM|none",
            order = 33,
            description = "Networks: scale gradients down to this norm where theirs is larger. Default: none.")
    private String clip;

    @Option(
            names = "--batch",
            paramLabel = "N",
            order = 34,
            description = "Networks: the rows of a training step. Default: 256.")
    private String batch;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            order = 34,
            description = "Networks, tribuo:logistic: the most passes over the training rows; of lbfgs the most steps. Default: 200; of"
                    + " lbfgs 1000, of tribuo:logistic 50.")
    private String epochs;

    @Option(
            names = "--patience",
            paramLabel = "N|none",
            order = 34,
            description = "Networks: stop after N epochs without a new least validation loss, and keep the weights that had it;"
                    + " none: run all epochs and keep the last weights. Default: 20; of lbfgs none.")
    private String patience;

    @Option(
            names = "--sampling",
            paramLabel = "size|equal|temperature=T",
            order = 34,
            description = "Networks, long form: batches draw tasks by their size (the default), equally, or in proportion to"
                    + " n^(1/T). The model records the task weights that this implies.")
    private String sampling;

    @Option(
            names = "--checkpoints",
            paramLabel = "N|none",
            order = 35,
            description = "Networks: keep the weights of every N-th epoch in DIR/checkpoints. Default: none.")
    private String checkpoints;

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("hidden", hidden);
        given.put("head-hidden", headHidden);
        given.put("activation", activation);
        given.put("dropout", dropout);
        given.put("align", align == null ? null : align.name());
        given.put("align-rank", alignRank);
        given.put(FREEZE, freeze ? "true" : null);
        given.put("init", init);
        given.put("optimizer", optimizer);
        given.put("momentum", momentum);
        given.put("nesterov", nesterov ? "true" : null);
        given.put("lr", learningRate);
        given.put("schedule", schedule);
        given.put("weight-decay", weightDecay);
        given.put("clip", clip);
        given.put("batch", batch);
        given.put("epochs", epochs);
        given.put("patience", patience);
        given.put("sampling", sampling);
        given.put("checkpoints", checkpoints);
        given.values().removeIf(value -> value == null);
        return given;
    }

    /** The options that were given, of which learners of Tribuo have some. */
    Map<String, String> givenOfLearner() {
        Map<String, String> given = given();
        if (capacity != null) {
            given.put("capacity", capacity);
        }
        return given;
    }

    /**
     * Takes first weights, and of a linear model the rank, over from one that is fine-tuned.
     *
     * @throws MtlException (USAGE) if options ask for layers or first weights
     */
    void adopt(String model, Map<String, String> recorded) {
        NewTaskOptions.refuse(Optional.ofNullable(init != null ? "--init" : activation != null ? "--activation"
                : capacity != null ? "--capacity" : hidden != null ? "--hidden" : headHidden != null ? "--head-hidden" : null));
        init = model;
        capacity = "linear".equals(recorded.get("model")) ? recorded.get("hidden") : null;
    }

    /** The width of what tasks share, where it was given. */
    Optional<String> capacity() {
        return Optional.ofNullable(capacity);
    }

    /** Whether the layers that tasks share were given. */
    boolean hasHidden() {
        return hidden != null;
    }

    /**
     * Makes sure that no option of networks was given.
     *
     * @throws MtlException (USAGE) naming the first one
     */
    void requireNone() {
        Optional<String> first = given().keySet().stream().findFirst().or(() -> Optional.ofNullable(capacity).map(c -> "capacity"));
        if (first.isPresent()) {
            throw MtlException.usage("--" + first.get() + " is an option of networks; expected --model mlp, or --model linear"
                    + " --sharing hard with --capacity");
        }
    }

    /** What is in effect, by kind of model. */
    NetworkDefaults withDefaults() {
        return new NetworkDefaults(given(), capacity);
    }
}
