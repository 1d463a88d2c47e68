package org.mtl.model;

/** ℓ = log(1 + e^z) − yz with y ∈ {0, 1}: ∂ℓ/∂z = σ(z) − y, ℓ'' = σ(z)(1 − σ(z)). */
public record LogisticLoss() implements Loss {

    /** Changes of a prediction as large as this are no small difference, and e to their power might overflow. */
    private static final double LARGE_CHANGE = 1;

    @Override
    public String label() {
        return "logistic";
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public boolean isClassification() {
        return true;
    }

    @Override
    public boolean constantCurvature() {
        return false;
    }

    @Override
    public double sum(double[] predictions, double[] targets, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += ofMargin(targets[i] > 0.5 ? predictions[i] : -predictions[i]);
        }
        return sum;
    }

    /** log(1 + e^z) − yz is log(1 + e^−m) of the margin m, which neither overflows nor cancels. */
    private static double ofMargin(double margin) {
        return Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
    }

    @Override
    public void gradients(double[] predictions, double[] targets, int count, double[] gradients) {
        for (int i = 0; i < count; i++) {
            // σ(z) − 1 = −σ(−z) keeps its digits where σ(z) is close to 1: with s = −1 for y = 1 and 1 for y = 0 the
            // gradient is sσ(sz). Labels in random order would make each branch a guess, so there is none.
            double sign = Math.copySign(1, 0.5 - targets[i]);
            double z = sign * predictions[i];
            double e = Math.exp(-Math.abs(z));
            gradients[i] = sign * Math.max(e, Math.copySign(1, z)) / (1 + e);
        }
    }

    @Override
    public double sumAndGradients(double[] predictions, double[] targets, int count, double[] gradients) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double sign = Math.copySign(1, 0.5 - targets[i]);
            double z = sign * predictions[i];
            double e = Math.exp(-Math.abs(z));
            double sigmoids = 1 + e;
            gradients[i] = sign * Math.max(e, Math.copySign(1, z)) / sigmoids;
            // log(1 + e) from the rounded 1 + e, corrected for what was rounded away: as exact as log1p, and faster.
            double rest = sigmoids - 1;
            sum += Math.max(0, z) + (rest == 0 ? e : Math.log(sigmoids) * (e / rest));
        }
        return sum;
    }

    @Override
    public void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots) {
        for (int i = 0; i < count; i++) {
            roots[i] = Math.sqrt(sigmoid(predictions[i]) * sigmoid(-predictions[i]));
        }
    }

    /** ℓ(m + δ) − ℓ(m) = log(1 + σ(−m)(e^−δ − 1)) in the margin m, which keeps the digits of a small change. */
    @Override
    public double change(double[] predictions, double[] targets, int count, double[] changes, int at) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double sign = targets[i] > 0.5 ? 1 : -1;
            double margin = sign * predictions[i];
            double change = sign * changes[at + i];
            sum += Math.abs(change) < LARGE_CHANGE
                    ? Math.log1p(sigmoid(-margin) * Math.expm1(-change))
                    : ofMargin(margin + change) - ofMargin(margin);
        }
        return sum;
    }

    @Override
    public void margins(double[] predictions, double[] targets, int count, double[] margins) {
        for (int i = 0; i < count; i++) {
            margins[i] = targets[i] > 0.5 ? predictions[i] : -predictions[i];
        }
    }

    /** σ(z) = 1/(1 + e^−z). */
    public static double sigmoid(double z) {
        if (z >= 0) {
            return 1 / (1 + Math.exp(-z));
        }
        double e = Math.exp(z);
        return e / (1 + e);
    }
}
