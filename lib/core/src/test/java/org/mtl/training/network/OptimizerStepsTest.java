package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;

class OptimizerStepsTest {

    /** Three shared parameters would need a head; here they are the head of the only task. */
    private static final Architecture THREE = new Architecture(3, List.of(), List.of(), Activation.IDENTITY, false, List.of(1));

    /** A trunk of 12 parameters and two heads of 5 each. */
    private static final Architecture TWO_TASKS =
            new Architecture(2, List.of(4), List.of(), Activation.RELU, true, List.of(1, 1));

    private static final boolean[] ALL = {true};
    private static final boolean[] FIRST_ONLY = {true, false};

    private static RealVector vector(Precision precision, double... values) {
        RealVector vector = precision == Precision.FLOAT
                ? RealKernels.ofFloats().vector(values.length) : RealKernels.ofDoubles().vector(values.length);
        vector.put(0, values.length, values);
        return vector;
    }

    private static OptimizerSteps.Step step(double rate) {
        return new OptimizerSteps.Step(rate, 1, ALL);
    }

    /** The first two steps of w = 1 with gradients 1 and 2 at rate 0.1, worked out by hand. */
    @Test
    void twoStepsByHand() {
        // b = 1, w = 0.9; b = 0.5 + 2 = 2.5, w = 0.65.
        assertTwoSteps(new Sgd(0.5, false, 0), 0.9, 0.65);
        // The step is g + 0.5b: 1.5, then 2 + 1.25.
        assertTwoSteps(new Sgd(0.5, true, 0), 0.85, 0.525);
        // g = 1 + 0.1; g = 2 + 0.1·0.89.
        assertTwoSteps(new Sgd(0, false, 0.1), 0.89, 0.6811);
        // m/(1 − β₁) = 1, v/(1 − β₂) = 1: a step of 0.1; then m̂ = (0.09 + 0.2)/0.19, v̂ = (0.000999 + 0.004)/0.001999.
        double second = 0.29 / 0.19 / Math.sqrt(0.004999 / 0.001999);
        assertTwoSteps(new Adam(0, false), 0.9, 0.9 - 0.1 * second);
        // Decoupled: w·(1 − 0.1·0.5) first.
        assertTwoSteps(new Adam(0.5, true), 0.85, 0.85 * 0.95 - 0.1 * second);
    }

    private static void assertTwoSteps(Optimizer optimizer, double first, double second) {
        try (Workers workers = new Workers(1)) {
            OptimizerSteps steps = new OptimizerSteps(optimizer, THREE, Precision.DOUBLE, workers);
            RealVector w = vector(Precision.DOUBLE, 1, 1, 1);
            steps.take(step(0.1), w, vector(Precision.DOUBLE, 1, 1, 1));
            assertEquals(first, w.values()[2], 1e-8, optimizer.toString());
            steps.take(step(0.1), w, vector(Precision.DOUBLE, 2, 2, 2));
            assertEquals(second, w.values()[0], 1e-8, optimizer.toString());
        }
    }

    @Test
    void fiveStepsAreThoseOfPyTorch() {
        Map<String, Optimizer> optimizers = Map.of(
                "sgd", new Sgd(0, false, 0),
                "sgd-decay", new Sgd(0, false, 0.2),
                "momentum", new Sgd(0.9, false, 0.2),
                "nesterov", new Sgd(0.9, true, 0.2),
                "adam", new Adam(0.2, false),
                "adamw", new Adam(0.2, true));
        for (Precision precision : Precision.values()) {
            optimizers.forEach((name, optimizer) -> assertReference(name, optimizer, precision));
        }
    }

    private static void assertReference(String name, Optimizer optimizer, Precision precision) {
        try (Workers workers = new Workers(1)) {
            OptimizerSteps steps = new OptimizerSteps(optimizer, THREE, precision, workers);
            RealVector w = vector(precision, 1, -2, 0.5);
            double tolerance = precision == Precision.FLOAT ? 2e-6 : 1e-13;
            for (int t = 0; t < 5; t++) {
                double sign = t % 2 == 0 ? 1 : -1;
                steps.take(step(0.1), w, vector(precision, Math.sin(t + 1), 0.5 * Math.cos(3 * t), sign * 2 / (t + 1)));
                assertArrayEquals(Reference.of(name + "-" + (t + 1)), w.values(), tolerance, name + " " + precision);
            }
        }
    }

    /** Neither parameters nor moments of a head without labels change, and its steps are not counted. */
    @Test
    void aHeadWithoutLabelsIsLeftAlone() {
        try (Workers workers = new Workers(1)) {
            OptimizerSteps steps = new OptimizerSteps(new Adam(0.1, false), TWO_TASKS, Precision.DOUBLE, workers);
            OptimizerSteps later = new OptimizerSteps(new Adam(0.1, false), TWO_TASKS, Precision.DOUBLE, workers);
            RealVector w = vector(Precision.DOUBLE, random(1, 22));
            double[] before = w.values();
            RealVector g = vector(Precision.DOUBLE, random(2, 22));
            steps.take(new OptimizerSteps.Step(0.1, 1, FIRST_ONLY), w, g);
            for (int i = 0; i < 22; i++) {
                assertEquals(i < 17, w.values()[i] != before[i], "parameter " + i);
            }
            RealVector other = vector(Precision.DOUBLE, before);
            boolean[] both = {true, true};
            steps.take(new OptimizerSteps.Step(0.1, 1, both), w, g);
            later.take(new OptimizerSteps.Step(0.1, 1, both), other, g);
            for (int i = 17; i < 22; i++) {
                assertEquals(other.values()[i], w.values()[i], "a first step, parameter " + i);
            }
        }
    }

    @Test
    void aPreviewIsTheStepAndChangesNothing() {
        for (Optimizer optimizer : List.of(new Sgd(0.9, true, 0.1), new Adam(0.1, false), new Adam(0.1, true))) {
            for (Precision precision : Precision.values()) {
                try (Workers workers = new Workers(1)) {
                    OptimizerSteps steps = new OptimizerSteps(optimizer, TWO_TASKS, precision, workers);
                    RealVector w = vector(precision, random(1, 22));
                    RealVector g = vector(precision, random(2, 22));
                    OptimizerSteps.Step step = new OptimizerSteps.Step(0.1, 0.5, new boolean[] {true, true});
                    steps.take(step, w, g);
                    double[] before = w.values();
                    double[] state = steps.state();
                    RealVector looked = vector(precision, before);
                    steps.preview(step, w, g, looked);
                    assertArrayEquals(before, w.values());
                    assertArrayEquals(state, steps.state());
                    steps.take(step, w, g);
                    assertArrayEquals(w.values(), looked.values(), optimizer + " " + precision);
                }
            }
        }
    }

    @Test
    void aFactorScalesTheGradientBeforeDecay() {
        try (Workers workers = new Workers(1)) {
            OptimizerSteps steps = new OptimizerSteps(new Sgd(0, false, 0.1), THREE, Precision.DOUBLE, workers);
            RealVector w = vector(Precision.DOUBLE, 1, 1, 1);
            steps.take(new OptimizerSteps.Step(0.1, 0.25, ALL), w, vector(Precision.DOUBLE, 4, 8, 0));
            // 1 − 0.1·(0.25g + 0.1).
            assertArrayEquals(new double[] {0.89, 0.79, 0.99}, w.values(), 1e-15);
        }
    }

    @Test
    void theNormIsOverWhatMoves() {
        try (Workers workers = new Workers(1)) {
            OptimizerSteps steps = new OptimizerSteps(new Sgd(0, false, 0), TWO_TASKS, Precision.DOUBLE, workers);
            double[] g = random(3, 22);
            double sum = 0;
            for (int i = 0; i < 17; i++) {
                sum += g[i] * g[i];
            }
            assertEquals(Math.sqrt(sum), steps.norm(vector(Precision.DOUBLE, g), FIRST_ONLY), 1e-14);
        }
    }

    @Test
    void aStateGoesOnToTheSameBits() {
        for (Precision precision : Precision.values()) {
            try (Workers workers = new Workers(1)) {
                OptimizerSteps steps = new OptimizerSteps(new Adam(0.1, false), TWO_TASKS, precision, workers);
                RealVector w = vector(precision, random(1, 22));
                OptimizerSteps.Step step = new OptimizerSteps.Step(0.1, 1, FIRST_ONLY);
                steps.take(step, w, vector(precision, random(2, 22)));
                OptimizerSteps resumed = new OptimizerSteps(new Adam(0.1, false), TWO_TASKS, precision, workers);
                resumed.restore(steps.state());
                RealVector other = vector(precision, w.values());
                steps.take(step, w, vector(precision, random(3, 22)));
                resumed.take(step, other, vector(precision, random(3, 22)));
                assertArrayEquals(w.values(), other.values());
                assertThrows(IllegalArgumentException.class, () -> resumed.restore(new double[3]));
            }
        }
    }

    /** Enough parameters for many pieces. */
    @Test
    void everyNumberOfThreadsGivesTheSameBits() {
        Architecture large = new Architecture(100, List.of(101), List.of(7), Activation.RELU, true, List.of(1, 30));
        double[] expected = null;
        for (int threads : new int[] {1, 2, 4}) {
            try (Workers workers = new Workers(threads)) {
                OptimizerSteps steps = new OptimizerSteps(new Adam(0.1, false), large, Precision.FLOAT, workers);
                RealVector w = vector(Precision.FLOAT, random(1, large.parameters()));
                for (int t = 0; t < 3; t++) {
                    RealVector g = vector(Precision.FLOAT, random(2 + t, large.parameters()));
                    double norm = steps.norm(g, FIRST_ONLY);
                    steps.take(new OptimizerSteps.Step(0.1, 1 / norm, FIRST_ONLY), w, g);
                }
                expected = expected == null ? w.values() : expected;
                assertArrayEquals(expected, w.values());
            }
        }
    }

    private static double[] random(long seed, int count) {
        return new Random(seed).doubles(count, -1, 1).toArray();
    }
}
