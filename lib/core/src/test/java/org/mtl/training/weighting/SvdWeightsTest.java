package org.mtl.training.weighting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.testing.ArrayFeatures;

/** By hand, against numpy's decomposition of the d × K matrix (svd_weights.py), and by properties. */
class SvdWeightsTest {

    private static final double[][] X = {{-0.01, 1.05, 0.74},
            {0.72, 1.62, -1.21},
            {-0.63, -1.32, -0.11},
            {1.0, -0.02, 0.5},
            {-1.91, 0.15, -0.91},
            {1.78, 0.89, 0.95},
            {-0.06, 0.61, 0.66}};
    private static final double[][] Y = {{-1.74, -1.06, -0.34, 0.0},
            {-3.13, -0.9, -0.5, 1.0},
            {1.96, 0.69, -0.11, 0.0},
            {1.29, 1.02, -0.61, 1.0},
            {-2.66, -2.06, -0.59, 0.0},
            {0.48, 0.89, -0.28, 1.0},
            {-0.95, -0.67, -0.73, 0.0}};
    private static final double[][] EXPECTED = {
        {10.56767074788992, 6.537177201671935, 0.45545532368838226, 0.9558110744789277},
        {10.746021790056094, 7.0703897197894925, 0.4772669972249852, 3.3409893207422074},
        {10.746289106012368, 7.0721954901875135, 0.4981268111635834, 3.34621748076413}
    };

    private static double[] weights(double[][] x, double[][] y, int rank, boolean scaled) {
        List<TaskData> tasks = new ArrayList<>();
        int[] rows = IntStream.range(0, x.length).toArray();
        for (int k = 0; k < y[0].length; k++) {
            int task = k;
            double[] labels = Arrays.stream(y).mapToDouble(row -> row[task]).toArray();
            tasks.add(new TaskData("t" + k, Map.of(Split.TRAIN, new TaskData.Labelled(rows, labels))));
        }
        return SvdWeights.of(new Design(ArrayFeatures.of(x), Standardization.NONE, false), tasks, rank, scaled);
    }

    /** Centred x = ∓1 in one column: θ_1 = (2, 0), θ_2 = (0, 1); the first direction is that of θ_1 alone. */
    @Test
    void byHand() {
        double[][] x = {{0, 5}, {2, 5}, {1, 4.5}, {1, 5.5}};
        double[][] y = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
        assertArrayEquals(new double[] {2, 0}, weights(x, y, 1, false), 1e-12);
        assertArrayEquals(new double[] {2, 1}, weights(x, y, 2, false), 1e-12);
        assertArrayEquals(new double[] {4.0 / 3, 2.0 / 3}, weights(x, y, 2, true), 1e-12);
    }

    @Test
    void areThoseOfTheDecomposition() {
        for (int rank = 1; rank <= 3; rank++) {
            assertArrayEquals(EXPECTED[rank - 1], weights(X, Y, rank, false), 1e-10);
        }
    }

    @Property(tries = 50)
    void followTasksAndScale(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int rank) {
        Random random = new Random(seed);
        double[][] x = new double[9][5];
        double[][] y = new double[9][4];
        double[][] turned = new double[9][4];
        for (int i = 0; i < 9; i++) {
            Arrays.setAll(x[i], j -> random.nextGaussian());
            Arrays.setAll(y[i], k -> random.nextGaussian());
            double[] row = y[i];
            Arrays.setAll(turned[i], k -> 3 * row[(k + 1) % 4]);
        }
        double[] weights = weights(x, y, rank, true);
        double[] others = weights(x, turned, rank, true);
        assertEquals(4, Arrays.stream(weights).sum(), 1e-9);
        for (int k = 0; k < 4; k++) {
            assertEquals(weights[(k + 1) % 4], others[k], 1e-8);
        }
    }

    /** A shift of features or labels changes nothing, since rows are centred. */
    @Test
    void shiftsDoNotMatter() {
        double[][] x = Arrays.stream(X).map(row -> Arrays.stream(row).map(v -> v + 3).toArray()).toArray(double[][]::new);
        double[][] y = Arrays.stream(Y).map(row -> Arrays.stream(row).map(v -> v - 2).toArray()).toArray(double[][]::new);
        assertArrayEquals(EXPECTED[1], weights(x, y, 2, false), 1e-10);
    }

    @Test
    void whatItRefuses() {
        assertThrows(MtlException.class, () -> weights(X, Y, 5, true));
        double[][] constant = new double[X.length][2];
        assertThrows(MtlException.class, () -> weights(X, constant, 1, true));
    }
}
