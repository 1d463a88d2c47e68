package org.mtl.cli;

import picocli.CommandLine.Option;

/** How many steps ahead MetaSP looks: of {@code influence}, and of {@code train --continual}. */
final class PseudoStepOptions {

    @Option(
            names = "--pseudo-steps",
            paramLabel = "N",
            order = 30,
            description = "With metasp: the steps that are looked ahead, all on the same rows, 1 to 5. More than 1 when training needs"
                    + " --optimizer sgd without --nesterov and --clip. Default: 1.")
    private Integer steps;

    /** The number; null where it was not given. */
    Integer steps() {
        return steps;
    }
}
