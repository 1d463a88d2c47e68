package org.mtl.training.combining;

/**
 * Multi-objective gradients with double sampling (MoDo; Chen et al. 2023): λ ← Π(λ − γ(J₁J₂'λ + ρλ)) on the simplex, from
 * its middle on, with the gradients of two other batches; d = J₃'λ.
 */
public final class Modo implements BatchesCombiner {

    private final double rate;
    private final double ridge;
    private double[] weights;

    /**
     * Begins in the middle of the simplex.
     *
     * @param rate γ
     * @param ridge ρ
     * @param tasks the number of tasks
     */
    public Modo(double rate, double ridge, int tasks) {
        this.rate = rate;
        this.ridge = ridge;
        this.weights = Simplex.middle(tasks);
    }

    @Override
    public double[] coefficients(double[][] first, double[][] second) {
        int n = weights.length;
        double[] products = Gram.products(first, second);
        double[] moved = new double[n];
        for (int t = 0; t < n; t++) {
            double slope = ridge * weights[t];
            for (int s = 0; s < n; s++) {
                slope += products[t * n + s] * weights[s];
            }
            moved[t] = weights[t] - rate * slope;
        }
        weights = Simplex.project(moved);
        return weights.clone();
    }

    @Override
    public double[] state() {
        return weights.clone();
    }

    @Override
    public void restore(double[] state) {
        weights = state.length == 0 ? Simplex.middle(weights.length) : state.clone();
    }
}
