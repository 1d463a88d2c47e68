package org.mtl.cli;

import java.util.List;
import org.mtl.MtlException;
import org.mtl.affinity.GradientSurrogate;
import picocli.CommandLine.Option;

/** How affinities are estimated from gradients. An option that was not given is null, so that other methods can refuse it. */
final class SurrogateOptions {

    private static final int DIMENSION = 200;

    @Option(
            names = "--projection",
            paramLabel = "D",
            order = 24,
            description = "Project the gradient of each row on D random directions. Default: 200, with trak 512.")
    private Integer projection;

    /** What the option of this name does, in all commands. */
    static final String SUBSETS = "The number of random subsets: with --method gradient-surrogate of tasks, to fit to (default: so"
            + " many that each pair is expected in 20 of them); with --check lds halves of the training rows (default 100).";

    @Option(
            names = "--subsets",
            paramLabel = "N",
            order = 24,
            description = SUBSETS)
    private Integer subsets;

    @Option(
            names = "--subset-size",
            paramLabel = "N",
            order = 24,
            description = "With --method gradient-surrogate: how many tasks a subset has. Default: a tenth of all, at least 3.")
    private Integer size;

    /**
     * The settings that these options ask for.
     *
     * @throws MtlException (USAGE) naming the option that is wrong
     */
    GradientSurrogate.Settings settings(boolean metrics, long seed) {
        if (subsets != null && subsets < 1) {
            throw MtlException.usage("--subsets: expected at least 1, found " + subsets);
        }
        if (size != null && size < 2) {
            throw MtlException.usage("--subset-size: expected at least 2, found " + size);
        }
        return new GradientSurrogate.Settings(projection == null ? DIMENSION : projection, subsets == null ? 0 : subsets,
                size == null ? 0 : size, metrics, seed);
    }

    /**
     * Makes sure that none of these options was given.
     *
     * @throws MtlException (USAGE) naming the first one
     */
    void requireNone() {
        List<String> names = List.of("--projection", "--subsets", "--subset-size");
        Integer[] values = {projection, subsets, size};
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                throw MtlException.usage(names.get(i) + " is an option of --method gradient-surrogate");
            }
        }
    }
}
