package org.mtl.training.weighting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mtl.training.weighting.Weighting.Gradients;
import org.mtl.training.weighting.Weighting.Step;

/**
 * Weights of two tasks over five steps, followed by hand or, where a step is long, by formulas that are written out anew;
 * and over five epochs for the methods that go by epochs.
 */
class FiveStepsTest {

    private static final double[][] LOSSES = {{1, 2}, {0.5, 2}, {0.5, 1}, {0.25, 1}, {0.25, 4}};
    private static final boolean[] BOTH = {true, true};

    /** Gradients that are written out. */
    private record Rows(double[][] rows) implements Gradients {

        @Override
        public double[] norms() {
            return Arrays.stream(rows).mapToDouble(row -> Math.sqrt(Arrays.stream(row).map(v -> v * v).sum())).toArray();
        }

        @Override
        public double[] lastNorms() {
            return Arrays.stream(rows).mapToDouble(row -> Math.abs(row[row.length - 1])).toArray();
        }

        @Override
        public int length() {
            return rows[0].length;
        }

        @Override
        public void copy(int task, double[] into) {
            System.arraycopy(rows[task], 0, into, 0, into.length);
        }
    }

    private static Step step(int i) {
        return new Step(0.1, BOTH, LOSSES[i], new Random(i));
    }

    /** The weights of five steps; after two of them the method goes on from its state. */
    private static double[][] run(Weighting weighting, Weighting fresh, Gradients gradients) {
        double[][] weights = new double[5][];
        Weighting current = weighting;
        for (int i = 0; i < 5; i++) {
            if (i == 2) {
                fresh.restore(current.state());
                current = fresh;
            }
            weights[i] = current.weights(step(i), gradients);
            current.stepSeen(step(i), gradients);
            current.stepTaken(step(i), LOSSES[(i + 1) % 5]);
        }
        return weights;
    }

    private static double[][] run(Weighting weighting, Weighting fresh) {
        return run(weighting, fresh, null);
    }

    private static void assertWeights(double[][] expected, double[][] weights, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], weights[i], tolerance, "step " + i);
        }
    }

    @Test
    void equalAndGiven() {
        assertWeights(new double[][] {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}, run(new Equal(), new Equal()), 0);
        Scalar given = new Scalar(new double[] {0.5, 3});
        assertWeights(new double[][] {{0.5, 3}, {0.5, 3}, {0.5, 3}, {0.5, 3}, {0.5, 3}}, run(given, given), 0);
    }

    @Test
    void logarithmsAndGeometricMeans() {
        assertWeights(new double[][] {{1, 0.5}, {2, 0.5}, {2, 1}, {4, 1}, {4, 0.25}}, run(new LossScale(), new LossScale()), 1e-15);
        // Means √2, 1, √½, ½, 1 over 2L.
        double r = Math.sqrt(2);
        assertWeights(new double[][] {{r / 2, r / 4}, {1, 0.25}, {r / 2, r / 4}, {1, 0.25}, {2, 0.125}},
                run(new Geometric(), new Geometric()), 1e-15);
    }

    /** s ← s − 0.1(½ − ½e^{−s}L) by plain gradient descent. */
    @Test
    void uncertainty() {
        ScalarSteps.Rule plain = new ScalarSteps.Rule(false, 0, false);
        double first = 0;
        double second = 0;
        double[][] expected = new double[5][];
        for (int i = 0; i < 5; i++) {
            expected[i] = new double[] {0.5 / Math.exp(first), 0.5 / Math.exp(second)};
            first -= 0.1 * (0.5 - LOSSES[i][0] / (2 * Math.exp(first)));
            second -= 0.1 * (0.5 - LOSSES[i][1] / (2 * Math.exp(second)));
        }
        // The first step by hand: s = (0, 0.05).
        assertEquals(0.5 * Math.exp(-0.05), expected[1][1], 1e-15);
        assertWeights(expected, run(new Uncertainty(plain, 2), new Uncertainty(plain, 2)), 1e-14);
    }

    /** Adam moves by the rate at first, whatever the slope: s = ±0.1; equal losses of 1 stay. */
    @Test
    void impartialLosses() {
        double[][] weights = run(new ImtlLoss(ScalarSteps.Rule.ADAM, 2), new ImtlLoss(ScalarSteps.Rule.ADAM, 2));
        assertArrayEquals(new double[] {1, 1}, weights[0]);
        assertArrayEquals(new double[] {1, Math.exp(-0.1)}, weights[1], 1e-8);
        ScalarSteps.Rule plain = new ScalarSteps.Rule(false, 0, false);
        double[] s = {0, 0};
        double[][] expected = new double[5][];
        for (int i = 0; i < 5; i++) {
            expected[i] = new double[] {Math.exp(s[0]), Math.exp(s[1])};
            s[0] -= 0.1 * (Math.exp(s[0]) * LOSSES[i][0] - 1);
            s[1] -= 0.1 * (Math.exp(s[1]) * LOSSES[i][1] - 1);
        }
        assertWeights(expected, run(new ImtlLoss(plain, 2), new ImtlLoss(plain, 2)), 1e-14);
    }

    /** Momentum ½: speeds −1, −½ + 1 = ½ − …; Nesterov's looks ahead by the same again. */
    @Test
    void momentumOfWeights() {
        ScalarSteps heavy = new ScalarSteps(new ScalarSteps.Rule(false, 0.5, false), 1);
        heavy.move(0, 1, -1);
        heavy.move(0, 1, -1);
        assertEquals(2.5, heavy.value(0), 1e-15);
        ScalarSteps ahead = new ScalarSteps(new ScalarSteps.Rule(false, 0.5, true), 1);
        ahead.move(0, 1, -1);
        ahead.move(0, 1, -1);
        assertEquals(1.5 + 1.75, ahead.value(0), 1e-15);
    }

    private static double[][] epochs(Weighting weighting, Weighting fresh, double[] errors) {
        double[][] weights = new double[5][];
        Weighting current = weighting;
        for (int epoch = 1; epoch <= 5; epoch++) {
            if (epoch == 4) {
                fresh.restore(current.state());
                current = fresh;
            }
            current.epochBegun(epoch);
            weights[epoch - 1] = current.weights(step(0), null);
            current.epochDone(LOSSES[epoch - 1], errors);
        }
        return weights;
    }

    /** Ratios ½ and 1, 1 and ½, ½ and 1 of one epoch to the one before, over a temperature of 2. */
    @Test
    void dynamicWeightAverage() {
        double high = 2 / (1 + Math.exp(-0.25));
        double[][] expected = {{1, 1}, {1, 1}, {2 - high, high}, {high, 2 - high}, {2 - high, high}};
        assertWeights(expected, epochs(new Dwa(2, 2), new Dwa(2, 2), new double[0]), 1e-15);
    }

    /** The first task classifies with an error of ¼; the second is a regression with ratios 1, ½, 1, 4, of at most 0.99. */
    @Test
    void dynamicTaskPrioritization() {
        double[][] weights = epochs(new Dtp(0.3, 1, 2), new Dtp(0.3, 1, 2), new double[] {0.25, Double.NaN});
        double third = 0.3 * 0.5 + 0.7 * 0.99;
        double fourth = 0.3 * 0.99 + 0.7 * third;
        double first = -0.25 * Math.log(0.75);
        double[][] expected = {{1, 1}, {first, 1}, {first, -0.01 * Math.log(0.99)}, {first, -(1 - third) * Math.log(third)},
            {first, -(1 - fourth) * Math.log(fourth)}};
        assertWeights(expected, weights, 1e-15);
    }

    @Test
    void randomWeightsAreSoftmaxesOfNormals() {
        double[][] weights = run(new RandomWeights(), new RandomWeights());
        for (int i = 0; i < 5; i++) {
            Random random = new Random(i);
            double a = Math.exp(random.nextGaussian());
            double b = Math.exp(random.nextGaussian());
            assertArrayEquals(new double[] {2 * a / (a + b), 2 * b / (a + b)}, weights[i], 1e-15);
        }
    }

    /** Norms 5 and 1. In the first step r = 1: goals 3, slopes 5 and −1, so w ∝ (1 − 0.125, 1.025). */
    @Test
    void gradientNormalization() {
        Gradients gradients = new Rows(new double[][] {{3, 4}, {0, 1}});
        double[][] weights = run(new Gradnorm(1.5, 0.025, false, 2), new Gradnorm(1.5, 0.025, false, 2), gradients);
        assertArrayEquals(new double[] {2 * 0.875 / 1.9, 2 * 1.025 / 1.9}, weights[1], 1e-15);
        double[] w = {1, 1};
        double[] norms = {5, 1};
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(w, weights[i], 1e-14);
            double[] r = {LOSSES[i][0] / 1, LOSSES[i][1] / 2};
            double mean = (r[0] + r[1]) / 2;
            double length = (w[0] * norms[0] + w[1] * norms[1]) / 2;
            double[] next = new double[2];
            for (int t = 0; t < 2; t++) {
                next[t] = w[t] - 0.025 * Math.signum(w[t] * norms[t] - length * Math.pow(r[t] / mean, 1.5)) * norms[t];
            }
            w = new double[] {2 * next[0] / (next[0] + next[1]), 2 * next[1] / (next[0] + next[1])};
        }
        // By the last layer alone norms are 4 and 1.
        Gradnorm last = new Gradnorm(1.5, 0.025, true, 2);
        last.stepSeen(step(0), gradients);
        assertArrayEquals(new double[] {2 * 0.9 / 1.925, 2 * 1.025 / 1.925}, last.weights(step(1), gradients), 1e-15);
    }

    /** One epoch of warm-up, z = (½, 2) in the second; then 2·softmax(log(L/z))/L with L = (1, 2) is 2·(⅔, ⅓)/(1, 2). */
    @Test
    void smoothTchebycheff() {
        double[][] weights = epochs(new Stch(1, 1, 2), new Stch(1, 1, 2), new double[0]);
        double[] logs = {1, 0.5};
        double[] later = {4.0 / 3, 1.0 / 3};
        // The fourth epoch goes on from the state.
        assertWeights(new double[][] {logs, logs, later, later, later}, weights, 1e-15);
        // μ → 0: the maximum alone, 2·∇log L₁.
        Stch sharp = new Stch(0, 0.01, 2);
        sharp.epochBegun(1);
        sharp.epochDone(new double[] {0.5, 2}, new double[0]);
        sharp.epochBegun(2);
        assertArrayEquals(new double[] {2, 0}, sharp.weights(step(0), null), 1e-15);
    }

    /** Equal shares at first: (1/L_t)/Σ(1/L_s) is (⅔, ⅓). Then ξ moves by Adam: what gained more goes down by the rate. */
    @Test
    void fastAdaptiveWeighting() {
        double[][] weights = run(new Famo(0.025, 0, 2), new Famo(0.025, 0, 2));
        assertArrayEquals(new double[] {2.0 / 3, 1.0 / 3}, weights[0], 1e-8);
        // The first task gained log 2, the second nothing: ξ = (−0.025, 0.025).
        double a = Math.exp(-0.025) / 0.5;
        double b = Math.exp(0.025) / 2;
        assertArrayEquals(new double[] {a / (a + b), b / (a + b)}, weights[1], 1e-6);
        // Five steps, written out.
        double[] xi = {0, 0};
        double[] m = {0, 0};
        double[] v = {0, 0};
        double[][] decayed = run(new Famo(0.025, 1e-3, 2), new Famo(0.025, 1e-3, 2));
        for (int i = 0; i < 5; i++) {
            double first = Math.exp(xi[0]) / (Math.exp(xi[0]) + Math.exp(xi[1]));
            double[] z = {first, 1 - first};
            double[] d = {LOSSES[i][0] + 1e-8, LOSSES[i][1] + 1e-8};
            double c = z[0] / d[0] + z[1] / d[1];
            assertArrayEquals(new double[] {z[0] / (d[0] * c), z[1] / (d[1] * c)}, decayed[i], 1e-12);
            double[] after = LOSSES[(i + 1) % 5];
            double[] gain = {Math.log(d[0] / (after[0] + 1e-8)), Math.log(d[1] / (after[1] + 1e-8))};
            double mean = z[0] * gain[0] + z[1] * gain[1];
            for (int t = 0; t < 2; t++) {
                double slope = z[t] * (gain[t] - mean) + 1e-3 * xi[t];
                m[t] = 0.9 * m[t] + 0.1 * slope;
                v[t] = 0.999 * v[t] + 0.001 * slope * slope;
                xi[t] -= 0.025 * m[t] / (1 - Math.pow(0.9, i + 1)) / (Math.sqrt(v[t] / (1 - Math.pow(0.999, i + 1))) + 1e-8);
            }
        }
    }

    /**
     * Constant gradients: after i steps e_t/e_t(0) = 1/√i for both, so that weights stay; a gradient that grows weighs
     * more.
     */
    @Test
    void excessRisks() {
        Gradients constant = new Rows(new double[][] {{3, 4}, {0, 1}});
        assertWeights(new double[][] {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
                run(new Excess(0.01, 2), new Excess(0.01, 2), constant), 1e-6);
        Excess growing = new Excess(0.01, 2);
        double[] squares = new double[2];
        double[] first = new double[2];
        double[] w = {1, 1};
        for (int i = 0; i < 5; i++) {
            double[] g = {1 + i, 2};
            double[] weights = growing.weights(step(i), new Rows(new double[][] {{g[0]}, {g[1]}}));
            for (int t = 0; t < 2; t++) {
                squares[t] += g[t] * g[t];
                double excess = g[t] * g[t] / Math.sqrt(squares[t] + 1e-7);
                first[t] = i == 0 ? excess : first[t];
                w[t] *= Math.exp(0.01 * excess / first[t]);
            }
            double sum = w[0] + w[1];
            w = new double[] {2 * w[0] / sum, 2 * w[1] / sum};
            assertArrayEquals(w, weights, 1e-14);
        }
        assertTrue(w[0] > w[1]);
    }

    /** Within the ball weights are e^{½ΣL}, normalised; then they stay on its rim. */
    @Test
    void adversarialWeights() {
        double[][] weights = run(new Bandit(0.5, 0.5, 2), new Bandit(0.5, 0.5, 2));
        assertArrayEquals(new double[] {1, 1}, weights[0], 0);
        double high = 2 / (1 + Math.exp(-0.5));
        assertArrayEquals(new double[] {2 - high, high}, weights[1], 1e-14);
        List<Double> divergences = new ArrayList<>();
        for (double[] w : weights) {
            divergences.add(w[0] / 2 * Math.log(w[0]) + w[1] / 2 * Math.log(w[1]));
        }
        assertTrue(divergences.stream().allMatch(kl -> kl <= 0.5 * Math.log(2) + 1e-9), divergences.toString());
        double[][] freed = run(new Bandit(1, 0.5, 2), new Bandit(1, 0.5, 2));
        // ΣL = (2.25, 6) before the last step.
        double share = 2 / (1 + Math.exp(-0.5 * (6 - 2.25)));
        assertArrayEquals(new double[] {2 - share, share}, freed[4], 1e-14);
        double[][] tight = run(new Bandit(0.05, 0.5, 2), new Bandit(0.05, 0.5, 2));
        double kl = tight[4][0] / 2 * Math.log(tight[4][0]) + tight[4][1] / 2 * Math.log(tight[4][1]);
        assertEquals(0.05 * Math.log(2), kl, 1e-9);
    }

    /** A task that the batch does not have changes nothing and gets no share. */
    @Test
    void absentTasksAreLeftAlone() {
        Step first = new Step(0.1, new boolean[] {true, false}, new double[] {0.5, Double.NaN}, new Random(1));
        assertArrayEquals(new double[] {2, 0}, new LossScale().weights(first, null));
        assertEquals(1, new Geometric().weights(first, null)[0], 1e-15);
        Famo famo = new Famo(0.025, 1e-3, 2);
        assertEquals(1, famo.weights(first, null)[0], 1e-15);
        famo.stepTaken(first, new double[] {0.25, Double.NaN});
        assertTrue(Arrays.stream(famo.state()).allMatch(Double::isFinite));
        for (Weighting weighting : List.of(new Uncertainty(ScalarSteps.Rule.ADAM, 2), new Bandit(0.5, 0.5, 2),
                new Gradnorm(1.5, 0.025, false, 2))) {
            weighting.stepSeen(first, new Rows(new double[][] {{3}, {0}}));
            assertTrue(Arrays.stream(weighting.weights(step(1), null)).allMatch(Double::isFinite));
        }
    }
}
