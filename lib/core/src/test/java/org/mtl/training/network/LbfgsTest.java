package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LbfgsTest {

    /** Σ 100(x_{i+1} − x_i²)² + (1 − x_i)², whose minimum is 0 at ones. */
    private static double rosenbrock(double[] x, double[] gradient) {
        Arrays.fill(gradient, 0);
        double value = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double bend = x[i + 1] - x[i] * x[i];
            double rest = 1 - x[i];
            value += 100 * bend * bend + rest * rest;
            gradient[i] += -400 * bend * x[i] - 2 * rest;
            gradient[i + 1] += 200 * bend;
        }
        return value;
    }

    private static Lbfgs run(Lbfgs iterations, int most) {
        for (int i = 0; i < most && !iterations.finished(); i++) {
            iterations.iterate();
        }
        return iterations;
    }

    @Test
    void findsTheMinimumOfRosenbrocksValley() {
        Lbfgs two = run(new Lbfgs(LbfgsTest::rosenbrock, new double[] {-1.2, 1}), 100);
        assertTrue(two.finished());
        assertArrayEquals(new double[] {1, 1}, two.place(), 1e-7);
        double[] start = new double[20];
        Arrays.setAll(start, i -> i % 2 == 0 ? -1.2 : 1);
        Lbfgs twenty = run(new Lbfgs(LbfgsTest::rosenbrock, start), 500);
        assertTrue(twenty.finished());
        assertEquals(0, twenty.gradientNorm(), 1e-5);
        assertTrue(twenty.value() < 1e-12 || Math.abs(twenty.value() - 3.98) < 0.1, "a minimum: " + twenty.value());
    }

    /** A quadratic with curvatures from 1 to 1e4 and a minimum far from 0, where values lose digits to rounding. */
    @Test
    void reachesASmallGradientWhereValuesHardlyDiffer() {
        SmoothFunction quadratic = (x, gradient) -> {
            double value = 1e3;
            for (int i = 0; i < x.length; i++) {
                double curvature = Math.pow(10, 4.0 * i / (x.length - 1));
                gradient[i] = curvature * (x[i] - 3 - i);
                value += 0.5 * gradient[i] * (x[i] - 3 - i);
            }
            return value;
        };
        Lbfgs iterations = new Lbfgs(quadratic, new double[30]);
        double start = iterations.gradientNorm();
        run(iterations, 2000);
        double[] expected = new double[30];
        Arrays.setAll(expected, i -> 3 + i);
        assertArrayEquals(expected, iterations.place(), 1e-9 * start);
        assertTrue(iterations.gradientNorm() <= 1e-9 * start, "gradient " + iterations.gradientNorm());
    }

    @Test
    void neverGoesUp() {
        Lbfgs iterations = new Lbfgs(LbfgsTest::rosenbrock, new double[] {-1.2, 1, -1, 2});
        double before = iterations.value();
        for (int i = 0; i < 60 && !iterations.finished(); i++) {
            iterations.iterate();
            assertTrue(iterations.value() <= before * (1 + 1e-12));
            before = iterations.value();
        }
    }

    @Test
    void aStateGoesOnToTheSameBits() {
        Lbfgs whole = new Lbfgs(LbfgsTest::rosenbrock, new double[] {-1.2, 1, -1, 2});
        run(whole, 14);
        Lbfgs resumed = Lbfgs.resumed(LbfgsTest::rosenbrock, whole.state(), 4);
        run(whole, 9);
        run(resumed, 9);
        assertArrayEquals(whole.place(), resumed.place());
        assertEquals(whole.value(), resumed.value());
        assertArrayEquals(whole.state(), resumed.state());
    }

    @Test
    void stopsAtOnceAtAMinimum() {
        Lbfgs iterations = new Lbfgs(LbfgsTest::rosenbrock, new double[] {1, 1});
        assertTrue(iterations.finished());
    }

    /** A slope that is wrong: no step decreases the value, and it says so instead of going on for ever. */
    @Test
    void standsStillWhereNothingDecreases() {
        SmoothFunction wrong = (x, gradient) -> {
            gradient[0] = -1;
            return x[0];
        };
        Lbfgs iterations = new Lbfgs(wrong, new double[] {2});
        assertFalse(iterations.finished());
        iterations.iterate();
        assertTrue(iterations.finished());
        assertArrayEquals(new double[] {2}, iterations.place());
    }

    /** Steps out of a region where the function is not finite are shortened. */
    @Test
    void comesBackFromWhereNothingIsFinite() {
        SmoothFunction barrier = (x, gradient) -> {
            gradient[0] = x[0] > 0 ? 1 - 4 / x[0] : Double.NaN;
            return x[0] > 0 ? x[0] - 4 * Math.log(x[0]) : Double.NaN;
        };
        Lbfgs iterations = run(new Lbfgs(barrier, new double[] {0.5}), 100);
        assertEquals(4, iterations.place()[0], 1e-7);
    }
}
