package org.mtl.training.updating;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TaskGroupsTest {

    private static final double NONE = Double.NaN;

    /** Group {0, 1} halves the losses of 0 and 1 and doubles that of 2: a = (½, ½, −1)/2. */
    @Test
    void theGroupThatSteppedGetsTheCredit() {
        TaskGroups groups = new TaskGroups(3, 0.5, 100, 1);
        groups.credit(new int[] {0, 1}, new double[] {2, 4, 1}, new double[] {1, 2, 2});
        double[][] expected = {{0.125, 0.125, -0.25}, {0.125, 0.125, -0.25}, {0, 0, 0}};
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(expected[i], groups.affinities()[i], 1e-15);
        }
        // Of different signs, a = (½, −1)/2: both pairs take −¼; task 1 keeps what it has for itself. Task 2 is not measured.
        groups.credit(new int[] {0, 1}, new double[] {2, 4, NONE}, new double[] {1, 8, NONE});
        double[][] next = {{0.1875, -0.0625, -0.25}, {-0.0625, 0.125, -0.25}, {0, 0, 0}};
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(next[i], groups.affinities()[i], 1e-15);
        }
    }

    @Test
    void whatHelpsEachOtherComesTogether() {
        TaskGroups groups = new TaskGroups(4, 0.1, 5, 1);
        for (int iteration = 0; iteration < 5; iteration++) {
            assertArrayEquals(new int[] {0, 1, 2, 3}, groups.labels());
            for (int s = 0; s < 4; s++) {
                double[] after = new double[4];
                for (int k = 0; k < 4; k++) {
                    after[k] = s / 2 == k / 2 ? 0.9 : 1.1;
                }
                groups.credit(new int[] {s}, new double[] {1, 1, 1, 1}, after);
            }
            groups.iterationDone();
        }
        assertArrayEquals(new int[] {0, 0, 1, 1}, groups.labels());
        TaskGroups again = new TaskGroups(4, 0.1, 5, 1);
        again.restore(groups.state());
        assertArrayEquals(groups.state(), again.state());
        assertEquals(2, again.groups().size());
    }

    /** ½ Σ h (θ − c)² + 1, with positive curvatures. */
    private record Quadratic(double[] curvatures, double[] centre) {

        static Quadratic of(Random random) {
            return new Quadratic(random.doubles(4, 0.5, 2).toArray(), random.doubles(4, -1, 1).toArray());
        }

        double value(double[] at) {
            double sum = 1;
            for (int i = 0; i < at.length; i++) {
                sum += 0.5 * curvatures[i] * (at[i] - centre[i]) * (at[i] - centre[i]);
            }
            return sum;
        }

        double[] gradient(double[] at) {
            double[] gradient = new double[at.length];
            Arrays.setAll(gradient, i -> curvatures[i] * (at[i] - centre[i]));
            return gradient;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double after(Quadratic k, double[] at, double[] first, double[] second, double rate) {
        double[] moved = at.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] -= rate * (first[i] + second[i]);
        }
        return k.value(moved);
    }

    /**
     * Theorems 1 and 2 of [5]: for small rates the group {i, k} does more for k than {j, k}, in affinity and in loss,
     * exactly if g_i·g_k ≥ g_j·g_k.
     */
    @Property(tries = 500)
    void affinitiesOrderTasksAsProductsOfGradientsDo(@ForAll long seed) {
        Random random = new Random(seed);
        Quadratic[] tasks = {Quadratic.of(random), Quadratic.of(random), Quadratic.of(random)};
        double[] at = random.doubles(4, -1, 1).toArray();
        double[] ofK = tasks[2].gradient(at);
        double difference = dot(tasks[0].gradient(at), ofK) - dot(tasks[1].gradient(at), ofK);
        double rate = 1e-5;
        double first = after(tasks[2], at, tasks[0].gradient(at), ofK, rate);
        double second = after(tasks[2], at, tasks[1].gradient(at), ofK, rate);
        if (Math.abs(difference) < 1e-3) {
            return;
        }
        assertEquals(difference > 0, first < second);
        double before = tasks[2].value(at);
        assertEquals(difference > 0, 1 - first / before > 1 - second / before);
    }

    /** The same through what is credited: alone, a source's affinity is its step's effect on the target. */
    @Property(tries = 300)
    void creditsOrderSourcesAsProductsOfGradientsDo(@ForAll long seed) {
        Random random = new Random(seed);
        Quadratic[] tasks = {Quadratic.of(random), Quadratic.of(random), Quadratic.of(random)};
        double[] at = random.doubles(4, -1, 1).toArray();
        double[] ofK = tasks[2].gradient(at);
        double difference = dot(tasks[0].gradient(at), ofK) - dot(tasks[1].gradient(at), ofK);
        if (Math.abs(difference) < 1e-3) {
            return;
        }
        TaskGroups groups = new TaskGroups(3, 1, 100, 1);
        double[] zeros = new double[4];
        double[] before = {tasks[0].value(at), tasks[1].value(at), tasks[2].value(at)};
        for (int source = 0; source < 2; source++) {
            double[] step = tasks[source].gradient(at);
            double[] after = new double[3];
            for (int k = 0; k < 3; k++) {
                after[k] = after(tasks[k], at, step, zeros, 1e-5);
            }
            groups.credit(new int[] {source}, before, after);
        }
        assertEquals(difference > 0, groups.affinities()[0][2] > groups.affinities()[1][2]);
    }
}
