package org.mtl.training.network;

/**
 * Adam (Kingma and Ba 2015), β₁ = 0.9, β₂ = 0.999, ε = 1e-8: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², and with t the number
 * of the step w ← w − η·m/(1 − β₁^t) / (√(v/(1 − β₂^t)) + ε).
 *
 * <p>Weight decay is coupled, g ← g + λw before the moments, or decoupled (AdamW, Loshchilov and Hutter 2019),
 * w ← w − ηλw beside the step.
 *
 * @param decay λ
 * @param decoupled whether decay leaves the moments alone
 */
public record Adam(double decay, boolean decoupled) implements Optimizer {

    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final double EPSILON = 1e-8;

    @Override
    public int moments() {
        return 2;
    }

    @Override
    public void update(PieceValues values, double rate, long step) {
        if (decay != 0 && decoupled) {
            values.combine(PieceValues.PARAMETERS, 1 - rate * decay, PieceValues.PARAMETERS, 0, PieceValues.PARAMETERS);
        } else if (decay != 0) {
            values.combine(PieceValues.GRADIENT, 1, PieceValues.GRADIENT, decay, PieceValues.PARAMETERS);
        }
        values.combine(values.next(0), FIRST, values.moment(0), 1 - FIRST, PieceValues.GRADIENT);
        values.combineSquares(values.next(1), SECOND, values.moment(1), 1 - SECOND, PieceValues.GRADIENT);
        double size = rate / (1 - Math.pow(FIRST, step));
        double root = 1 / Math.sqrt(1 - Math.pow(SECOND, step));
        values.moveByRoot(size, values.next(0), root, values.next(1), EPSILON);
    }
}
