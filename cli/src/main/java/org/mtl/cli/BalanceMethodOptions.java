package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a single method of weighing losses or of combining gradients can be told. An option that was not given is null. */
final class BalanceMethodOptions {

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

    /** The options that were given, by name. */
    Map<String, String> given() {
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
}
