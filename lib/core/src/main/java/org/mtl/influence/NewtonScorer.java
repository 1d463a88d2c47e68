package org.mtl.influence;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.TaskData;
import org.mtl.linalg.Blas;
import org.mtl.linalg.SmallSystem;
import org.mtl.model.BlockMatrix;
import org.mtl.model.Curvature;
import org.mtl.model.LinearHessian;
import org.mtl.model.LinearObjective;
import org.mtl.model.RowPass;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;

/**
 * Influence corrected for the change of the Hessian: one Newton step from ŵ on the objective without the row, and the
 * validation losses evaluated exactly there (METHODS §3, {@code --correction newton}).
 *
 * <p>Row i of task l enters the Hessian as a·B S B' with a = π_l/n_l, B = x ⊗ I_C in block l and S = ∂²ℓ/∂z². With
 * H the Hessian without the change of normalization, M = B'H⁺B and q = B'H⁺g, where g is the gradient that a changed
 * normalization leaves at ŵ (0 if it is fixed), the step is
 *
 * <pre>Δ = −H⁺g + H⁺B t,   t = aδ − a(I − aSM)⁻¹ S (q − aMδ),   δ = ∂ℓ/∂z;</pre>
 *
 * for one output and g = 0 that is the first-order change divided by 1 − h, h = aℓ''x'[H⁺]_ll x the leverage.
 *
 * <p>Where all outputs have one Hessian ({@link LinearObjective#curvatureRepeats}), M and S are multiples of the identity,
 * and t is found for each output as if it were the only one, with the p × p matrices of one output.
 *
 * <p>For squared loss the result equals retraining without the row up to rounding. Memory: the scores of one task, all
 * targets; time O(n K p²C² + n n_val p C).
 */
public final class NewtonScorer implements TaskScorer {

    private final LinearObjective objective;
    private final BlockMatrix parameters;
    private final Normalization normalization;
    private final Curvature curvature;
    private final LinearHessian hessian;
    private final double[][] dataGradients;
    private final List<Integer> targets;
    private final TargetLoss[] losses;
    private final double[][] scores;

    /**
     * Scores all training rows of {@code objective}, one task per thread at a time.
     *
     * @param parameters its minimiser ŵ
     * @param validation the rows that V_k is taken on, for every task
     * @param targets the positions of the target tasks
     */
    public NewtonScorer(LinearObjective objective, BlockMatrix parameters, List<TaskData.Labelled> validation,
            List<Integer> targets, Normalization normalization, Workers workers) {
        workers.memory().require("--correction newton", bytes(objective, validation, targets, workers.threads()));
        this.objective = objective;
        this.parameters = parameters;
        this.normalization = normalization;
        this.targets = List.copyOf(targets);
        this.curvature = new Curvature(objective, parameters, workers);
        this.hessian = curvature.hessian(objective);
        this.dataGradients = objective.taskDataGradients(parameters);
        this.losses = new TargetLoss[targets.size()];
        for (int t = 0; t < losses.length; t++) {
            int k = targets.get(t);
            losses[t] = new TargetLoss(objective.design(), k, validation.get(k), objective.tasks().get(k).loss(),
                    parameters.predicting(k));
        }
        this.scores = new double[objective.tasks().size()][];
        workers.forEach(scores.length, l -> scores[l] = scoreTask(l));
    }

    /** An estimate of the memory of the scores, the validation rows, and the inverse of each task that is under way. */
    private static double bytes(
            LinearObjective objective, List<TaskData.Labelled> validation, List<Integer> targets, int threads) {
        double rows = objective.tasks().stream().mapToLong(task -> task.rows().size()).sum();
        double validated = targets.stream().mapToLong(k -> validation.get(k).size()).sum();
        double blocks = threads * (objective.tasks().size() + 1.0);
        double square = Math.pow(objective.blockLength() / objective.curvatureRepeats(), 2);
        return Double.BYTES * (rows * targets.size() + validated * objective.design().columns() + blocks * square);
    }

    @Override
    public void score(TaskRows rows, double[] result) {
        int width = targets.size();
        for (int i = 0; i < rows.count(); i++) {
            System.arraycopy(scores[rows.task()], (rows.from() + i) * width, result, rows.line(i) * width, width);
        }
    }

    private double[] scoreTask(int l) {
        TaskTerm task = objective.tasks().get(l);
        boolean kept = normalization == Normalization.KEPT;
        normalization.requireRows(task);
        LinearHessian solver = kept ? keptHessian(l) : hessian;
        BlockMatrix columns = solver.ofOneOutput().solve(SelfScorer.unitColumns(objective, l));
        BlockMatrix drift = kept ? drift(solver, l) : null;
        double a = kept ? task.weight() / (task.divisor() - 1) : task.rowWeight();
        int step = RowPass.tileRows(Math.max(objective.blockLength(), objective.design().columns()));
        double[] result = new double[task.rows().size() * targets.size()];
        for (int from = 0; from < task.rows().size(); from += step) {
            int to = Math.min(task.rows().size(), from + step);
            Moves moves = moves(l, from, to, a, columns.predicting(l), drift);
            for (int t = 0; t < targets.size(); t++) {
                double[] changes = changes(moves, columns.predicting(targets.get(t)), drift, targets.get(t));
                // A score is the loss with the row minus the loss without it.
                losses[t].changes(changes, to - from, result, from * targets.size() + t, targets.size());
            }
        }
        for (int i = 0; i < result.length; i++) {
            // Not −x, which would make −0 of 0.
            result[i] = 0 - result[i];
        }
        return result;
    }

    /** The Hessian with 1/(n_l − 1) in the place of 1/n_l, all rows still there. */
    private LinearHessian keptHessian(int l) {
        TaskTerm task = objective.tasks().get(l);
        double factor = (double) task.divisor() / (task.divisor() - 1);
        try (Workers one = new Workers(1)) {
            return curvature.scaled(l, factor).on(one).hessian(objective);
        }
    }

    /** −H⁺g with g the gradient at ŵ that changing 1/n_l to 1/(n_l − 1) leaves. */
    private BlockMatrix drift(LinearHessian solver, int l) {
        TaskTerm task = objective.tasks().get(l);
        BlockMatrix gradient = objective.zeroParameters();
        double factor = (double) task.divisor() / (task.divisor() - 1) - 1;
        double[] block = gradient.predicting(l);
        for (int j = 0; j < block.length; j++) {
            block[j] = factor * dataGradients[l][j];
        }
        return solver.solve(gradient).map(value -> -value);
    }

    /**
     * What single rows do to the gradient: x_i ⊗ t_i.
     *
     * @param x count × p
     * @param t count × C
     */
    private record Moves(int count, double[] x, double[] t) {}

    /** The moves of positions {@code from} to {@code to} − 1. */
    private Moves moves(int l, int from, int to, double a, double[] inverse, BlockMatrix drift) {
        TaskTerm task = objective.tasks().get(l);
        int p = objective.design().columns();
        int outputs = objective.outputs();
        int count = to - from;
        double[] x = new double[count * p];
        objective.design().copyRows(l, task.rows(), from, to, x);
        double[] labels = task.rows().targets(from, to);
        RowPass.Tile tile = new RowPass.Tile(l, count, x, labels);
        double[] predictions = tile.predictions(parameters.predicting(l), p, outputs);
        double[] slopes = new double[count * outputs];
        task.loss().gradients(predictions, labels, count, slopes);
        double[] drifts = drift == null ? new double[0] : tile.predictions(drift.predicting(l), p, outputs);
        int repeats = objective.curvatureRepeats();
        int inner = outputs / repeats;
        double[] products = new double[count * inner * p * inner];
        Blas.multiply(count, inner * p * inner, p, 1, x, inverse, 0, products);
        double[] t = new double[count * outputs];
        double[] roots = repeats > 1
                ? task.loss().repeatedRoots(count * outputs)
                : task.loss().curvatureRoots(predictions, labels, count);
        RowStep step = new RowStep(inner, a, slopes, roots, drifts);
        for (int i = 0; i < count; i++) {
            double[] m = quadratic(products, x, i, p, inner);
            for (int r = i * repeats; r < (i + 1) * repeats; r++) {
                System.arraycopy(step.of(r, m), 0, t, r * inner, inner);
            }
        }
        return new Moves(count, x, t);
    }

    /** M_i = (x_i ⊗ I)' H⁺_ll (x_i ⊗ I), C × C, from Σ_j x_ij H⁺[(j, c), ·]. */
    private static double[] quadratic(double[] products, double[] x, int i, int p, int outputs) {
        double[] m = new double[outputs * outputs];
        int width = p * outputs;
        for (int c = 0; c < outputs; c++) {
            int at = (i * outputs + c) * width;
            for (int j = 0; j < p; j++) {
                for (int d = 0; d < outputs; d++) {
                    m[c * outputs + d] += products[at + j * outputs + d] * x[i * p + j];
                }
            }
        }
        return m;
    }

    /** The changes of the coefficients that a target predicts with, rows × p·C. */
    private double[] changes(Moves moves, double[] column, BlockMatrix drift, int target) {
        int length = objective.blockLength();
        int p = objective.design().columns();
        int count = moves.count();
        double[] changes = new double[count * length];
        if (objective.curvatureRepeats() > 1) {
            double[] products = new double[count * p];
            Blas.multiplyByTransposed(count, p, p, 1, moves.x(), column, 0, products);
            spread(products, moves.t(), p, changes);
        } else {
            double[] spread = new double[count * length];
            spread(moves.x(), moves.t(), p, spread);
            Blas.multiplyByTransposed(count, length, length, 1, spread, column, 0, changes);
        }
        if (drift != null) {
            double[] common = drift.predicting(target);
            for (int i = 0; i < changes.length; i++) {
                changes[i] += common[i % length];
            }
        }
        return changes;
    }

    /** Stores v_i ⊗ t_i of every row, v_i being p values. */
    private void spread(double[] vectors, double[] t, int p, double[] result) {
        int outputs = objective.outputs();
        for (int i = 0; i < t.length / outputs; i++) {
            for (int j = 0; j < p; j++) {
                for (int c = 0; c < outputs; c++) {
                    result[(i * p + j) * outputs + c] = vectors[i * p + j] * t[i * outputs + c];
                }
            }
        }
    }

    /** Computes t of single rows. */
    private record RowStep(int outputs, double a, double[] slopes, double[] roots, double[] drifts) {

        double[] of(int i, double[] m) {
            double[] slope = Arrays.copyOfRange(slopes, i * outputs, (i + 1) * outputs);
            double[] curvature = curvature(i);
            // B'H⁺g is minus the drift of the row's predictions.
            double[] inner = new double[outputs];
            for (int c = 0; c < outputs; c++) {
                inner[c] = drifts.length == 0 ? 0 : -drifts[i * outputs + c];
                for (int d = 0; d < outputs; d++) {
                    inner[c] -= a * m[c * outputs + d] * slope[d];
                }
            }
            double[] rhs = product(curvature, inner);
            double[] system = new double[outputs * outputs];
            for (int c = 0; c < outputs; c++) {
                for (int d = 0; d < outputs; d++) {
                    double sm = 0;
                    for (int e = 0; e < outputs; e++) {
                        sm += curvature[c * outputs + e] * m[e * outputs + d];
                    }
                    system[c * outputs + d] = (c == d ? 1 : 0) - a * sm;
                }
            }
            if (!SmallSystem.solve(outputs, system, rhs)) {
                Arrays.fill(rhs, Double.NaN);
            }
            double[] t = new double[outputs];
            for (int c = 0; c < outputs; c++) {
                t[c] = a * slope[c] - a * rhs[c];
            }
            return t;
        }

        /** S = BB' of row i. */
        private double[] curvature(int i) {
            double[] s = new double[outputs * outputs];
            int at = i * outputs * outputs;
            for (int c = 0; c < outputs; c++) {
                for (int d = 0; d < outputs; d++) {
                    for (int e = 0; e < outputs; e++) {
                        s[c * outputs + d] += roots[at + c * outputs + e] * roots[at + d * outputs + e];
                    }
                }
            }
            return s;
        }

        private double[] product(double[] matrix, double[] vector) {
            double[] result = new double[outputs];
            for (int c = 0; c < outputs; c++) {
                for (int d = 0; d < outputs; d++) {
                    result[c] += matrix[c * outputs + d] * vector[d];
                }
            }
            return result;
        }
    }
}
