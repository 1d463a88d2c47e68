package org.mtl.training;

import org.mtl.MtlException;
import org.mtl.data.Standardization;
import org.mtl.model.Sharing;

/**
 * How a linear model is to be trained.
 *
 * @param sharing how tasks share coefficients
 * @param intercept whether a column of ones is appended
 * @param standardize what features are standardized by
 * @param penalty where λ_k come from
 * @param sharedRidge c ≥ 0, under soft sharing only
 * @param weights where π_k come from
 * @param losses which loss each task has
 * @param projection whether features are projected
 */
public record LinearSettings(
        Sharing sharing,
        boolean intercept,
        Standardization.Mode standardize,
        PenaltyRule penalty,
        double sharedRidge,
        TaskWeights weights,
        LossRule losses,
        Projection projection) {

    /** Settings with losses by the labels and without projection. */
    public LinearSettings(Sharing sharing, boolean intercept, Standardization.Mode standardize, PenaltyRule penalty,
            double sharedRidge, TaskWeights weights) {
        this(sharing, intercept, standardize, penalty, sharedRidge, weights, LossRule.BY_LABELS, Projection.NONE);
    }

    /** The same settings with other penalties. */
    public LinearSettings with(PenaltyRule other) {
        return new LinearSettings(sharing, intercept, standardize, other, sharedRidge, weights, losses, projection);
    }

    /**
     * Checks what the values say together.
     *
     * @throws MtlException (USAGE) if they contradict each other
     */
    public LinearSettings {
        losses.requireCurvature();
        if (!(sharedRidge >= 0) || Double.isInfinite(sharedRidge)) {
            throw MtlException.usage("--shared-ridge: expected a number of at least 0, found " + sharedRidge);
        }
        if (sharedRidge > 0 && sharing != Sharing.SOFT) {
            throw MtlException.usage("--shared-ridge needs --sharing soft, found --sharing " + sharing.label());
        }
        if (sharing == Sharing.SOFT && penalty instanceof PenaltyRule.Given given) {
            boolean zero = given.common() == 0 || given.byTask().containsValue(0.0);
            if (zero) {
                throw MtlException.usage("--lambda: under --sharing soft a penalty of 0 ties nothing together;"
                        + " expected a number above 0, or --sharing none");
            }
        }
    }
}
