package org.mtl.influence.network;

import java.util.Arrays;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;

/**
 * A number f that a loss depends on (Park 2023): of a class the margin log p_y/(1 − p_y), of numbers each that is predicted. Then
 * ∇ℓ = Σ_f q∇f with q = ∂ℓ/∂f.
 *
 * @param slope q
 */
record RowOutput(double slope) {

    /** How many numbers a loss depends on: one, or of a vector its length. */
    static int count(Loss loss) {
        return loss.isClassification() ? 1 : loss.outputs();
    }

    /**
     * An output of a row.
     *
     * @param number which of its outputs
     * @param prediction z, C values
     * @param targets y, of a class one value
     * @param derivative receives ∂f/∂z
     */
    static RowOutput of(Loss loss, int number, double[] prediction, double[] targets, double[] derivative) {
        if (!loss.isClassification()) {
            double[] slopes = new double[prediction.length];
            loss.gradients(prediction, targets, 1, slopes);
            Arrays.fill(derivative, 0);
            derivative[number] = 1;
            return new RowOutput(slopes[number]);
        }
        return ofClass(loss, prediction, targets[0], derivative);
    }

    private static RowOutput ofClass(Loss loss, double[] prediction, double target, double[] derivative) {
        if (loss.outputs() == 1) {
            derivative[0] = target == 1 ? 1 : -1;
            return new RowOutput(-LogisticLoss.sigmoid(-derivative[0] * prediction[0]));
        }
        int truth = (int) target;
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < prediction.length; c++) {
            largest = c == truth ? largest : Math.max(largest, prediction[c]);
        }
        double sum = 0;
        for (int c = 0; c < prediction.length; c++) {
            derivative[c] = c == truth ? 0 : Math.exp(prediction[c] - largest);
            sum += derivative[c];
        }
        double total = sum;
        Arrays.setAll(derivative, c -> -derivative[c] / total);
        derivative[truth] = 1;
        return new RowOutput(-LogisticLoss.sigmoid(largest + Math.log(sum) - prediction[truth]));
    }

    /** ∂²ℓ/∂f². */
    double curvature(Loss loss) {
        if (loss.isClassification()) {
            return -slope * (1 + slope);
        }
        return switch (loss.label()) {
            case "squared" -> 2.0 / loss.outputs();
            case "huber" -> Math.abs(slope) < 1 ? 1 : 0;
            default -> throw new IllegalStateException(loss.label() + " loss has no curvature");
        };
    }
}
