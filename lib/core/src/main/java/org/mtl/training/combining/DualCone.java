package org.mtl.training.combining;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.mtl.linalg.SmallSystem;

/**
 * The projection of combinations of gradients on the cone of directions that conflict with no task (Quinton and Rey 2024):
 * the least v'Gv with v ≥ u, on G/tr G + 1e-4·I: some sweeps of coordinate descent v_i ← max(u_i, v_i − (Gv)_i/G_ii),
 * which show most of the bounds that hold, then Lawson and Hanson's active sets (Solving least squares problems, 1974,
 * chapter 23), which end at the solution.
 */
final class DualCone {

    private static final double RIDGE = 1e-4;
    private static final double TOLERANCE = 1e-12;
    private static final int SWEEPS = 20;
    /** Sets looked at for each task: rounding must not make it go in a circle. */
    private static final int MOST_SETS = 10;

    private final int n;
    private final Gram ridged;

    DualCone(Gram gram) {
        this.n = gram.size();
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += gram.at(i, i);
        }
        double scale = trace > 0 ? 1 / trace : 0;
        double[] values = Arrays.stream(gram.values()).map(value -> value * scale).toArray();
        for (int i = 0; i < n; i++) {
            values[i * n + i] += RIDGE;
        }
        this.ridged = new Gram(values, gram.tasks());
    }

    /** v of the projection of Σ u_t g_t. */
    double[] project(double[] u) {
        double[] v = u.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < n; i++) {
                v[i] = Math.max(u[i], v[i] - ridged.product(v, i) / ridged.at(i, i));
            }
        }
        boolean[] free = new boolean[n];
        for (int i = 0; i < n; i++) {
            free[i] = v[i] > u[i];
        }
        double tolerance = TOLERANCE * Arrays.stream(u).map(Math::abs).max().orElse(0);
        for (int set = 0; set < MOST_SETS * n; set++) {
            if (toFace(u, v, free)) {
                int next = steepest(v, free);
                if (next < 0 || ridged.product(v, next) >= -tolerance) {
                    break;
                }
                free[next] = true;
            }
        }
        return v;
    }

    /**
     * Moves v to the least where the bounds of the free tasks are not looked at, or on the way there to the first of these
     * bounds, which then holds.
     *
     * @return whether it got there
     */
    private boolean toFace(double[] u, double[] v, boolean[] free) {
        double[] wanted = ofFace(u, free);
        double length = 1;
        int holding = -1;
        for (int i = 0; i < n; i++) {
            if (free[i] && wanted[i] < u[i] && (holding < 0 || (v[i] - u[i]) / (v[i] - wanted[i]) < length)) {
                length = (v[i] - u[i]) / (v[i] - wanted[i]);
                holding = i;
            }
        }
        for (int i = 0; i < n; i++) {
            v[i] += length * (wanted[i] - v[i]);
        }
        if (holding >= 0) {
            v[holding] = u[holding];
            free[holding] = false;
        }
        return holding < 0;
    }

    /** The least where all but the free tasks are at their bounds. */
    private double[] ofFace(double[] u, boolean[] free) {
        int[] places = IntStream.range(0, n).filter(i -> free[i]).toArray();
        double[] above = IntStream.of(places).mapToDouble(place -> -ridged.product(u, place)).toArray();
        SmallSystem.solve(places.length, ridged.part(places).values(), above);
        double[] all = u.clone();
        for (int i = 0; i < places.length; i++) {
            all[places[i]] += above[i];
        }
        return all;
    }

    /** The task at its bound whose value would gain most by leaving it, −1 if none is at its bound. */
    private int steepest(double[] v, boolean[] free) {
        return IntStream.range(0, n).filter(i -> !free[i]).reduce((a, b) -> ridged.product(v, b) < ridged.product(v, a) ? b : a).orElse(-1);
    }
}
