package org.mtl.training.combining;

/**
 * Stochastic direction-oriented gradients (SDMGrad; Xiao, Ban and Ji 2023): d = (g_w + λg₀)/(1 + λ), with g₀ the mean
 * gradient and w from 20 projected steps of rate 5 and momentum ½ down the slopes J₁J₂'(w + λ/K) of two other batches,
 * whose products are scaled to a mean of one.
 */
public final class Sdmgrad implements BatchesCombiner {

    private static final int STEPS = 20;
    private static final double RATE = 5;
    private static final double MOMENTUM = 0.5;
    private static final double LEAST = 1e-4;

    private final double lambda;
    private double[] weights;

    /**
     * Begins in the middle of the simplex.
     *
     * @param lambda λ, at least 0
     * @param tasks the number of tasks
     */
    public Sdmgrad(double lambda, int tasks) {
        this.lambda = lambda;
        this.weights = Simplex.middle(tasks);
    }

    @Override
    public double[] coefficients(double[][] first, double[][] second) {
        int n = weights.length;
        double[] products = Gram.products(first, second);
        double size = 0;
        for (int t = 0; t < n; t++) {
            // A product of two batches may be negative.
            size += Math.sqrt(Math.abs(products[t * n + t]) + LEAST) / n;
        }
        double[] speed = new double[n];
        for (int step = 0; step < STEPS; step++) {
            double[] moved = new double[n];
            for (int t = 0; t < n; t++) {
                double slope = 0;
                for (int s = 0; s < n; s++) {
                    slope += products[t * n + s] / (size * size) * (weights[s] + lambda / n);
                }
                speed[t] = MOMENTUM * speed[t] + slope;
                moved[t] = weights[t] - RATE * speed[t];
            }
            weights = Simplex.project(moved);
        }
        double[] coefficients = new double[n];
        for (int t = 0; t < n; t++) {
            coefficients[t] = (weights[t] + lambda / n) / (1 + lambda);
        }
        return coefficients;
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
