package org.mtl.cli;

import java.util.List;
import java.util.stream.LongStream;
import org.mtl.MtlException;
import picocli.CommandLine.Option;

/** With how many seeds a network is trained. */
final class SeedOptions {

    @Option(
            names = "--seeds",
            paramLabel = "N",
            order = 25,
            description = "Networks: train N times, with --seed and the seeds after it; -o is a folder then.")
    private Integer count;

    /** Whether a number was given, be it 1. */
    boolean isGiven() {
        return count != null;
    }

    /**
     * Makes sure that no number was given.
     *
     * @throws MtlException (USAGE) otherwise
     */
    void requireNone() {
        if (isGiven()) {
            throw MtlException.usage("--seeds: a linear model has one minimum whatever the seed; expected --model mlp");
        }
    }

    /**
     * The seeds, from the first on; that one alone if no number was given.
     *
     * @throws MtlException (USAGE) if there is none
     */
    List<Long> seeds(long first) {
        int seeds = count == null ? 1 : count;
        if (seeds < 1) {
            throw MtlException.usage("--seeds: expected at least 1, found " + seeds);
        }
        return LongStream.range(0, seeds).mapToObj(s -> first + s).toList();
    }
}
