package org.mtl.training;

import org.mtl.MtlException;
import org.mtl.model.BlockMatrix;
import org.mtl.model.Curvature;
import org.mtl.model.LinearHessian;
import org.mtl.model.LinearObjective;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;

/**
 * Notices classification data for which no finite minimiser exists, because some coefficients that nothing penalises
 * separate the classes (METHODS §2).
 */
final class Separability {

    private static final int CHECK_EVERY = 5;

    private final boolean classification;
    private final LinearObjective data;
    private final Workers workers;
    private int freeAtZero = -1;

    /** Watches fits of these data. */
    Separability(LinearObjective data, Workers workers) {
        this.data = data;
        this.workers = workers;
        this.classification = data.tasks().stream().anyMatch(task -> task.loss().isClassification());
    }

    /**
     * Looks now and then, during a search, whether the shared coefficients have come to classify every row correctly: a
     * proof that scaling them up decreases the objective for ever.
     *
     * @throws MtlException (DATA) if they have, and nothing penalises them
     */
    void check(LinearObjective objective, BlockMatrix parameters, int step) {
        boolean free = objective.sharing() == Sharing.SOFT && objective.sharedRidge() == 0
                && objective.tasks().stream().allMatch(task -> task.loss().isClassification());
        if (free && step % CHECK_EVERY == 0 && objective.isSeparatedByShared(parameters)) {
            throw separable(objective);
        }
    }

    /**
     * Makes sure that a search did not come to rest only because the curvature died out on its way to infinity: at the
     * minimum no more directions may be free than at 0, where only columns that depend on each other are.
     *
     * @throws MtlException (DATA) if there are more
     */
    void requireFinite(LinearObjective objective, LinearHessian hessian) {
        int free = hessian.freeDirections().size();
        if (!classification || free == 0) {
            return;
        }
        if (freeAtZero < 0) {
            freeAtZero = new Curvature(data, data.zeroParameters(), workers).hessian(objective).freeDirections().size();
        }
        if (free > freeAtZero) {
            throw separable(objective);
        }
    }

    private static MtlException separable(LinearObjective objective) {
        String remedy = objective.sharing() == Sharing.SOFT
                ? "give --shared-ridge, for example --shared-ridge 0.01"
                : "raise --lambda, or leave out tasks with a single class";
        return MtlException.data("the features separate the classes of the training rows, so that no finite fit exists; "
                + remedy);
    }
}
