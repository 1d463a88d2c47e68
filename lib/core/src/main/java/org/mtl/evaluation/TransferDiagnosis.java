package org.mtl.evaluation;

/**
 * What speaks for and against training a source beside a target, component by component ([4] Section 2): how much the target
 * gains, how alike the tasks' own models and their rows are, how many rows they have and how noisy their labels are.
 *
 * @param source the task that is trained beside
 * @param target the task whose loss is taken
 * @param alone V of the target trained by itself
 * @param together V of the target trained with the source
 * @param cosine of the coefficients of linear models of each task alone; NaN where they have not the same outputs
 * @param covariance the score of {@link org.mtl.affinity.CovarianceAffinity}
 * @param alignment the same over the geometric mean of both tasks' scores with themselves: 1 for equal covariances
 * @param sourceRows training rows
 * @param targetRows training rows
 * @param sourceNoise {@link LabelNoise}; NaN where a loss has no curvature
 * @param targetNoise the same of the target
 * @param roomy whether the shared module has room for both tasks' own solutions (Proposition 1)
 */
public record TransferDiagnosis(String source, String target, double alone, double together, double cosine, double covariance,
        double alignment, int sourceRows, int targetRows, double sourceNoise, double targetNoise, boolean roomy) {

    /** A change of loss by less than this share is said to be none. */
    static final double LITTLE = 0.01;

    /** Below this, models or rows are said to differ. */
    static final double ALIKE = 0.5;

    /** By so much more the labels of a source are said to be noisy. */
    static final double NOISIER = 0.1;

    /** So many times the rows outweigh. */
    static final int OUTWEIGHS = 4;

    /** 1 − V together / V alone: above 0 the source helps. */
    public double gain() {
        return 1 - together / alone;
    }

    /** Which of the components is at work, in one line. */
    public String reading() {
        if (Math.abs(gain()) <= LITTLE) {
            return roomy ? "no transfer: the shared module has room for both tasks; a smaller --capacity makes them share"
                    : "hardly any transfer";
        }
        return gain() > 0 ? gainReading() : lossReading();
    }

    private String gainReading() {
        if (Math.abs(cosine) < ALIKE) {
            return "gain though the tasks' own models differ: the module finds what else they share";
        }
        return alignment < ALIKE ? "gain though rows lie in other directions; --align may add to it"
                : "gain: like models on like rows";
    }

    private String lossReading() {
        if (sourceNoise > targetNoise + NOISIER) {
            return "label noise: the source's labels are noisier; weigh it down (--weighting svd) or select its rows";
        }
        if (Math.abs(cosine) < ALIKE) {
            return "models differ: more --capacity, under soft sharing a smaller --lambda, or groups of their own";
        }
        if (alignment < ALIKE) {
            return "covariance: like models, but rows lie in other directions; try --align";
        }
        return sourceRows >= OUTWEIGHS * targetRows
                ? "weight: the source has far more rows; try --task-weight equal or --weighting"
                : "capacity: like models on like rows that still do not fit into what is shared; more --capacity or a smaller --lambda";
    }
}
