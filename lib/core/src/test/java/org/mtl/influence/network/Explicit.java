package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.NetworkEngine;

/** The same quantities with every example's gradient and every matrix written out. */
final class Explicit {

    private static final double STEP = 1e-5;

    private Explicit() {}

    /**
     * A label's gradient.
     *
     * @param weight π_l/n_l
     */
    record Example(int task, int label, double weight, double[] gradient) {}

    /** The gradients of all training labels by central differences of losses, task by task. */
    static List<Example> examples(TrainedObjective objective) {
        NetworkEngine engine = objective.engine();
        List<Example> examples = new ArrayList<>();
        LabelledRows rows = objective.training();
        for (int task = 0; task < rows.tasks(); task++) {
            for (int label = 0; label < rows.of(task).size(); label++) {
                double[] gradient = new double[objective.size()];
                double[] w = new double[gradient.length];
                engine.parameters().get(0, w.length, w);
                for (int j = 0; j < w.length; j++) {
                    double at = w[j];
                    w[j] = at + STEP;
                    double up = loss(objective, w, task, label);
                    w[j] = at - STEP;
                    double down = loss(objective, w, task, label);
                    w[j] = at;
                    gradient[j] = (up - down) / (2 * STEP);
                }
                engine.parameters().put(0, w.length, w);
                examples.add(new Example(task, label, objective.rowWeight(task), gradient));
            }
        }
        return examples;
    }

    private static double loss(TrainedObjective objective, double[] w, int task, int label) {
        objective.engine().parameters().put(0, w.length, w);
        double[] result = new double[1];
        int row = objective.training().row(task, label);
        objective.training().forEachBatch(row, row + 1, 1, (k, labels, size) -> 1,
                (batch, before) -> result[0] = objective.engine().losses(batch)[task]);
        return result[0];
    }

    /** The gradients of all training labels as products of their factors, with other labels in the place of the data's. */
    static List<Example> examples(TrainedObjective objective, TrainedObjective.Labels labels) {
        List<Example> examples = new ArrayList<>();
        objective.factors(labels, (block, task, first, count, activations, deltas) -> {
            for (int i = 0; i < count; i++) {
                int label = first + i;
                Example example = examples.stream().filter(e -> e.task() == task && e.label() == label).findFirst().orElse(null);
                if (example == null) {
                    example = new Example(task, label, objective.rowWeight(task), new double[objective.size()]);
                    examples.add(example);
                }
                for (int j = 0; j < block.rows(); j++) {
                    for (int k = 0; k < block.columns(); k++) {
                        example.gradient()[block.offset() + j * block.columns() + k] =
                                activations[i * block.rows() + j] * deltas[i * block.columns() + k];
                    }
                }
            }
        });
        return examples;
    }

    /** The matrix M + damping·I of products, p × p. */
    static RealMatrix curvature(TrainedObjective objective, TrainedObjective.Kind kind, double damping) {
        int size = objective.size();
        double[][] matrix = new double[size][size];
        for (int j = 0; j < size; j++) {
            double[] unit = new double[size];
            unit[j] = 1;
            objective.products(kind, unit, 1, matrix[j]);
            matrix[j][j] += damping;
        }
        return new Array2DRowRealMatrix(matrix);
    }

    /** The Hessian of the objective by central differences of its gradient, the penalty included. */
    static RealMatrix hessianByDifferences(TrainedObjective objective) {
        int size = objective.size();
        double[] w = new double[size];
        objective.engine().parameters().get(0, size, w);
        double[][] matrix = new double[size][];
        for (int j = 0; j < size; j++) {
            double at = w[j];
            w[j] = at + STEP;
            double[] up = gradient(objective, w);
            w[j] = at - STEP;
            double[] down = gradient(objective, w);
            w[j] = at;
            for (int i = 0; i < size; i++) {
                up[i] = (up[i] - down[i]) / (2 * STEP);
            }
            matrix[j] = up;
        }
        objective.engine().parameters().put(0, size, w);
        return new Array2DRowRealMatrix(matrix);
    }

    private static double[] gradient(TrainedObjective objective, double[] w) {
        objective.engine().parameters().put(0, w.length, w);
        double[] means = objective.meanGradients(objective.training());
        double[] sum = new double[w.length];
        for (int j = 0; j < w.length; j++) {
            sum[j] = objective.decay() * w[j];
            for (int task = 0; task < objective.training().tasks(); task++) {
                sum[j] += objective.weight(task) * means[task * w.length + j];
            }
        }
        return sum;
    }

    /** Solves with a dense matrix for several vectors. */
    static double[] solve(RealMatrix matrix, double[] vectors, int count) {
        int size = matrix.getRowDimension();
        double[] result = new double[vectors.length];
        for (int t = 0; t < count; t++) {
            double[] one = Arrays.copyOfRange(vectors, t * size, (t + 1) * size);
            double[] u = new LUDecomposition(matrix).getSolver().solve(MatrixUtils.createRealVector(one)).toArray();
            System.arraycopy(u, 0, result, t * size, size);
        }
        return result;
    }

    /** The values of a gradient by one block. */
    static double[] block(Example example, Architecture.Block block) {
        return Arrays.copyOfRange(example.gradient(), block.offset(), block.offset() + block.size());
    }

    /** Whether a label's task has gradients by a block. */
    static boolean has(Example example, Architecture.Block block) {
        return block.task().isEmpty() || block.task().getAsInt() == example.task();
    }
}
