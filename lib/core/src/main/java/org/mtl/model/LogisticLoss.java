package org.mtl.model;

/** ℓ = log(1 + e^z) − yz with y ∈ {0, 1}: ∂ℓ/∂z = σ(z) − y, ℓ'' = σ(z)(1 − σ(z)). */
public record LogisticLoss() implements Loss {

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
            // log(1 + e^z) − yz is log(1 + e^−m) of the margin m, which neither overflows nor cancels.
            double margin = targets[i] > 0.5 ? predictions[i] : -predictions[i];
            sum += Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
        }
        return sum;
    }

    @Override
    public void gradients(double[] predictions, double[] targets, int count, double[] gradients) {
        for (int i = 0; i < count; i++) {
            // σ(z) − 1 = −σ(−z) keeps its digits where σ(z) is close to 1.
            gradients[i] = targets[i] > 0.5 ? -sigmoid(-predictions[i]) : sigmoid(predictions[i]);
        }
    }

    @Override
    public void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots) {
        for (int i = 0; i < count; i++) {
            roots[i] = Math.sqrt(sigmoid(predictions[i]) * sigmoid(-predictions[i]));
        }
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
