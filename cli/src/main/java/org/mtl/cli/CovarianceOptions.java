package org.mtl.cli;

import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.affinity.CovarianceAffinity;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How {@code --method covariance} compares the inputs of tasks. */
final class CovarianceOptions {

    /** The method's word. */
    static final String METHOD = "covariance";

    @Option(
            names = "--covariance-center",
            paramLabel = "yes|no",
            order = 21,
            description = "With --method covariance: take each task's mean off first. Default: no.")
    private YesNo center = YesNo.no;

    @Mixin
    private LayerOption layer;

    /** The layer of a network whose activations are compared, if one was named. */
    Optional<String> layer() {
        return layer.name();
    }

    /**
     * Makes sure that a layer is named of this method alone.
     *
     * @throws MtlException (USAGE) otherwise
     */
    void requireFor(String method) {
        if (layer().isPresent() && !method.equals(METHOD)) {
            throw MtlException.usage("--layer: --method " + method + " takes none; expected covariance");
        }
    }

    boolean centered() {
        return center == YesNo.yes;
    }

    /**
     * How alike the training inputs of the tasks are.
     *
     * @param facts what the matrix records of its origin; this adds to it
     */
    AffinityMatrix matrix(Dataset data, Design design, Map<String, Object> facts, Context context) {
        facts.put("covariance_center", centered());
        double[][] scores = CovarianceAffinity.scores(design, data.tasks(), centered(), context.workers());
        return new AffinityMatrix(data.taskNames(), scores, facts);
    }
}
