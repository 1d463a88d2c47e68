package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.linalg.SmallSystem;

/**
 * The Nash bargaining solution (Nash-MTL; Navon et al. 2022): Ga = 1/a, the minimum of ½a'Ga − Σ log a_t, which is convex
 * and self-concordant, by damped Newton steps. ‖J'a‖² = K always.
 *
 * <p>Gradients are taken at unit length, which changes a_t by their length only. A task whose gradient is 0 has no part in
 * it. Where some combination of gradients with positive coefficients is 0 there is no solution, and a ridge of 1e-10 makes
 * one.
 */
public record Nash() implements GramCombiner {

    private static final double RIDGE = 1e-10;
    private static final int MOST_STEPS = 200;
    private static final double DECREMENT = 1e-11;
    /** What is taken where rounding lets the decrement fall no further. */
    private static final double BORNE = 1e-4;
    /** Below, full steps converge quadratically. */
    private static final double NEAR = 0.25;

    @Override
    public double[] coefficients(Gram gram, Random random) {
        double[] all = new double[gram.size()];
        int[] places = IntStream.range(0, gram.size()).filter(i -> gram.norm(i) > 0).toArray();
        Gram part = gram.part(places);
        double[] inverse = IntStream.range(0, places.length).mapToDouble(i -> 1 / part.norm(i)).toArray();
        Gram unit = part.scaled(inverse);
        double[] solution = new double[places.length];
        if (!solve(unit, 0, solution)) {
            solve(unit, RIDGE, solution);
        }
        for (int i = 0; i < places.length; i++) {
            all[places[i]] = solution[i] * inverse[i];
        }
        return all;
    }

    /** Whether it came to rest. */
    private static boolean solve(Gram gram, double ridge, double[] a) {
        int n = gram.size();
        Arrays.fill(a, 1);
        double last = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] hessian = gram.values().clone();
            double[] gradient = gram.times(a);
            for (int i = 0; i < n; i++) {
                gradient[i] += ridge * a[i] - 1 / a[i];
                hessian[i * n + i] += ridge + 1 / (a[i] * a[i]);
            }
            double[] move = gradient.clone();
            if (!SmallSystem.solve(n, hessian, move)) {
                return false;
            }
            double decrement = Math.sqrt(Math.max(0, Gram.dot(move, gradient)));
            if (decrement > 0.5 * last && decrement <= BORNE) {
                return true;
            }
            last = decrement;
            double length = decrement > NEAR ? 1 / (1 + decrement) : 1;
            for (int i = 0; i < n; i++) {
                a[i] -= length * move[i];
            }
            if (decrement <= DECREMENT) {
                return true;
            }
        }
        return false;
    }
}
