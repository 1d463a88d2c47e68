package org.mtl.training.combining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Directions for J = [[−4, 1, 1], [6, 1, 1]], as published, and those of methods with memory, followed by hand. */
class ReferenceValuesTest {

    private static final double[][] ROWS = {{-4, 1, 1}, {6, 1, 1}};

    private static Random random() {
        return new Random(1);
    }

    static Stream<Arguments> published() {
        return Stream.of(
                Arguments.of(new Sum(), List.of(2.0, 2.0, 2.0)),
                Arguments.of(new Aligned(), List.of(0.2133, 0.9673, 0.9673)),
                Arguments.of(new Config(), List.of(0.1588, 2.0706, 2.0706)),
                Arguments.of(new Dualproj(), List.of(0.5563, 1.1109, 1.1109)),
                Arguments.of(new Imtl(), List.of(0.0767, 1.0, 1.0)),
                Arguments.of(new Mgda(), List.of(0.0, 1.0, 1.0)),
                Arguments.of(new Pcgrad(), List.of(0.5848, 3.8012, 3.8012)),
                Arguments.of(new Gradvac(0.01, 2), List.of(0.5848, 3.8012, 3.8012)),
                Arguments.of(new Upgrad(), List.of(0.2929, 1.9004, 1.9004)),
                Arguments.of(new Cagrad(0.5, Cagrad.Rescale.NONE), List.of(0.1835, 1.2041, 1.2041)),
                Arguments.of(new Cagrad(0.5, Cagrad.Rescale.SQUARE), List.of(0.1468, 0.9633, 0.9633)),
                Arguments.of(new Cagrad(0.5, Cagrad.Rescale.LINEAR), List.of(0.1223, 0.8027, 0.8027)));
    }

    @ParameterizedTest
    @MethodSource("published")
    void directions(GramCombiner combiner, List<Double> expected) {
        double[] d = Buffers.sum(ROWS, combiner.coefficients(Gram.of(ROWS), random()));
        assertArrayEquals(expected.stream().mapToDouble(Double::doubleValue).toArray(), d, 5e-5);
    }

    /** a₁(18a₁ − 22a₂) = 1 and a₂(38a₂ − 22a₁) = 1: 18a₁² = 38a₂², so with a₁ = ra₂, r = √(19/9), a₂ = 1/√(38 − 22r). */
    @Test
    void nashInClosedForm() {
        double r = Math.sqrt(19.0 / 9);
        double second = 1 / Math.sqrt(38 - 22 * r);
        assertArrayEquals(new double[] {r * second, second}, new Nash().coefficients(Gram.of(ROWS), random()), 1e-9);
        assertArrayEquals(new double[] {r * second, second}, new Fairgrad(1).coefficients(Gram.of(ROWS), random()), 1e-8);
    }

    /** Of two gradients at right angles each is alone: ‖g‖²a = a^{−1/α}. */
    @Test
    void fairnessOfTasksThatDoNotMeet() {
        double[][] rows = {{2, 0}, {0, 5}};
        double[] c = new Fairgrad(2).coefficients(Gram.of(rows), random());
        assertArrayEquals(new double[] {Math.pow(4, -2.0 / 3), Math.pow(25, -2.0 / 3)}, c, 1e-9);
    }

    /** After one pair of a cosine of −1/√2 the usual one is −0.01/√2, and the gradients are turned to that only. */
    @Test
    void gradvacRemembersCosines() {
        double[][] rows = {{1, 0}, {-1, 1}};
        Gradvac gradvac = new Gradvac(0.01, 2);
        gradvac.coefficients(Gram.of(rows), random());
        double usual = -0.01 * Math.sqrt(0.5);
        assertArrayEquals(new double[] {0, usual, usual, 0}, gradvac.state(), 1e-15);
        // One task alone is turned: take the first only, its cosine with the second is then the usual one.
        double[] c = gradvac.coefficients(Gram.of(rows), random());
        double[] d = Buffers.sum(rows, c);
        double ratio = Math.sqrt(0.5) * (usual * Math.sqrt(0.5) + Math.sqrt(0.5) * Math.sqrt(1 - usual * usual))
                / Math.sqrt(1 - usual * usual);
        double back = Math.sqrt(2) * (usual * Math.sqrt(0.5) + Math.sqrt(0.5) * Math.sqrt(1 - usual * usual))
                / Math.sqrt(1 - usual * usual);
        assertArrayEquals(new double[] {1 - ratio + -1 + back, ratio + 1}, d, 1e-12);
    }

    /** P is 1 where all are positive, 0 where all are negative, ½ where they cancel out; zeros stay. */
    @Test
    void graddropKeepsOneSign() {
        double[][] rows = {{1, -1, 3, 0}, {2, -2, -1, 0}};
        int positive = 0;
        Random random = new Random(7);
        for (int i = 0; i < 4000; i++) {
            double[] d = new Graddrop().direction(rows, new int[] {0, 1}, new double[2], random);
            assertArrayEquals(new double[] {3, -3}, new double[] {d[0], d[1]});
            assertEquals(0, d[3]);
            assertEquals(true, d[2] == 3 || d[2] == -1);
            positive += d[2] == 3 ? 1 : 0;
        }
        // P = ½(1 + 2/4) = ¾, within four standard errors.
        assertEquals(0.75, positive / 4000.0, 4 * Math.sqrt(0.75 * 0.25 / 4000));
    }

    /** Unit gradients times losses 1 and 2, followed by half: y = (½, 0) and (0, 1); λ = Π(½ − 0.1·(⅛, ½)). */
    @Test
    void mocoByHand() {
        Moco moco = new Moco(0.5, 0.1, 2);
        double[] d = moco.direction(new double[][] {{3, 0}, {0, 4}}, new int[] {0, 1}, new double[] {1, 2}, random());
        double first = 0.5 + 0.5 * (0.05 - 0.0125);
        assertArrayEquals(new double[] {0.5 * first, 1 - first}, d, 1e-15);
        // In the second step only the first task has labels; it is followed by 0.5/√2.
        double[] next = moco.direction(new double[][] {{-3, 0}}, new int[] {0}, new double[] {1}, random());
        double y = 0.5 - 0.5 / Math.sqrt(2) * 1.5;
        double raised = first - 0.1 / Math.sqrt(2) * y * y * first;
        double other = 1 - first - 0.1 / Math.sqrt(2) * (1 - first);
        double again = raised + 0.5 * (1 - raised - other);
        assertArrayEquals(new double[] {y * again, 1 - again}, next, 1e-15);
    }

    /** Buffers of log gradients: 0.1·(3/3, 0) and 0.1·(0, 4/2); the shorter is drawn to the length of the longer. */
    @Test
    void dbMtlByHand() {
        DbMtl balance = new DbMtl(0.9, 2);
        double[] d = balance.direction(new double[][] {{3, 0}, {0, 4}}, new int[] {0, 1}, new double[] {3, 2}, random());
        assertArrayEquals(new double[] {0.2, 0.2}, d, 1e-8);
        double[] next = balance.direction(new double[][] {{-3, 0}}, new int[] {0}, new double[] {3}, random());
        // The first buffer is 0.09 − 0.1 = −0.01, the second stays 0.2.
        assertArrayEquals(new double[] {-0.2, 0.2}, next, 1e-8);
    }

    /** J₁J₂' = diag(1, 3): λ = Π(½ − 0.001·(½ + 0.05, 1.5 + 0.05)). */
    @Test
    void modoByHand() {
        double[] c = new Modo(0.001, 0.1, 2).coefficients(new double[][] {{1, 0}, {0, 1}}, new double[][] {{1, 0}, {0, 3}});
        assertArrayEquals(new double[] {0.5005, 0.4995}, c, 1e-15);
    }

    /** Equal products of all tasks leave w where it is; a task of larger products loses all its weight in 20 large steps. */
    @Test
    void sdmgradByHand() {
        double[][] equal = {{1, 0}, {0, 1}};
        assertArrayEquals(new double[] {0.5, 0.5}, new Sdmgrad(0.3, 2).coefficients(equal, equal), 1e-12);
        double[][] aligned = {{1, 0}, {2, 0}};
        double[] c = new Sdmgrad(0.3, 2).coefficients(aligned, aligned);
        assertArrayEquals(new double[] {1.15 / 1.3, 0.15 / 1.3}, c, 1e-12);
    }
}
