package org.mtl.training.network;

/**
 * Stochastic gradient descent, as PyTorch has it: g ← g + λw; b ← μb + g; w ← w − ηb, or with Nesterov's momentum
 * w ← w − η(g + μb).
 *
 * @param momentum μ, 0 for none
 * @param nesterov whether the step looks ahead along the momentum
 * @param decay λ, the weight decay
 */
public record Sgd(double momentum, boolean nesterov, double decay) implements Optimizer {

    @Override
    public int moments() {
        return momentum == 0 ? 0 : 1;
    }

    @Override
    public void update(PieceValues values, double rate, long step) {
        if (decay != 0) {
            values.combine(PieceValues.GRADIENT, 1, PieceValues.GRADIENT, decay, PieceValues.PARAMETERS);
        }
        int direction = PieceValues.GRADIENT;
        if (momentum != 0) {
            values.combine(values.next(0), momentum, values.moment(0), 1, PieceValues.GRADIENT);
            direction = values.next(0);
        }
        if (nesterov) {
            values.combine(PieceValues.GRADIENT, 1, PieceValues.GRADIENT, momentum, values.next(0));
            direction = PieceValues.GRADIENT;
        }
        values.combine(PieceValues.PARAMETERS, 1, PieceValues.PARAMETERS, -rate, direction);
    }
}
