package org.mtl.model;

/**
 * ℓ = −log p_y with p = softmax(z), y a class code: ∂ℓ/∂z = p − e_y, ∂²ℓ/∂z² = diag p − pp'.
 *
 * @param outputs C, the number of classes, at least 2
 */
public record SoftmaxLoss(int outputs) implements Loss {

    /** Changes of a prediction as large as this are no small difference, and e to their power might overflow. */
    private static final double LARGE_CHANGE = 1;

    /** Checks the number of classes. */
    public SoftmaxLoss {
        if (outputs < 2) {
            throw new IllegalArgumentException("softmax needs at least two classes, got " + outputs);
        }
    }

    @Override
    public String label() {
        return "softmax";
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
            int at = i * outputs;
            double largest = largest(predictions, at);
            double total = 0;
            for (int c = 0; c < outputs; c++) {
                total += Math.exp(predictions[at + c] - largest);
            }
            sum += Math.log(total) + largest - predictions[at + (int) targets[i]];
        }
        return sum;
    }

    @Override
    public void gradients(double[] predictions, double[] targets, int count, double[] gradients) {
        for (int i = 0; i < count; i++) {
            int at = i * outputs;
            probabilities(predictions, at, gradients, at);
            int truth = at + (int) targets[i];
            // p_y − 1 is minus the sum of the others, which keeps its digits where p_y is close to 1.
            double others = 0;
            for (int c = at; c < at + outputs; c++) {
                others += c == truth ? 0 : gradients[c];
            }
            gradients[truth] = -others;
        }
    }

    /**
     * diag p − pp' = DPD with D = diag √p and P = I − qq' a projection, q = √p being a unit vector: hence B = DP.
     */
    @Override
    public void curvatureRoots(double[] predictions, double[] targets, int count, double[] roots) {
        double[] p = new double[outputs];
        for (int i = 0; i < count; i++) {
            probabilities(predictions, i * outputs, p, 0);
            int at = i * outputs * outputs;
            for (int r = 0; r < outputs; r++) {
                for (int c = 0; c < outputs; c++) {
                    double projected = (r == c ? 1 : 0) - Math.sqrt(p[r]) * Math.sqrt(p[c]);
                    roots[at + r * outputs + c] = Math.sqrt(p[r]) * projected;
                }
            }
        }
    }

    /** ℓ(z + d) − ℓ(z) = log(1 + Σ_c p_c (e^(d_c − d_y) − 1)), which keeps the digits of a small change. */
    @Override
    public double change(double[] predictions, double[] targets, int count, double[] changes, int at) {
        double[] p = new double[outputs];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            int from = at + i * outputs;
            double own = changes[from + (int) targets[i]];
            probabilities(predictions, i * outputs, p, 0);
            double growth = 0;
            double largest = 0;
            for (int c = 0; c < outputs; c++) {
                double change = changes[from + c] - own;
                growth += p[c] * Math.expm1(change);
                largest = Math.max(largest, Math.abs(change));
            }
            sum += largest < LARGE_CHANGE ? Math.log1p(growth) : largeChange(predictions, targets[i], i, changes, from);
        }
        return sum;
    }

    private double largeChange(double[] predictions, double target, int row, double[] changes, int from) {
        double[] before = new double[outputs];
        double[] after = new double[outputs];
        for (int c = 0; c < outputs; c++) {
            before[c] = predictions[row * outputs + c];
            after[c] = before[c] + changes[from + c];
        }
        double[] label = {target};
        return sum(after, label, 1) - sum(before, label, 1);
    }

    @Override
    public void margins(double[] predictions, double[] targets, int count, double[] margins) {
        for (int i = 0; i < count; i++) {
            int truth = (int) targets[i];
            double rival = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < outputs; c++) {
                rival = c == truth ? rival : Math.max(rival, predictions[i * outputs + c]);
            }
            margins[i] = predictions[i * outputs + truth] - rival;
        }
    }

    /** Stores softmax of the C values of {@code predictions} from {@code at} on. */
    private void probabilities(double[] predictions, int at, double[] probabilities, int to) {
        double largest = largest(predictions, at);
        double total = 0;
        for (int c = 0; c < outputs; c++) {
            probabilities[to + c] = Math.exp(predictions[at + c] - largest);
            total += probabilities[to + c];
        }
        for (int c = 0; c < outputs; c++) {
            probabilities[to + c] /= total;
        }
    }

    private double largest(double[] predictions, int at) {
        double largest = predictions[at];
        for (int c = 1; c < outputs; c++) {
            largest = Math.max(largest, predictions[at + c]);
        }
        return largest;
    }
}
