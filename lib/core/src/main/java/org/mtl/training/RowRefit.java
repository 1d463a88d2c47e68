package org.mtl.training;

import org.mtl.linalg.SmallSystem;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearHessian;
import org.mtl.model.LinearObjective;
import org.mtl.model.LinearObjective.Point;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;

/**
 * Finds the minimiser without one row, close to the one with it.
 *
 * <p>Every step takes the exact gradient, but the Hessian at ŵ, less the row's part by Woodbury's identity, in the place of
 * that at the present parameters: a pass over the rows instead of a factorisation. The minimiser is where the gradient
 * vanishes, whatever the steps were taken with; where they do not converge fast, {@link NewtonSolver} takes over.
 */
public final class RowRefit {

    private static final int MOST_STEPS = 30;

    /** A step that does not reduce the decrement by this is no faster than Newton's. */
    private static final double LEAST_PROGRESS = 0.05;

    private final LinearObjective objective;
    private final BlockMatrix minimiser;
    private final LinearHessian hessian;

    /**
     * Prepares to leave out rows of {@code objective}.
     *
     * @param minimiser ŵ
     * @param hessian that of the objective there
     */
    public RowRefit(LinearObjective objective, BlockMatrix minimiser, LinearHessian hessian) {
        this.objective = objective;
        this.minimiser = minimiser;
        this.hessian = hessian;
    }

    /**
     * The minimiser of an objective that lacks one row, to the tolerance of {@link NewtonSolver#minimise}; safe on several
     * threads at once.
     *
     * @param without the objective without it
     * @param task the row's task
     * @param position its position among the task's rows
     * @param workers those of {@code without}
     */
    public BlockMatrix minimise(LinearObjective without, int task, int position, Workers workers) {
        Downdate downdate = downdate(task, position);
        BlockMatrix parameters = minimiser;
        double decrement = Double.POSITIVE_INFINITY;
        for (int steps = 0; steps < MOST_STEPS && downdate != null; steps++) {
            BlockMatrix moved = steps == 0 ? parameters : parameters.plus(-1, downdate.step);
            Point point = without.at(moved);
            if (!Double.isFinite(point.value())) {
                break;
            }
            double next = downdate.follow(point.gradient());
            if (NewtonSolver.isAtRounding(decrement, point.value()) && !(next < decrement)) {
                return parameters;
            }
            parameters = moved;
            // At ŵ a change that matters may still be within the tolerance: one step at least.
            if (steps > 0 && NewtonSolver.isConverged(next, point.value())) {
                return parameters;
            }
            if (!(next <= LEAST_PROGRESS * decrement)) {
                break;
            }
            decrement = next;
        }
        return new NewtonSolver(without, hessian, workers).minimise(parameters);
    }

    /** H less a row's part, which is a(x ⊗ I)S(x ⊗ I)' with a = π/n and S the curvature of its loss; null if singular. */
    private Downdate downdate(int task, int position) {
        TaskTerm term = objective.tasks().get(task);
        int p = objective.design().columns();
        int outputs = objective.outputs();
        double[] x = new double[p];
        objective.design().copyRows(task, term.rows(), position, position + 1, x);
        BlockMatrix rows = BlockMatrix.zero(objective.sharing(), objective.tasks().size(), p * outputs, outputs);
        for (int j = 0; j < p; j++) {
            for (int c = 0; c < outputs; c++) {
                rows.predicting(task)[(j * outputs + c) * outputs + c] = x[j];
            }
        }
        BlockMatrix solved = hessian.solve(rows);
        double[] leverage = product(rows.predicting(task), solved.predicting(task), outputs);
        double[] curvature = curvature(term, position, x, minimiser.predicting(task), outputs);
        // (I − aSM) G = aS, column by column, with M = B'H⁺B.
        double[] system = new double[outputs * outputs];
        for (int c = 0; c < outputs; c++) {
            for (int d = 0; d < outputs; d++) {
                double sm = 0;
                for (int e = 0; e < outputs; e++) {
                    sm += curvature[c * outputs + e] * leverage[e * outputs + d];
                }
                system[c * outputs + d] = (c == d ? 1 : 0) - sm;
            }
        }
        double[] factor = new double[outputs * outputs];
        for (int d = 0; d < outputs; d++) {
            double[] column = new double[outputs];
            for (int c = 0; c < outputs; c++) {
                column[c] = curvature[c * outputs + d];
            }
            if (!SmallSystem.solve(outputs, system.clone(), column)) {
                return null;
            }
            for (int c = 0; c < outputs; c++) {
                factor[c * outputs + d] = column[c];
            }
        }
        return new Downdate(hessian, solved, factor);
    }

    /** A'B of matrices with {@code columns} columns. */
    private static double[] product(double[] a, double[] b, int columns) {
        double[] result = new double[columns * columns];
        for (int row = 0; row < a.length; row += columns) {
            for (int c = 0; c < columns; c++) {
                for (int d = 0; a[row + c] != 0 && d < columns; d++) {
                    result[c * columns + d] += a[row + c] * b[row + d];
                }
            }
        }
        return result;
    }

    /** aS of a row. */
    private static double[] curvature(TaskTerm term, int position, double[] x, double[] coefficients, int outputs) {
        double[] prediction = new double[outputs];
        for (int j = 0; j < x.length; j++) {
            for (int c = 0; c < outputs; c++) {
                prediction[c] += x[j] * coefficients[j * outputs + c];
            }
        }
        double[] label = term.rows().targets(position, position + 1);
        double[] root = new double[outputs * outputs];
        term.loss().curvatureRoots(prediction, label, 1, root);
        double[] curvature = new double[outputs * outputs];
        for (int c = 0; c < outputs; c++) {
            for (int d = 0; d < outputs; d++) {
                for (int e = 0; e < outputs; e++) {
                    curvature[c * outputs + d] += term.rowWeight() * root[c * outputs + e] * root[d * outputs + e];
                }
            }
        }
        return curvature;
    }

    /** (H − aBSB')⁺ = H⁺ + ZGZ' with Z = H⁺B, applied to gradients. */
    private static final class Downdate {

        private final LinearHessian hessian;
        private final BlockMatrix solved;
        private final double[] factor;
        /** The last step. */
        private BlockMatrix step;

        Downdate(LinearHessian hessian, BlockMatrix solved, double[] factor) {
            this.hessian = hessian;
            this.solved = solved;
            this.factor = factor;
        }

        /** Computes the step for a gradient; its decrement g'step, at least 0. */
        double follow(BlockMatrix gradient) {
            int outputs = solved.columns();
            double[] projected = new double[outputs];
            addProduct(solved.shared(), gradient.shared(), projected);
            for (int k = 0; k < gradient.own().length; k++) {
                addProduct(solved.own()[k], gradient.own()[k], projected);
            }
            double[] weights = new double[outputs];
            for (int c = 0; c < outputs; c++) {
                for (int d = 0; d < outputs; d++) {
                    weights[c] += factor[c * outputs + d] * projected[d];
                }
            }
            step = hessian.solve(gradient);
            addCombination(solved.shared(), weights, step.shared());
            for (int k = 0; k < gradient.own().length; k++) {
                addCombination(solved.own()[k], weights, step.own()[k]);
            }
            return Math.max(0, gradient.dot(step));
        }

        private static void addProduct(double[] columns, double[] vector, double[] sums) {
            for (int i = 0; i < vector.length; i++) {
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += columns[i * sums.length + c] * vector[i];
                }
            }
        }

        private static void addCombination(double[] columns, double[] weights, double[] vector) {
            for (int i = 0; i < vector.length; i++) {
                for (int c = 0; c < weights.length; c++) {
                    vector[i] += columns[i * weights.length + c] * weights[c];
                }
            }
        }
    }
}
