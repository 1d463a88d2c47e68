package org.mtl.cli;

import org.mtl.MtlException;
import org.mtl.io.Numbers;
import picocli.CommandLine.Option;

/** How alike sources of made data are to the target. */
final class CosinesOption {

    @Option(
            names = "--cosines",
            paramLabel = "V,...",
            order = 14,
            description = "For each value a source task whose coefficients have this cosine to the target's. Default: 1,0.9,0.5,0.")
    private String cosines = "1,0.9,0.5,0";

    /**
     * The values.
     *
     * @throws MtlException (USAGE) if one is no number
     */
    double[] values() {
        return Lists.parse("--cosines", cosines).stream().mapToDouble(value -> {
            try {
                return Numbers.parse(value);
            } catch (NumberFormatException e) {
                throw MtlException.usage("--cosines: expected numbers, found '" + value + "'");
            }
        }).toArray();
    }
}
