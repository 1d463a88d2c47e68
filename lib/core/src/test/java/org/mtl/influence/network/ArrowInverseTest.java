package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** The elimination of heads against the dense inverse of the block-arrow matrix. */
class ArrowInverseTest {

    private static final ConjugateGradientInverse.Stop EXACT = new ConjugateGradientInverse.Stop(1e-11, 500);

    static List<SmallNetwork> networks() {
        return SmallNetwork.all();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void ofTheGaussNewtonMatrixItIsTheWholeInverse(SmallNetwork network) {
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            for (ModelNetworks.Part part : opened.parts()) {
                TrainedObjective objective = part.objective();
                double[] v = new Random(8).doubles(3L * objective.size(), -1, 1).toArray();
                double[] actual = ArrowInverse.ofGaussNewton(objective, Fisher.GIVEN, Damping.of(0.2), EXACT).apply(v, 3);
                RealMatrix matrix = Explicit.curvature(objective, TrainedObjective.Kind.GAUSS_NEWTON, 0.2);
                double[] expected = Explicit.solve(matrix, v, 3);
                assertArrayEquals(expected, actual, 1e-8 * Arrays.stream(expected).map(Math::abs).max().orElse(1));
                assertArrow(objective, matrix);
            }
        }
    }

    /** Heads of different tasks have nothing to do with each other. */
    private static void assertArrow(TrainedObjective objective, RealMatrix matrix) {
        for (var block : objective.by(BlockChoice.HEADS).blocks()) {
            for (var other : objective.by(BlockChoice.HEADS).blocks()) {
                if (!block.task().equals(other.task())) {
                    assertEquals(0, matrix.getEntry(block.offset(), other.offset()));
                }
            }
        }
    }

    /** The Gauss–Newton matrix of and with heads, and Kronecker factors of what is left of the shared layers. */
    @ParameterizedTest
    @MethodSource("networks")
    void ofKroneckerFactorsItIsTheInverseOfTheArrow(SmallNetwork network) {
        for (String method : List.of("ekfac", "kfac")) {
            try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
                for (ModelNetworks.Part part : opened.parts()) {
                    TrainedObjective objective = part.objective();
                    Damping damping = Damping.of(0.1);
                    double[] v = new Random(8).doubles(2L * objective.size(), -1, 1).toArray();
                    double[] actual = ArrowInverse.ofFactors(objective, method, Fisher.GIVEN, damping, EXACT).apply(v, 2);
                    TrainedObjective shared = objective.by(BlockChoice.SHARED);
                    CurvatureInverse inverse = method.equals("ekfac")
                            ? EkfacInverse.of(shared, Fisher.GIVEN, damping) : KfacInverse.of(shared, Fisher.GIVEN, damping);
                    double[] expected = Explicit.solve(arrow(objective, inverse, 0.1), v, 2);
                    assertArrayEquals(expected, actual, 1e-8 * Arrays.stream(expected).map(Math::abs).max().orElse(1), method);
                }
            }
        }
    }

    private static RealMatrix arrow(TrainedObjective objective, CurvatureInverse ofShared, double damping) {
        int size = objective.size();
        int shared = objective.architecture().sharedParameters();
        double[][] columns = new double[shared][];
        for (int j = 0; j < shared; j++) {
            double[] unit = new double[size];
            unit[j] = 1;
            columns[j] = Arrays.copyOf(ofShared.apply(unit, 1), shared);
        }
        RealMatrix matrix = Explicit.curvature(objective, TrainedObjective.Kind.GAUSS_NEWTON, damping);
        RealMatrix coupling = matrix.getSubMatrix(0, shared - 1, shared, size - 1);
        RealMatrix inverseOfHeads = MatrixUtils.inverse(matrix.getSubMatrix(shared, size - 1, shared, size - 1));
        RealMatrix left = MatrixUtils.inverse(new Array2DRowRealMatrix(columns));
        matrix.setSubMatrix(left.add(coupling.multiply(inverseOfHeads).multiply(coupling.transpose())).getData(), 0, 0);
        return matrix;
    }

    @Property(tries = 10)
    void theInverseIsSymmetricAndLinear(@ForAll long seed) {
        try (Workers workers = new Workers(1); ModelNetworks opened = networks().get(0).open(workers)) {
            TrainedObjective objective = opened.parts().get(0).objective();
            int size = objective.size();
            CurvatureInverse inverse = ArrowInverse.ofGaussNewton(objective, Fisher.GIVEN, Damping.of(0.5), EXACT);
            double[] v = new Random(seed).doubles(3L * size, -1, 1).toArray();
            IntStream.range(0, size).forEach(j -> v[2 * size + j] = v[j] - 2 * v[size + j]);
            double[] u = inverse.apply(v, 3);
            double forth = 0;
            double back = 0;
            for (int j = 0; j < size; j++) {
                forth += v[j] * u[size + j];
                back += v[size + j] * u[j];
                assertEquals(u[j] - 2 * u[size + j], u[2 * size + j], 1e-7);
            }
            assertEquals(forth, back, 1e-7);
        }
    }

    @Test
    void whereNothingIsSharedThereIsNothingToEliminate() {
        SmallNetwork network = SmallNetwork.of(
                Dataset.Form.LONG, true, true, List.of(), List.of(), List.of(new SquaredLoss(1)), 80, 12);
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers)) {
            TrainedObjective objective = opened.parts().get(0).objective();
            MtlException e = assertThrows(MtlException.class, () ->
                    ArrowInverse.ofGaussNewton(objective, Fisher.GIVEN, Damping.of(0.5), EXACT));
            assertTrue(e.getMessage().contains("--coupling arrow"), e.getMessage());
        }
    }
}
