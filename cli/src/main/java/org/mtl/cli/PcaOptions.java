package org.mtl.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** The projection of the features on principal components. */
final class PcaOptions {

    /** The words of {@code --pca-fit}. */
    enum Fit {
        train,
        all
    }

    @Option(
            names = "--pca",
            paramLabel = "N",
            order = 27,
            description = "Project the features, after standardizing, on N principal components. Default: 0, no projection.")
    private int pca;

    @Option(
            names = "--pca-fit",
            paramLabel = "train|all",
            order = 27,
            description = "Fit the components to the training rows (the default) or, to reproduce others, to all rows.")
    private Fit fit = Fit.train;

    @Option(
            names = "--pca-center",
            paramLabel = "yes|no",
            order = 27,
            description = "Take the mean off before (yes, the default), or, to reproduce others, not.")
    private YesNo center = YesNo.yes;

    /** Adds the options in effect, by name, as a model records them. */
    void record(Map<String, String> options) {
        options.put("pca", Integer.toString(pca));
        options.put("pca-fit", fit.name());
        options.put("pca-center", center.name());
    }
}
