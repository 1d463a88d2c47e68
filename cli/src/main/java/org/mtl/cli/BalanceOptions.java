package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How losses and gradients of tasks are balanced. An option that was not given is null, so that linear models can refuse
 * it.
 */
final class BalanceOptions {

    @Option(
            names = "--weighting",
            paramLabel = "METHOD",
            order = 37,
            description = "Networks: weigh the tasks' losses in each step: equal (the default), scalar=TASK=V,..., loss-scale,"
                    + " geometric, uncertainty, dwa, random, dtp, gradnorm, stch, famo, excess, bandit, imtl-l or svd.")
    private String weighting;

    @Option(
            names = "--combine",
            paramLabel = "METHOD",
            order = 37,
            description = "Networks: how the tasks' gradients become one direction of the layers that they share: sum (the"
                    + " default), mgda, pcgrad, gradvac, cagrad, imtl, nash, aligned, upgrad, dualproj, config, fairgrad, graddrop,"
                    + " moco, db-mtl, sdmgrad or modo.")
    private String combine;

    @Option(
            names = "--normalize-gradients",
            paramLabel = "none|l2|loss|loss+",
            order = 38,
            description = "Networks: divide the tasks' gradients, before they are combined, by their norm (l2), their task's loss"
                    + " or both (loss+). Default: none.")
    private String normalize;

    @Option(
            names = "--reduction",
            paramLabel = "sum|mean",
            order = 38,
            description = "Networks: divide sums over tasks and weights of losses by the number of tasks (mean), or not (sum, the"
                    + " default).")
    private String reduction;

    @Option(
            names = "--match-norm",
            paramLabel = "none|sum",
            order = 38,
            description = "Networks: give the direction the norm of the plain sum of gradients (sum). Default: none.")
    private String matchNorm;

    @Option(
            names = "--combine-every",
            paramLabel = "N",
            order = 38,
            description = "Networks: combine anew in each N-th step and use its coefficients again in between, which costs no more"
                    + " than a plain step. Default: 1.")
    private String every;

    @Option(
            names = "--update",
            paramLabel = "plain|selective",
            order = 38,
            description = "Networks: all tasks step at once (plain, the default), or groups of tasks one after another on each batch,"
                    + " groups of what helps each other while training goes on (selective).")
    private String update;

    @Option(
            names = "--regroup-every",
            paramLabel = "N",
            order = 38,
            description = "--update selective: make groups anew after each N batches. Default: 10.")
    private String regroupEvery;

    @Option(
            names = "--decay",
            paramLabel = "V",
            order = 38,
            description = "--update selective: the share of a new affinity in those that are followed. Default: 0.001.")
    private String decay;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            order = 38,
            description = "--update selective: the batches in which every task is its own group. Default: 100.")
    private String warmup;

    @Mixin
    private BalanceMethodOptions methods = new BalanceMethodOptions();

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("weighting", weighting);
        given.put("combine", combine);
        given.put("normalize-gradients", normalize);
        given.put("reduction", reduction);
        given.put("match-norm", matchNorm);
        given.put("combine-every", every);
        given.put("update", update);
        given.put("regroup-every", regroupEvery);
        given.put("decay", decay);
        given.put("warmup", warmup);
        given.values().removeIf(value -> value == null);
        given.putAll(methods.given());
        return given;
    }

    /**
     * Makes sure that no option of networks was given.
     *
     * @throws MtlException (USAGE) naming the first one
     */
    void requireNone() {
        given().keySet().stream().findFirst().ifPresent(option -> {
            throw MtlException.usage("--" + option + " changes the steps of networks; a linear model is solved exactly, and a learner of"
                    + " --learner has no steps; expected --model mlp");
        });
    }

    /**
     * The options in effect, by name, as a model records them: none where all is plain, else all that concern the methods.
     *
     * @throws MtlException (USAGE) for an option of a method that is not asked for
     */
    Map<String, String> recorded() {
        Map<String, String> options = new LinkedHashMap<>();
        if (given().isEmpty()) {
            return options;
        }
        options.put("weighting", weighting == null ? BalanceWords.EQUAL : weighting);
        options.put("combine", combine == null ? BalanceWords.SUM : combine);
        options.put("normalize-gradients", normalize == null ? BalanceWords.NONE : normalize);
        options.put("reduction", reduction == null ? "sum" : reduction);
        options.put("match-norm", matchNorm == null ? BalanceWords.NONE : matchNorm);
        options.put("combine-every", every == null ? "1" : every);
        options.put("update", update == null ? BalanceWords.PLAIN : update);
        if (BalanceWords.SELECTIVE.equals(update)) {
            options.put("regroup-every", regroupEvery == null ? "10" : regroupEvery);
            options.put("decay", decay == null ? "0.001" : decay);
            options.put("warmup", warmup == null ? "100" : warmup);
        } else if (regroupEvery != null || decay != null || warmup != null) {
            throw MtlException.usage((regroupEvery != null ? "--regroup-every" : decay != null ? "--decay" : "--warmup")
                    + " needs --update selective");
        }
        options.putAll(BalanceWords.completed(options, methods.given()));
        return options;
    }
}
