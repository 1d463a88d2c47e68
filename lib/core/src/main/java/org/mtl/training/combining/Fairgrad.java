package org.mtl.training.combining;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.linalg.SmallSystem;

/**
 * α-fair directions (FairGrad; Ban and Ji 2024): Ga = a^{−1/α}, which maximises the α-fair sum of the tasks' gains. α = 1
 * is the Nash solution, larger α looks more to the task that gains least.
 *
 * <p>Newton steps, shortened where a would leave the positive numbers or the value not fall, for the minimum of ½a'Ga − Σ
 * a_t^{1−1/α}/(1−1/α). A task whose gradient is 0 has no part in it; where there is no solution a ridge of 1e-10 makes one.
 *
 * @param alpha α, above 0
 */
public record Fairgrad(double alpha) implements GramCombiner {

    private static final double RIDGE = 1e-10;
    private static final int MOST_STEPS = 300;
    private static final int HALVINGS = 40;
    private static final double TOLERANCE = 1e-11;
    /** Below this residual full steps are taken: their gain in value is lost in its rounding. */
    private static final double NEAR = 1e-4;
    /** What is taken where rounding lets the residual fall no further. */
    private static final double BORNE = 1e-6;
    private static final double SUFFICIENT = 1e-4;

    @Override
    public double[] coefficients(Gram gram, Random random) {
        double[] all = new double[gram.size()];
        int[] places = IntStream.range(0, gram.size()).filter(i -> gram.norm(i) > 0).toArray();
        if (places.length == 0) {
            return all;
        }
        // G = σĜ is solved by a = τâ with σ τ^{1 + 1/α} = 1.
        double sigma = gram.largest();
        double tau = Math.pow(sigma, -alpha / (1 + alpha));
        double[] roots = new double[places.length];
        Arrays.fill(roots, 1 / Math.sqrt(sigma));
        Gram unit = gram.part(places).scaled(roots);
        double[] solution = new double[places.length];
        if (!solve(unit, 0, solution)) {
            solve(unit, RIDGE, solution);
        }
        for (int i = 0; i < places.length; i++) {
            all[places[i]] = tau * solution[i];
        }
        return all;
    }

    private boolean solve(Gram gram, double ridge, double[] a) {
        int n = gram.size();
        Arrays.fill(a, 1);
        double last = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] hessian = gram.values().clone();
            double[] gradient = gram.times(a);
            double worst = 0;
            for (int i = 0; i < n; i++) {
                double wanted = Math.pow(a[i], -1 / alpha);
                gradient[i] += ridge * a[i] - wanted;
                hessian[i * n + i] += ridge + wanted / (alpha * a[i]);
                worst = Math.max(worst, Math.abs(gradient[i]) / wanted);
            }
            if (worst <= TOLERANCE || worst <= BORNE && worst > 0.5 * last) {
                return true;
            }
            last = worst;
            double[] move = gradient.clone();
            if (!SmallSystem.solve(n, hessian, move)) {
                return worst <= BORNE;
            }
            if (worst <= NEAR && staysPositive(a, move)) {
                for (int i = 0; i < n; i++) {
                    a[i] -= move[i];
                }
            } else if (!descend(gram, ridge, a, move, Gram.dot(gradient, move))) {
                return worst <= BORNE;
            }
        }
        return false;
    }

    private static boolean staysPositive(double[] a, double[] move) {
        return IntStream.range(0, a.length).allMatch(i -> move[i] < 0.5 * a[i]);
    }

    private boolean descend(Gram gram, double ridge, double[] a, double[] move, double decrease) {
        double before = value(gram, ridge, a);
        double length = 1;
        for (int i = 0; i < a.length; i++) {
            length = move[i] > 0 ? Math.min(length, 0.9 * a[i] / move[i]) : length;
        }
        double[] next = new double[a.length];
        for (int halving = 0; halving < HALVINGS; halving++) {
            for (int i = 0; i < a.length; i++) {
                next[i] = a[i] - length * move[i];
            }
            // The last steps change the value by less than it is rounded.
            double rounding = 1e-13 * (1 + Math.abs(before));
            if (value(gram, ridge, next) <= before - SUFFICIENT * length * decrease + rounding) {
                System.arraycopy(next, 0, a, 0, a.length);
                return true;
            }
            length /= 2;
        }
        return false;
    }

    private double value(Gram gram, double ridge, double[] a) {
        double value = 0.5 * Gram.dot(a, gram.times(a));
        double power = 1 - 1 / alpha;
        for (double each : a) {
            value += 0.5 * ridge * each * each - (power == 0 ? Math.log(each) : Math.pow(each, power) / power);
        }
        return value;
    }
}
