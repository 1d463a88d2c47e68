package org.mtl.training.combining;

import java.util.Arrays;

/**
 * The projection of combinations of gradients on the cone of directions that conflict with no task (Quinton and Rey 2024):
 * the least v'Gv with v ≥ u, by cyclic coordinate descent v_i ← max(u_i, v_i − (Gv)_i/G_ii), on G/tr G + 1e-4·I.
 */
final class DualCone {

    private static final double RIDGE = 1e-4;
    private static final double TOLERANCE = 1e-10;
    private static final int MOST_SWEEPS = 5_000;

    private final int n;
    private final double[] values;

    DualCone(Gram gram) {
        this.n = gram.size();
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += gram.at(i, i);
        }
        double scale = trace > 0 ? 1 / trace : 0;
        this.values = Arrays.stream(gram.values()).map(value -> value * scale).toArray();
        for (int i = 0; i < n; i++) {
            values[i * n + i] += RIDGE;
        }
    }

    /** v of the projection of Σ u_t g_t. */
    double[] project(double[] u) {
        double[] v = u.clone();
        double size = Arrays.stream(u).map(Math::abs).max().orElse(0);
        double change = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < MOST_SWEEPS && change > TOLERANCE * size; sweep++) {
            change = 0;
            for (int i = 0; i < n; i++) {
                double product = 0;
                for (int j = 0; j < n; j++) {
                    product += values[i * n + j] * v[j];
                }
                double next = Math.max(u[i], v[i] - product / values[i * n + i]);
                change = Math.max(change, Math.abs(next - v[i]));
                v[i] = next;
            }
        }
        return v;
    }
}
