package org.mtl.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mtl.MtlException;
import org.mtl.affinity.CollectionSettings;
import org.mtl.affinity.StepMeasure;
import org.mtl.io.Numbers;
import org.mtl.model.network.NetworkEngine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** When affinities are collected while training. An option that was not given is null, so that other methods can refuse it. */
final class CollectionOptions {

    /** The weight that each collection leaves of those before it, with {@code --average ema}. */
    private static final double DECAY = 0.9;

    /** The methods that collect while training. */
    private static final Map<String, StepMeasure> METHODS = Map.of("tag", StepMeasure.TAG, "transfer-gain",
            StepMeasure.TRANSFER_GAIN, "cosine", StepMeasure.COSINE, "proximal", StepMeasure.PROXIMAL);

    @Mixin
    private MetricOption metric;

    @Option(
            names = "--self-pair",
            paramLabel = "double|zero",
            order = 22,
            description = "The transfer gain of a task to itself: that of taking its gradient twice (double, the default), or zero.")
    private String selfPair;

    @Option(
            names = "--every",
            paramLabel = "N",
            order = 23,
            description = "While training: collect at every N-th step; the mean of fewer steps is"
                    + " cheaper and noisier. Default: 1.")
    private Integer every;

    @Option(names = "--from-epoch", paramLabel = "N", order = 23, description = "While training: collect from this epoch on. Default: 1.")
    private Integer firstEpoch;

    @Option(names = "--to-epoch", paramLabel = "N", order = 23, description = "While training: collect up to this epoch.")
    private Integer lastEpoch;

    @Option(
            names = "--sample-tasks",
            order = 24,
            description = "While training: collect among a random subset of tasks each time, of a random size.")
    private boolean sampleTasks;

    @Option(
            names = "--average",
            paramLabel = "uniform|ema|ema=DECAY",
            order = 24,
            description = "While training: the mean of all collected values (uniform, the default), or one in which each further"
                    + " value leaves DECAY of the weight of those before it, by default 0.9.")
    private String average;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            order = 82,
            description = "While training: also write the matrix as it is so far to FILE, again and again:"
                    + " seed,step,epoch,method,source,TASK1,TASK2,...")
    private String trace;

    @Option(
            names = "--trace-every",
            paramLabel = "N",
            order = 82,
            description = "Of --trace: how many collections lie between two matrices. Default: 10.")
    private Integer traceEvery;

    @Mixin
    private SeedOptions seedOptions;

    /** The seeds to train with, and whether there may be several. */
    SeedOptions seeds() {
        return seedOptions;
    }

    /** The file of the matrices so far, if there is to be one. */
    Optional<String> trace() {
        if (trace == null && traceEvery != null) {
            throw MtlException.usage("--trace-every needs --trace, the file that it is about");
        }
        return Optional.ofNullable(trace);
    }

    /**
     * How many collections lie between two matrices.
     *
     * @throws MtlException (USAGE) if it is none
     */
    int traceEvery() {
        if (traceEvery != null && traceEvery < 1) {
            throw MtlException.usage("--trace-every: expected at least 1, found " + traceEvery);
        }
        return traceEvery == null ? 10 : traceEvery;
    }

    /** The measure that a method's word stands for, if it collects. */
    static Optional<StepMeasure> measure(String word) {
        return Optional.ofNullable(METHODS.get(word));
    }

    /** The word of a measure. */
    static String word(StepMeasure measure) {
        return METHODS.entrySet().stream().filter(entry -> entry.getValue() == measure).findFirst().orElseThrow().getKey();
    }

    /** The settings that these options ask for. */
    CollectionSettings settings(long seed) {
        return new CollectionSettings(
                metric.isError() ? NetworkEngine.Summand.ERROR : NetworkEngine.Summand.LOSS,
                selfPair(),
                every == null ? 1 : every,
                firstEpoch == null ? 1 : firstEpoch,
                lastEpoch == null ? Integer.MAX_VALUE : lastEpoch,
                sampleTasks,
                decay(),
                seed);
    }

    private StepMeasure.SelfPair selfPair() {
        return switch (selfPair == null ? "double" : selfPair) {
            case "double" -> StepMeasure.SelfPair.DOUBLE;
            case "zero" -> StepMeasure.SelfPair.ZERO;
            default -> throw MtlException.usage("--self-pair: expected double or zero, found '" + selfPair + "'");
        };
    }

    private OptionalDouble decay() {
        String text = average == null ? "uniform" : average;
        if (text.equals("uniform")) {
            return OptionalDouble.empty();
        }
        if (text.equals("ema")) {
            return OptionalDouble.of(DECAY);
        }
        try {
            if (text.startsWith("ema=")) {
                return OptionalDouble.of(Numbers.parse(text.substring("ema=".length())));
            }
        } catch (NumberFormatException e) {
            throw wrongAverage(text);
        }
        throw wrongAverage(text);
    }

    private static MtlException wrongAverage(String text) {
        return MtlException.usage("--average: expected uniform, ema or ema=DECAY, found '" + text + "'");
    }

    /** Whether metrics are compared, and not losses. */
    boolean comparesMetrics() {
        return metric.isError();
    }

    /**
     * Makes sure that no option of collecting was given.
     *
     * @throws MtlException (USAGE) naming the first one
     */
    void requireNone() {
        if (metric.isGiven()) {
            throw only("--metric");
        }
        if (seedOptions.isGiven()) {
            throw only("--seeds");
        }
        requireNoCollecting();
    }

    /**
     * Makes sure that no option of collecting was given but those that other ways to train have too.
     *
     * @throws MtlException (USAGE) naming the first one
     */
    void requireNoCollecting() {
        List<String> names = List.of("--self-pair", "--every", "--from-epoch", "--to-epoch", "--average", "--trace",
                "--trace-every");
        Object[] values = {selfPair, every, firstEpoch, lastEpoch, average, trace, traceEvery};
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                throw only(names.get(i));
            }
        }
        if (sampleTasks) {
            throw only("--sample-tasks");
        }
    }

    private static MtlException only(String option) {
        return MtlException.usage(option + " is an option of methods that collect while training: tag, transfer-gain, cosine,"
                + " proximal");
    }
}
