package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;
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
            names = "--dwa-temperature",
            paramLabel = "V",
            order = 39,
            description = "--weighting dwa: T of the softmax of r/T. Default: 2.")
    private String dwaTemperature;

    @Option(
            names = "--rank",
            paramLabel = "N",
            order = 39,
            description = "--weighting svd: the directions that tasks have in common, from 1 to the number of tasks.")
    private String rank;

    @Option(
            names = "--svd-scale",
            paramLabel = "sum|none",
            order = 39,
            description = "--weighting svd: scale weights to the number of tasks as their sum, or not. Default: sum.")
    private String svdScale;

    @Option(
            names = "--dtp-rate",
            paramLabel = "V",
            order = 39,
            description = "--weighting dtp: the share of a new measurement in the indicator that is followed. Default: 0.3.")
    private String dtpRate;

    @Option(
            names = "--dtp-focus",
            paramLabel = "V",
            order = 39,
            description = "--weighting dtp: gamma, the power of 1 - k. Default: 1.")
    private String dtpFocus;

    @Option(
            names = "--gradnorm-alpha",
            paramLabel = "V",
            order = 39,
            description = "--weighting gradnorm: how much tasks that are behind are favoured. Default: 1.5.")
    private String gradnormAlpha;

    @Option(
            names = "--gradnorm-lr",
            paramLabel = "V",
            order = 39,
            description = "--weighting gradnorm: the rate of weights. Default: 0.025.")
    private String gradnormRate;

    @Option(
            names = "--gradnorm-layer",
            paramLabel = "all|last",
            order = 39,
            description = "--weighting gradnorm: norms by all shared layers or by the last one. Default: all.")
    private String gradnormLayer;

    @Option(
            names = "--stch-warmup",
            paramLabel = "N",
            order = 39,
            description = "--weighting stch: the epochs of warm-up. Default: 4.")
    private String stchWarmup;

    @Option(
            names = "--stch-mu",
            paramLabel = "V",
            order = 39,
            description = "--weighting stch: the smoothness, near 0 the maximum. Default: 1.")
    private String stchSmoothness;

    @Option(
            names = "--famo-lr",
            paramLabel = "V",
            order = 39,
            description = "--weighting famo: the rate of the logits. Default: 0.025.")
    private String famoRate;

    @Option(
            names = "--famo-decay",
            paramLabel = "V",
            order = 39,
            description = "--weighting famo: the decay of the logits. Default: 0.001.")
    private String famoDecay;

    @Option(
            names = "--excess-rate",
            paramLabel = "V",
            order = 39,
            description = "--weighting excess: the rate of weights. Default: 0.01.")
    private String excessRate;

    @Option(
            names = "--bandit-radius",
            paramLabel = "V",
            order = 39,
            description = "--weighting bandit: how far weights may be from equal ones, a divergence in units of log K. Default: 0.5.")
    private String banditRadius;

    @Option(
            names = "--bandit-rate",
            paramLabel = "V",
            order = 39,
            description = "--weighting bandit: the rate of weights. Default: 0.5.")
    private String banditRate;

    @Option(
            names = "--gradvac-beta",
            paramLabel = "V",
            order = 39,
            description = "--combine gradvac: the share of a new cosine in the usual one. Default: 0.01.")
    private String gradvacBeta;

    @Option(
            names = "--cagrad-c",
            paramLabel = "V",
            order = 39,
            description = "--combine cagrad: how far from the mean gradient, from 0 to below 1. Default: 0.4.")
    private String cagradC;

    @Option(
            names = "--cagrad-rescale",
            paramLabel = "0|1|2",
            order = 39,
            description = "--combine cagrad: divide by nothing, by 1 + c^2 (1, the default), or by 1 + c.")
    private String cagradRescale;

    @Option(
            names = "--fairgrad-alpha",
            paramLabel = "V",
            order = 39,
            description = "--combine fairgrad: how much the task that gains least is favoured; 1 is nash. Default: 2.")
    private String fairgradAlpha;

    @Option(
            names = "--moco-beta",
            paramLabel = "V",
            order = 39,
            description = "--combine moco: how fast gradients are followed. Default: 0.5.")
    private String mocoBeta;

    @Option(
            names = "--moco-rate",
            paramLabel = "V",
            order = 39,
            description = "--combine moco: the rate of weights. Default: 0.1.")
    private String mocoRate;

    @Option(
            names = "--db-mtl-beta",
            paramLabel = "V",
            order = 39,
            description = "--combine db-mtl: how much of earlier gradients is kept. Default: 0.9.")
    private String dbMtlBeta;

    @Option(
            names = "--sdmgrad-lambda",
            paramLabel = "V",
            order = 39,
            description = "--combine sdmgrad: the weight of the mean gradient. Default: 0.3.")
    private String sdmgradLambda;

    @Option(
            names = "--modo-rate",
            paramLabel = "V",
            order = 39,
            description = "--combine modo: the rate of weights. Default: 0.001.")
    private String modoRate;

    @Option(
            names = "--modo-ridge",
            paramLabel = "V",
            order = 39,
            description = "--combine modo: the ridge on weights. Default: 0.1.")
    private String modoRidge;

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

    /** The options of methods that were given, by name. */
    private Map<String, String> parameters() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("dwa-temperature", dwaTemperature);
        given.put("dtp-rate", dtpRate);
        given.put("dtp-focus", dtpFocus);
        given.put("gradnorm-alpha", gradnormAlpha);
        given.put("gradnorm-lr", gradnormRate);
        given.put("gradnorm-layer", gradnormLayer);
        given.put("stch-warmup", stchWarmup);
        given.put("stch-mu", stchSmoothness);
        given.put("famo-lr", famoRate);
        given.put("famo-decay", famoDecay);
        given.put("excess-rate", excessRate);
        given.put("rank", rank);
        given.put("svd-scale", svdScale);
        given.put("bandit-radius", banditRadius);
        given.put("bandit-rate", banditRate);
        given.put("gradvac-beta", gradvacBeta);
        given.put("cagrad-c", cagradC);
        given.put("cagrad-rescale", cagradRescale);
        given.put("fairgrad-alpha", fairgradAlpha);
        given.put("moco-beta", mocoBeta);
        given.put("moco-rate", mocoRate);
        given.put("db-mtl-beta", dbMtlBeta);
        given.put("sdmgrad-lambda", sdmgradLambda);
        given.put("modo-rate", modoRate);
        given.put("modo-ridge", modoRidge);
        given.values().removeIf(value -> value == null);
        return given;
    }

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
        given.putAll(parameters());
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
        options.putAll(BalanceWords.completed(options, parameters()));
        return options;
    }
}
