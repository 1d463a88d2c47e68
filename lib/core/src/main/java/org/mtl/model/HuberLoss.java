package org.mtl.model;

/**
 * Huber's loss with δ = 1: ℓ = r²/2 for |r| ≤ 1, else |r| − ½, r = y − z.
 *
 * @param majorizing whether curvature is that of the quadratic which touches ℓ from above, 1/max(1, |r|), in place of
 *     ℓ'', which is 0 for |r| > 1
 */
public record HuberLoss(boolean majorizing) implements Loss {

    /** Huber's loss with its true curvature. */
    public HuberLoss() {
        this(false);
    }

    @Override
    public String label() {
        return "huber";
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public boolean isClassification() {
        return false;
    }

    @Override
    public boolean constantCurvature() {
        return false;
    }

    @Override
    public double sum(double[] predictions, double[] targets, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double size = Math.abs(targets[i] - predictions[i]);
            sum += size <= 1 ? size * size / 2 : size - 0.5;
        }
        return sum;
    }

    @Override
    public void gradients(double[] predictions, double[] targets, int count, double[] gradients) {
        for (int i = 0; i < count; i++) {
            gradients[i] = Math.max(-1, Math.min(1, predictions[i] - targets[i]));
        }
    }

    @Override
    public void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots) {
        for (int i = 0; i < count; i++) {
            double size = Math.abs(targets[i] - predictions[i]);
            double outside = majorizing ? Math.sqrt(1 / size) : 0;
            roots[i] = size <= 1 ? 1 : outside;
        }
    }

    @Override
    public Loss majorant() {
        return new HuberLoss(true);
    }
}
