package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;

/** Two steps of each optimiser by hand: w = (1, −2), first gradient (0.5, −1), second (−0.25, 2), in heads of two tasks. */
class OptimizerStepsTest {

    private static final Architecture TWO = new Architecture(1, List.of(), List.of(), Activation.IDENTITY, false, List.of(1, 1));
    private static final double[][] GRADIENTS = {{0.5, -1}, {-0.25, 2}};

    private static RealVector vector(Precision precision, double... values) {
        RealVector vector = precision == Precision.FLOAT
                ? RealKernels.ofFloats().vector(values.length) : RealKernels.ofDoubles().vector(values.length);
        vector.put(0, values.length, values);
        return vector;
    }

    private static double[] values(RealVector vector) {
        double[] values = new double[vector.length()];
        vector.get(0, values.length, values);
        return values;
    }

    private static double[] afterTwoSteps(Optimizer optimizer, Precision precision, double rate) {
        try (Workers workers = new Workers(1)) {
            OptimizerSteps steps = new OptimizerSteps(optimizer, TWO, precision, workers);
            RealVector w = vector(precision, 1, -2);
            for (double[] gradient : GRADIENTS) {
                steps.take(new OptimizerSteps.Step(rate, 1, new boolean[] {true, true}), w, vector(precision, gradient));
            }
            return values(w);
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainSteps(Precision precision) {
        // 1 − 0.1·0.5 + 0.1·0.25; −2 + 0.1·1 − 0.1·2.
        assertArrayEquals(new double[] {0.975, -2.1}, afterTwoSteps(new Sgd(0, false, 0), precision, 0.1), 1e-6);
        // Decay 0.2: 1 − 0.1·(0.5 + 0.2) = 0.93; 0.93 − 0.1·(−0.25 + 0.186) = 0.9364; −2 − 0.1·(−1 − 0.4) = −1.86;
        // −1.86 − 0.1·(2 − 0.372) = −2.0228.
        assertArrayEquals(new double[] {0.9364, -2.0228}, afterTwoSteps(new Sgd(0, false, 0.2), precision, 0.1), 1e-6);
    }

    @ParameterizedTest
    @EnumSource
    void momentum(Precision precision) {
        // v = 0.5, then 0.9·0.5 − 0.25 = 0.2: 1 − 0.05 − 0.02; v = −1, then −0.9 + 2 = 1.1: −2 + 0.1 − 0.11.
        assertArrayEquals(new double[] {0.93, -2.01}, afterTwoSteps(new Sgd(0.9, false, 0), precision, 0.1), 1e-6);
        // g + 0.9·v: 0.95, then −0.25 + 0.18 = −0.07; −1.9, then 2 + 0.99 = 2.99.
        assertArrayEquals(new double[] {1 - 0.095 + 0.007, -2 + 0.19 - 0.299},
                afterTwoSteps(new Sgd(0.9, true, 0), precision, 0.1), 1e-6);
    }

    /** By the recurrences of Kingma and Ba with β = (0.9, 0.999), ε = 1e-8, and of Loshchilov and Hutter. */
    @ParameterizedTest
    @EnumSource
    void adam(Precision precision) {
        for (double decay : new double[] {0, 0.2}) {
            for (boolean decoupled : new boolean[] {false, true}) {
                double[] w = {1, -2};
                double[] m = new double[2];
                double[] v = new double[2];
                for (int t = 1; t <= 2; t++) {
                    for (int i = 0; i < 2; i++) {
                        double g = GRADIENTS[t - 1][i] + (decoupled ? 0 : decay * w[i]);
                        w[i] -= decoupled ? 0.1 * decay * w[i] : 0;
                        m[i] = 0.9 * m[i] + 0.1 * g;
                        v[i] = 0.999 * v[i] + 0.001 * g * g;
                        w[i] -= 0.1 * (m[i] / (1 - Math.pow(0.9, t))) / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                    }
                }
                assertArrayEquals(w, afterTwoSteps(new Adam(decay, decoupled), precision, 0.1),
                        precision == Precision.FLOAT ? 2e-6 : 1e-12);
            }
        }
    }

    @Test
    void aTaskWithoutLabelsIsLeftAlone() {
        try (Workers workers = new Workers(1)) {
            OptimizerSteps steps = new OptimizerSteps(new Adam(0.1, false), TWO, Precision.DOUBLE, workers);
            RealVector w = vector(Precision.DOUBLE, 1, -2);
            double[] before = steps.state();
            steps.take(new OptimizerSteps.Step(0.1, 1, new boolean[] {true, false}), w, vector(Precision.DOUBLE, 0.5, -1));
            assertEquals(-2, values(w)[1]);
            assertEquals(0.9, values(w)[0], 1e-6);
            double[] after = steps.state();
            int half = before.length / 2;
            for (int i = half; i < before.length; i++) {
                assertEquals(before[i], after[i]);
            }
        }
    }

    @Test
    void previewsChangeNothingAndAreWhatTheStepDoes() {
        try (Workers workers = new Workers(1)) {
            OptimizerSteps steps = new OptimizerSteps(new Adam(0.1, true), TWO, Precision.DOUBLE, workers);
            RealVector w = vector(Precision.DOUBLE, 1, -2);
            OptimizerSteps.Step step = new OptimizerSteps.Step(0.1, 0.5, new boolean[] {true, true});
            steps.take(step, w, vector(Precision.DOUBLE, GRADIENTS[0]));
            double[] state = steps.state();
            RealVector ahead = vector(Precision.DOUBLE, 0, 0);
            steps.preview(step, w, vector(Precision.DOUBLE, GRADIENTS[1]), ahead);
            assertArrayEquals(state, steps.state());
            steps.take(step, w, vector(Precision.DOUBLE, GRADIENTS[1]));
            assertArrayEquals(values(w), values(ahead));
        }
    }
}
