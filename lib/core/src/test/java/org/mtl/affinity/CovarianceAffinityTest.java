package org.mtl.affinity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;

class CovarianceAffinityTest {

    /** Tasks with the given training rows, all in one table. */
    private static double[][] scores(boolean center, int threads, double[][]... tasks) {
        List<double[]> rows = new ArrayList<>();
        List<TaskData> data = new ArrayList<>();
        for (double[][] task : tasks) {
            int[] positions = new int[task.length];
            for (int i = 0; i < task.length; i++) {
                positions[i] = rows.size();
                rows.add(task[i]);
            }
            TaskData.Labelled labelled = new TaskData.Labelled(positions, new double[task.length]);
            data.add(new TaskData("t" + data.size(), Map.of(Split.TRAIN, labelled)));
        }
        Design design = new Design(ArrayFeatures.of(rows.toArray(double[][]::new)), Standardization.NONE, false);
        try (Workers workers = new Workers(threads)) {
            return CovarianceAffinity.scores(design, data, center, workers);
        }
    }

    private static double[][] normal(int rows, int columns, long seed) {
        Random random = new Random(seed);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            // Columns of different width, so that 99% of the trace are fewer directions than all.
            Arrays.setAll(row, j -> random.nextGaussian() / (1 + j * j) + 0.1 * j);
        }
        return values;
    }

    /** The kept part of X'X, formed explicitly. */
    private static RealMatrix kept(double[][] rows) {
        RealMatrix x = new Array2DRowRealMatrix(rows);
        EigenDecomposition eigen = new EigenDecomposition(x.transpose().multiply(x));
        double trace = Arrays.stream(eigen.getRealEigenvalues()).sum();
        RealMatrix kept = MatrixUtils.createRealMatrix(rows[0].length, rows[0].length);
        double sum = 0;
        for (int r = 0; sum < 0.99 * trace; r++) {
            sum += eigen.getRealEigenvalue(r);
            kept = kept.add(eigen.getEigenvector(r).outerProduct(eigen.getEigenvector(r)).scalarMultiply(eigen.getRealEigenvalue(r)));
        }
        return kept;
    }

    private static double[][] transformed(double[][] rows, RealMatrix by) {
        return new Array2DRowRealMatrix(rows).multiply(by).getData();
    }

    @Test
    void isTheFormula() {
        double[][] first = normal(40, 5, 1);
        double[][] second = normal(25, 5, 2);
        double[][] scores = scores(false, 1, first, second);
        RealMatrix a = kept(first);
        RealMatrix b = kept(second);
        double expected = Math.sqrt(a.multiply(b).getTrace() / (a.getTrace() * b.getTrace()));
        assertEquals(expected, scores[0][1], 1e-12);
        assertEquals(scores[0][1], scores[1][0]);
    }

    @Test
    void withItselfItIsTheSpreadOfTheEigenvalues() {
        double[][] task = normal(30, 4, 3);
        double[] kept = new EigenDecomposition(kept(task)).getRealEigenvalues();
        double squares = Arrays.stream(kept).map(s -> s * s).sum();
        assertEquals(Math.sqrt(squares) / Arrays.stream(kept).sum(), scores(false, 1, task)[0][0], 1e-12);
        double[][] one = {{2, 4}, {1, 2}};
        assertEquals(1, scores(false, 1, one)[0][0], 1e-12);
    }

    /** Perpendicular inputs have nothing in common; half of the trace in common gives sqrt(½) by hand. */
    @Test
    void knownAngles() {
        double[][] scores = scores(false, 1, new double[][] {{1, 0}}, new double[][] {{0, 3}}, new double[][] {{2, 0}, {0, 2}});
        assertEquals(0, scores[0][1], 1e-15);
        assertEquals(Math.sqrt(0.5), scores[0][2], 1e-15);
    }

    @Test
    void scalingATaskAndRotatingAllChangesNothing() {
        double[][] first = normal(40, 5, 1);
        double[][] second = normal(25, 5, 2);
        RealMatrix rotation = new QRDecomposition(new Array2DRowRealMatrix(normal(5, 5, 9))).getQ();
        double[][] expected = scores(false, 1, first, second);
        double[][] changed = scores(false, 1,
                transformed(first, rotation.scalarMultiply(1e5)), transformed(second, rotation.scalarMultiply(-1e-3)));
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(expected[i], changed[i], 1e-12);
        }
    }

    @Test
    void centeringTakesTheMeanOff() {
        double[][] first = {{1, 5}, {-1, 5}};
        double[][] second = {{7, 1}, {7, -1}};
        assertEquals(0, scores(true, 1, first, second)[0][1], 1e-15);
        assertEquals(1, scores(true, 1, first)[0][0], 1e-15);
    }

    @Test
    void threadsChangeNothing() {
        double[][][] tasks = {normal(2000, 6, 1), normal(30, 6, 2), normal(1, 6, 3)};
        assertArrayEquals(scores(false, 1, tasks), scores(false, 2, tasks));
    }

    @Test
    void namesTheTaskThatHasNoDirection() {
        MtlException zero = assertThrows(MtlException.class, () -> scores(false, 1, normal(5, 2, 1), new double[2][2]));
        assertEquals("task 't1': its 2 training rows are 0 in every feature", zero.getMessage());
        MtlException same = assertThrows(MtlException.class, () -> scores(true, 1, new double[][] {{0.1, 3}, {0.1, 3}}));
        assertEquals("task 't0': its 2 training rows vary in no feature", same.getMessage());
        assertThrows(MtlException.class, () -> scores(false, 1, new double[][] {{1e200, 1}}));
    }
}
