package org.mtl.cli;

import org.mtl.MtlException;
import picocli.CommandLine.Option;

/** Whether scores are written as CSV or as NPY. */
final class ScoreFormat {

    /** The words of {@code --format}. */
    enum Format {
        csv,
        npy
    }

    @Option(
            names = "--format",
            paramLabel = "csv|npy",
            order = 79,
            description = "The format of the output. Default: npy for a FILE ending in .npy, else csv.")
    private Format format;

    /**
     * Whether NPY is asked for.
     *
     * @throws MtlException (USAGE) if it is, without a file to put the names beside
     */
    boolean isNpy(ResultOptions results) {
        boolean npy = format == null ? results.name().endsWith(".npy") : format == Format.npy;
        if (npy && !results.isFile()) {
            throw MtlException.usage("--format npy needs -o FILE: the names of rows and tasks are written beside it");
        }
        return npy;
    }
}
