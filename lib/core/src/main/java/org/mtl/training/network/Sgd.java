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
    public void update(double[] parameters, double[] gradient, double[][] moments, double[][] updated, int count, double rate,
            long step) {
        for (int i = 0; i < count; i++) {
            gradient[i] += decay * parameters[i];
        }
        if (momentum == 0) {
            move(parameters, gradient, count, rate);
            return;
        }
        double[] buffer = moments[0];
        double[] next = updated[0];
        for (int i = 0; i < count; i++) {
            next[i] = momentum * buffer[i] + gradient[i];
        }
        if (nesterov) {
            for (int i = 0; i < count; i++) {
                gradient[i] += momentum * next[i];
            }
        }
        move(parameters, nesterov ? gradient : next, count, rate);
    }

    private static void move(double[] parameters, double[] direction, int count, double rate) {
        for (int i = 0; i < count; i++) {
            parameters[i] -= rate * direction[i];
        }
    }
}
