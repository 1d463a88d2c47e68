package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.network.Activation;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

/**
 * The linear shared module against the theory of [4]: Σ_k α_k ‖X_k B a_k − y_k‖² with B d × r. Weight decay is 0, the
 * designs have full rank, and all rows are taken until nothing decreases the objective any more; expected values come of
 * dense decompositions.
 */
class SharedModuleTest {

    private static final int ROWS = 24;
    private static final int WIDTH = 5;

    private static RealMatrix normal(int rows, int columns, long seed) {
        Random random = new Random(seed);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return MatrixUtils.createRealMatrix(values);
    }

    /** Columns that are orthonormal. */
    private static RealMatrix orthonormal(int rows, int columns, long seed) {
        return new QRDecomposition(normal(rows, columns, seed)).getQ().getSubMatrix(0, rows - 1, 0, columns - 1);
    }

    /** X_k and y_k as a data set; where all X_k are one matrix, in wide form. */
    private static Dataset data(List<RealMatrix> x, double[][] y) {
        boolean wide = x.size() == 1;
        double[][] rows = x.stream().flatMap(matrix -> Arrays.stream(matrix.getData())).toArray(double[][]::new);
        List<TaskData> tasks = new ArrayList<>();
        for (int k = 0; k < y.length; k++) {
            int first = wide ? 0 : k * ROWS;
            int[] positions = new int[ROWS];
            Arrays.setAll(positions, i -> first + i);
            tasks.add(new TaskData("t" + k, Map.of(Split.TRAIN, new TaskData.Labelled(positions, y[k]))));
        }
        return new Dataset(ArrayFeatures.of(rows), RowIds.positions(), wide ? Dataset.Form.WIDE : Dataset.Form.LONG, tasks);
    }

    private static NetworkModel.Network train(Dataset data, int capacity, double[] weights) {
        Map<String, Double> given = new HashMap<>();
        for (int k = 0; k < weights.length; k++) {
            given.put("t" + k, weights[k]);
        }
        // Little decay keeps B and the heads of one size, without which some directions need thousands of steps; then none,
        // twice, since training ends at a share of its first gradient and goes on from there to what rounding leaves.
        NetworkModel model = trained(data, given, capacity, new Initialization.Glorot(), 1e-3);
        for (int i = 0; i < 2; i++) {
            model = trained(data, given, capacity, new Initialization.OfModel(model), 0);
        }
        return model.networks().get(0);
    }

    private static NetworkModel trained(Dataset data, Map<String, Double> given, int capacity, Initialization first, double decay) {
        LayerSettings layers = new LayerSettings(Optional.empty(), List.of(capacity), List.of(), Activation.IDENTITY, false, 0, first,
                Precision.DOUBLE);
        NetworkSettings settings = new NetworkSettings(NetworkSharing.HARD, layers,
                new StepSettings(StepSettings.Method.LBFGS, 0, false, 0.01, Schedule.CONSTANT, decay, OptionalDouble.empty()),
                new EpochSettings(16, 2000, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS,
                new TaskWeights.Given("weights", given), Standardization.Mode.NONE, Projection.NONE, 5);
        try (Workers workers = new Workers(2)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers)
                    .train(data, Checkpoints.NONE, TrainingListener.SILENT).model();
        }
    }

    private static RealMatrix shared(NetworkModel.Network network, int capacity) {
        return block(network.parameters(), 0, WIDTH, capacity);
    }

    private static RealMatrix block(double[] parameters, int offset, int rows, int columns) {
        RealMatrix matrix = MatrixUtils.createRealMatrix(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            matrix.setEntry(i / columns, i % columns, parameters[offset + i]);
        }
        return matrix;
    }

    /** The projector on a matrix's column span. */
    private static RealMatrix projector(RealMatrix matrix) {
        RealMatrix u = new SingularValueDecomposition(matrix).getU();
        return u.multiply(u.transpose());
    }

    private static double[][] labels(int tasks, long seed) {
        double[][] y = new double[tasks][];
        Arrays.setAll(y, k -> normal(ROWS, 1, seed + k).getColumn(0));
        return y;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Proposition 1: with r ≥ K it is Ba_k = (X_k'X_k)⁻¹X_k'y_k for every task. */
    @Test
    void enoughCapacityIsNoTransfer() {
        List<RealMatrix> x = List.of(normal(ROWS, WIDTH, 1), normal(ROWS, WIDTH, 2), normal(ROWS, WIDTH, 3));
        double[][] y = labels(3, 10);
        for (int capacity : new int[] {3, 4}) {
            NetworkModel.Network network = train(data(x, y), capacity, ones(3));
            for (int k = 0; k < 3; k++) {
                double[] alone = new QRDecomposition(x.get(k)).getSolver().solve(MatrixUtils.createRealVector(y[k])).toArray();
                RealMatrix head = block(network.parameters(), (WIDTH + k) * capacity, capacity, 1);
                assertArrayEquals(alone, shared(network, capacity).multiply(head).getColumn(0), 1e-8);
            }
        }
        // With less the tasks interfere.
        NetworkModel.Network narrow = train(data(x, y), 2, ones(3));
        double[] alone = new QRDecomposition(x.get(0)).getSolver().solve(MatrixUtils.createRealVector(y[0])).toArray();
        RealMatrix head = block(narrow.parameters(), WIDTH * 2, 2, 1);
        assertTrue(Math.abs(shared(narrow, 2).multiply(head).getEntry(0, 0) - alone[0]) > 1e-3);
    }

    /** Proposition 3: with one X = UDV' the span of B is that of (X'X)⁻¹VDQ_r, Q_rQ_r' the best approximation of Σ α_k U'y_ky_k'U. */
    @Test
    void oneDesignHasTheSpanOfTheDecomposition() {
        RealMatrix x = normal(ROWS, WIDTH, 4);
        double[][] y = labels(4, 20);
        SingularValueDecomposition svd = new SingularValueDecomposition(x);
        RealMatrix vd = svd.getV().multiply(svd.getS());
        RealMatrix inverse = MatrixUtils.inverse(x.transpose().multiply(x));
        for (double[] weights : new double[][] {ones(4), {4, 1, 0.5, 2}}) {
            RealMatrix z = MatrixUtils.createRealMatrix(WIDTH, 4);
            for (int k = 0; k < 4; k++) {
                z.setColumn(k, svd.getU().transpose().scalarMultiply(Math.sqrt(weights[k])).operate(y[k]));
            }
            RealMatrix q = new SingularValueDecomposition(z).getU();
            for (int capacity = 1; capacity <= 3; capacity++) {
                RealMatrix leading = q.getSubMatrix(0, WIDTH - 1, 0, capacity - 1);
                RealMatrix expected = projector(inverse.multiply(vd).multiply(leading));
                RealMatrix found = projector(shared(train(data(List.of(x), y), capacity, weights), capacity));
                assertTrue(expected.subtract(found).getFrobeniusNorm() < 1e-8, "capacity " + capacity);
            }
        }
    }

    /** Proposition 5: with X_k = U_kDV' DV'B A is the best approximation of rank r of the columns √α_k U_k'y_k. */
    @Test
    void equalCovariancesHaveTheSpanOfTheDecomposition() {
        RealMatrix v = orthonormal(WIDTH, WIDTH, 5);
        RealMatrix d = MatrixUtils.createRealDiagonalMatrix(new double[] {5, 4, 3, 2.5, 2});
        double[][] y = labels(3, 30);
        double[] weights = {1, 2, 0.7};
        List<RealMatrix> x = new ArrayList<>();
        RealMatrix z = MatrixUtils.createRealMatrix(WIDTH, 3);
        for (int k = 0; k < 3; k++) {
            RealMatrix u = orthonormal(ROWS, WIDTH, 40 + k);
            x.add(u.multiply(d).multiply(v.transpose()));
            z.setColumn(k, u.transpose().scalarMultiply(Math.sqrt(weights[k])).operate(y[k]));
        }
        SingularValueDecomposition svd = new SingularValueDecomposition(z);
        for (int capacity = 1; capacity <= 2; capacity++) {
            NetworkModel.Network network = train(data(x, y), capacity, weights);
            RealMatrix c = d.multiply(v.transpose()).multiply(shared(network, capacity));
            RealMatrix leading = svd.getU().getSubMatrix(0, WIDTH - 1, 0, capacity - 1);
            RealMatrix best = leading.multiply(leading.transpose()).multiply(z);
            for (int k = 0; k < 3; k++) {
                RealMatrix head = block(network.parameters(), (WIDTH + k) * capacity, capacity, 1);
                double[] product = c.multiply(head.scalarMultiply(Math.sqrt(weights[k]))).getColumn(0);
                assertArrayEquals(best.getColumn(k), product, 1e-8);
            }
            assertTrue(projector(c).subtract(projector(leading)).getFrobeniusNorm() < 1e-8, "capacity " + capacity);
        }
    }
}
