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
    public void update(double[] parameters, double[] gradient, double[][] moments, double[][] updated, int count, double rate,
            long step) {
        if (decay != 0) {
            decay(parameters, gradient, count, rate);
        }
        first(gradient, moments[0], updated[0], count);
        second(gradient, moments[1], updated[1], count);
        double size = rate / (1 - Math.pow(FIRST, step));
        double root = 1 / Math.sqrt(1 - Math.pow(SECOND, step));
        double[] mean = updated[0];
        double[] square = updated[1];
        for (int i = 0; i < count; i++) {
            parameters[i] -= size * mean[i] / (Math.sqrt(square[i]) * root + EPSILON);
        }
    }

    private void decay(double[] parameters, double[] gradient, int count, double rate) {
        if (decoupled) {
            double kept = 1 - rate * decay;
            for (int i = 0; i < count; i++) {
                parameters[i] *= kept;
            }
        } else {
            for (int i = 0; i < count; i++) {
                gradient[i] += decay * parameters[i];
            }
        }
    }

    private static void first(double[] gradient, double[] before, double[] after, int count) {
        for (int i = 0; i < count; i++) {
            after[i] = FIRST * before[i] + (1 - FIRST) * gradient[i];
        }
    }

    private static void second(double[] gradient, double[] before, double[] after, int count) {
        for (int i = 0; i < count; i++) {
            after[i] = SECOND * before[i] + (1 - SECOND) * gradient[i] * gradient[i];
        }
    }
}
