package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.influence.network.CurvatureInverse;
import org.mtl.influence.network.InnerRate;
import org.mtl.influence.network.LissaInverse;
import org.mtl.influence.network.NeumannInverse;
import org.mtl.influence.network.PseudoUpdates;
import org.mtl.influence.network.TrainedObjective;
import org.mtl.io.Numbers;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Methods that add up a series of steps in place of an inverse. */
final class SeriesOptions {

    static final String LISSA = "lissa";
    static final String NEUMANN = "neumann";
    static final String METASP = "metasp";
    static final String SOURCE = "source";

    private static final int MOST_PSEUDO_STEPS = 5;

    @Option(names = "--lissa-depth", paramLabel = "N", order = 30, description = "With lissa: the terms of a series. Default: 1000.")
    private Integer depth;

    @Option(names = "--lissa-repeats", paramLabel = "N", order = 30, description = "With lissa: take the mean of N series. Default: 1.")
    private Integer repeats;

    @Option(names = "--lissa-batch", paramLabel = "N", order = 30, description = "With lissa: the rows of a batch. Default: 256.")
    private Integer batch;

    @Option(
            names = "--lissa-scale",
            paramLabel = "V|auto",
            order = 30,
            description = "With lissa: what the curvature is divided by, above half its largest eigenvalue on any batch. Default:"
                    + " auto, one and a half times an estimate of the largest.")
    private String scale;

    @Option(names = "--neumann-terms", paramLabel = "N", order = 30, description = "With neumann: the terms of the series. Default: 20.")
    private Integer terms;

    @Mixin
    private PseudoStepOptions pseudoSteps;

    @Option(
            names = "--inner-rate",
            paramLabel = "V|auto",
            order = 30,
            description = "With metasp and neumann: the learning rate of a step. Default: auto, one over an estimate of the largest"
                    + " curvature.")
    private String rate;

    @Option(
            names = "--segments",
            paramLabel = "N",
            order = 30,
            description = "With source: the parts that training is cut into, at most the epochs that train --checkpoints kept."
                    + " Default: 3.")
    private Integer segments;

    /** The options that were given, each with the methods that it belongs to. */
    Map<String, Set<String>> given() {
        Map<String, Set<String>> given = new LinkedHashMap<>();
        MethodOptions.put(given, "--lissa-depth", depth, LISSA);
        MethodOptions.put(given, "--lissa-repeats", repeats, LISSA);
        MethodOptions.put(given, "--lissa-batch", batch, LISSA);
        MethodOptions.put(given, "--lissa-scale", scale, LISSA);
        MethodOptions.put(given, "--neumann-terms", terms, NEUMANN);
        MethodOptions.put(given, "--pseudo-steps", pseudoSteps.steps(), METASP);
        MethodOptions.put(given, "--inner-rate", rate, METASP, NEUMANN);
        MethodOptions.put(given, "--segments", segments, SOURCE);
        return given;
    }

    LissaInverse.Recursion recursion(long seed) {
        OptionalDouble fixed = MethodOptions.numberOrAuto("--lissa-scale", scale);
        if (fixed.isPresent() && !(fixed.getAsDouble() > 0)) {
            throw MtlException.usage("--lissa-scale: expected auto or a number above 0, found '" + scale + "'");
        }
        return new LissaInverse.Recursion(MethodOptions.atLeastOne("--lissa-depth", depth, 1000),
                MethodOptions.atLeastOne("--lissa-repeats", repeats, 1), MethodOptions.atLeastOne("--lissa-batch", batch, 256),
                fixed, seed);
    }

    CurvatureInverse neumann(TrainedObjective objective, long seed) {
        return new NeumannInverse(objective, rate(seed), terms());
    }

    private int terms() {
        return MethodOptions.atLeastOne("--neumann-terms", terms, 20);
    }

    private InnerRate rate(long seed) {
        return new InnerRate(MethodOptions.numberOrAuto("--inner-rate", rate), seed);
    }

    PseudoUpdates.Steps steps(long seed) {
        int steps = MethodOptions.atLeastOne("--pseudo-steps", pseudoSteps.steps(), 1);
        if (steps > MOST_PSEUDO_STEPS) {
            throw MtlException.usage("--pseudo-steps: expected 1 to " + MOST_PSEUDO_STEPS + ", found " + Numbers.format(steps));
        }
        return new PseudoUpdates.Steps(steps, rate(seed));
    }

    int segments() {
        return MethodOptions.atLeastOne("--segments", segments, 3);
    }

    /** Checks all values before any work. */
    void check() {
        recursion(0);
        terms();
        steps(0);
        segments();
    }
}
