package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.influence.network.GradientProjection;
import org.mtl.influence.network.TrakModel;
import picocli.CommandLine.Option;

/** How gradients are projected, and where that is kept. An option that was not given is null. */
final class ProjectionOptions {

    static final String TRAK = "trak";

    private static final int DIMENSION = 512;

    /** The words of {@code --projection-kind}. */
    enum KindWord {
        gaussian,
        rademacher,
        sparse
    }

    /** The words of {@code --trak-weights}. */
    enum WeightsWord {
        rows,
        curvature,
        none
    }

    @Option(
            names = "--projection",
            paramLabel = "D",
            order = 30,
            description = "Project the gradient of each row on D random directions. Default: 200, with trak 512.")
    private Integer dimension;

    @Option(
            names = "--projection-kind",
            paramLabel = "gaussian|rademacher|sparse",
            order = 30,
            description = "With trak: the distribution of the directions. Default: rademacher, 1 or -1.")
    private KindWord kind;

    @Option(
            names = "--projections",
            paramLabel = "DIR",
            order = 30,
            description = "With trak: keep the training rows' projected gradients in DIR, or take them from there; an interrupted"
                    + " run goes on where it stopped.")
    private String folder;

    @Option(
            names = "--trak-weights",
            paramLabel = "rows|curvature|none",
            order = 30,
            description = "With trak: what a training row counts in the matrix that is inverted: its weight in the objective (rows,"
                    + " the default), times its loss's second derivative (curvature), or 1 (none).")
    private WeightsWord weights;

    /** The options that were given, each with the methods that it belongs to. */
    Map<String, Set<String>> given() {
        Map<String, Set<String>> given = new LinkedHashMap<>();
        MethodOptions.put(given, "--projection", dimension, TRAK);
        MethodOptions.put(given, "--projection-kind", kind, TRAK);
        MethodOptions.put(given, "--projections", folder, TRAK);
        MethodOptions.put(given, "--trak-weights", weights, TRAK);
        return given;
    }

    GradientProjection.Settings settings(long seed) {
        String word = (kind == null ? KindWord.rademacher : kind).name();
        return new GradientProjection.Settings(dimension == null ? DIMENSION : dimension,
                GradientProjection.Kind.valueOf(word.toUpperCase(Locale.ROOT)), seed);
    }

    TrakModel.Weights weights() {
        return TrakModel.Weights.valueOf((weights == null ? WeightsWord.rows : weights).name().toUpperCase(Locale.ROOT));
    }

    Optional<String> folder() {
        return Optional.ofNullable(folder);
    }

    /** What decides stored projections, beside the models. */
    List<String> identity(long seed) {
        GradientProjection.Settings settings = settings(seed);
        return List.of("projections 1", "dimension " + settings.dimension(), "kind " + settings.kind(), "seed " + seed);
    }

    /**
     * Checks all values before any work.
     *
     * @throws MtlException (USAGE) naming the option that is wrong
     */
    void check() {
        settings(0);
    }
}
