package org.mtl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss against finite differences, hand values and its own limits. */
class LossTest {

    private static final double STEP = 1e-5;

    static List<Loss> losses() {
        return List.of(new SquaredLoss(), new SquaredLoss(3), new HuberLoss(),
                new LogisticLoss(), new SoftmaxLoss(2), new SoftmaxLoss(4));
    }

    private static double value(Loss loss, double[] z, double... y) {
        return loss.sum(z, y, 1);
    }

    /** The targets of some rows: a class or a number each, or a vector. */
    private static double[] targets(Loss loss, Random random, int count) {
        return loss.isClassification()
                ? random.ints(count, 0, Math.max(2, loss.outputs())).asDoubleStream().toArray()
                : random.doubles((long) count * loss.outputs(), -2, 2).toArray();
    }

    private static double[] gradient(Loss loss, double[] z, double... y) {
        double[] gradient = new double[z.length];
        loss.gradients(z, y, 1, gradient);
        return gradient;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientsAndCurvaturesAreDerivatives(Loss loss) {
        Random random = new Random(1);
        int c = loss.outputs();
        for (int trial = 0; trial < 100; trial++) {
            double[] z = random.doubles(c, -2, 2).toArray();
            double[] y = targets(loss, random, 1);
            if (loss instanceof HuberLoss && Math.abs(Math.abs(y[0] - z[0]) - 1) < 1e-3) {
                continue;
            }
            double[] gradient = gradient(loss, z, y);
            double[] roots = new double[c * c];
            loss.curvatureRoots(z, y, 1, roots);
            for (int j = 0; j < c; j++) {
                double[] up = z.clone();
                double[] down = z.clone();
                up[j] += STEP;
                down[j] -= STEP;
                assertEquals((value(loss, up, y) - value(loss, down, y)) / (2 * STEP), gradient[j], 1e-9);
                for (int k = 0; k < c; k++) {
                    double curvature = 0;
                    for (int r = 0; r < c; r++) {
                        curvature += roots[k * c + r] * roots[j * c + r];
                    }
                    double expected = (gradient(loss, up, y)[k] - gradient(loss, down, y)[k]) / (2 * STEP);
                    assertEquals(expected, curvature, 1e-9);
                    if (loss.isotropicCurvature().isPresent()) {
                        assertEquals(j == k ? loss.isotropicCurvature().getAsDouble() : 0, curvature, 1e-15);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void changeIsADifferenceOfValues(Loss loss) {
        Random random = new Random(2);
        int c = loss.outputs();
        double[] z = random.doubles(3L * c, -2, 2).toArray();
        double[] y = targets(loss, random, 3);
        double[] d = random.doubles(3L * c + 5, -1, 1).toArray();
        double[] moved = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            moved[i] = z[i] + d[5 + i];
        }
        assertEquals(loss.sum(moved, y, 3) - loss.sum(z, y, 3), loss.change(z, y, 3, d, 5), 1e-13);
    }

    @Test
    void valuesByHand() {
        assertEquals(4, value(new SquaredLoss(), new double[] {3}, 1));
        assertEquals((4 + 9 + 25) / 3.0, value(new SquaredLoss(3), new double[] {3, 0, 4}, 1, 3, -1));
        assertEquals(0.125, value(new HuberLoss(), new double[] {0.5}, 1));
        assertEquals(2.5, value(new HuberLoss(), new double[] {4}, 1));
        assertEquals(Math.log(2), value(new LogisticLoss(), new double[] {0}, 1), 1e-16);
        assertEquals(Math.log(1 + Math.E), value(new LogisticLoss(), new double[] {1}, 0), 1e-15);
        assertEquals(Math.log(3), value(new SoftmaxLoss(3), new double[] {7, 7, 7}, 2), 1e-15);
    }

    @Test
    void twoClassSoftmaxIsLogisticInTheDifference() {
        assertEquals(
                value(new LogisticLoss(), new double[] {1.3}, 1), value(new SoftmaxLoss(2), new double[] {0.2, 1.5}, 1), 1e-15);
    }

    @Test
    void extremePredictionsNeitherOverflowNorLoseTheGradient() {
        assertEquals(1000, value(new LogisticLoss(), new double[] {-1000}, 1));
        assertEquals(0, value(new LogisticLoss(), new double[] {1000}, 1));
        assertEquals(-Math.exp(-50), gradient(new LogisticLoss(), new double[] {50}, 1)[0], 1e-35);
        assertEquals(1000, value(new SoftmaxLoss(3), new double[] {0, 1000, 0}, 0), 1e-12);
        double[] gradient = gradient(new SoftmaxLoss(2), new double[] {50, 0}, 0);
        assertEquals(-Math.exp(-50), gradient[0], 1e-35);
    }

    @Test
    void marginsSayWhatIsClassifiedCorrectly() {
        double[] margins = new double[2];
        new LogisticLoss().margins(new double[] {2, 2}, new double[] {1, 0}, 2, margins);
        assertEquals(2, margins[0]);
        assertEquals(-2, margins[1]);
        new SoftmaxLoss(3).margins(new double[] {1, 3, 2, 1, 3, 2}, new double[] {1, 2}, 2, margins);
        assertEquals(1, margins[0]);
        assertEquals(-1, margins[1]);
    }

    @Test
    void theMajorantOfHuberLiesAboveItsSecant() {
        double[] roots = new double[1];
        new HuberLoss().majorant().curvatureRoots(new double[] {5}, new double[] {1}, 1, roots);
        assertEquals(0.25, roots[0] * roots[0], 1e-15);
        new HuberLoss().curvatureRoots(new double[] {5}, new double[] {1}, 1, roots);
        assertTrue(roots[0] == 0);
    }
}
