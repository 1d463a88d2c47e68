package org.mtl.influence.network;

import java.util.Arrays;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;

/**
 * The one number f that a loss depends on (Park 2023): of a class the margin log p_y/(1 − p_y), of a number the prediction. Then
 * ∇ℓ = q∇f with q = ∂ℓ/∂f.
 *
 * @param slope q
 */
record RowOutput(double slope) {

    /** Whether a loss depends on one number: all do but those of vectors. */
    static boolean suits(Loss loss) {
        return loss.isClassification() || loss.outputs() == 1;
    }

    /**
     * The output of a row.
     *
     * @param prediction z, C values
     * @param derivative receives ∂f/∂z
     */
    static RowOutput of(Loss loss, double[] prediction, double target, double[] derivative) {
        if (!loss.isClassification()) {
            derivative[0] = 1;
            double[] slope = new double[1];
            loss.gradients(prediction, new double[] {target}, 1, slope);
            return new RowOutput(slope[0]);
        }
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
            case "squared" -> 2;
            case "huber" -> Math.abs(slope) < 1 ? 1 : 0;
            default -> throw new IllegalStateException(loss.label() + " loss has no curvature");
        };
    }
}
