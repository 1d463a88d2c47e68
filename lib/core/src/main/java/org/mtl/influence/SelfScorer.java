package org.mtl.influence;

import org.mtl.linalg.Blas;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearHessian;
import org.mtl.model.LinearObjective;
import org.mtl.model.RowPass;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;

/**
 * The influence of a row on its own loss, {@code --level self}: (π_l/n_l) ∇ℓ_li · H⁻¹ ∇ℓ_li ≥ 0 (METHODS §3). Large
 * values are unusual or mislabelled rows. One score per row.
 *
 * <p>Where all outputs have one Hessian, it is (π_l/n_l) ‖δ‖² x'H⁻¹x with that Hessian and the slopes δ = ∂ℓ/∂z.
 */
public final class SelfScorer implements TaskScorer {

    private final LinearObjective objective;
    private final BlockMatrix parameters;
    private final double[][] inverse;

    /** Scores the training rows of {@code objective} at its minimiser; O(K² p³) before the first row. */
    public SelfScorer(LinearObjective objective, BlockMatrix parameters, LinearHessian hessian, Workers workers) {
        this.objective = objective;
        this.parameters = parameters;
        this.inverse = new double[objective.tasks().size()][];
        workers.forEach(
                inverse.length,
                l -> inverse[l] = hessian.ofOneOutput().solve(unitColumns(objective, l)).predicting(l));
    }

    /** The identity in the block that a task predicts with (of one output, where all have one Hessian), 0 elsewhere. */
    static BlockMatrix unitColumns(LinearObjective objective, int task) {
        int length = objective.blockLength() / objective.curvatureRepeats();
        BlockMatrix unit = BlockMatrix.zero(objective.sharing(), objective.tasks().size(), length, length);
        double[] block = unit.predicting(task);
        for (int j = 0; j < length; j++) {
            block[j * length + j] = 1;
        }
        return unit;
    }

    @Override
    public void score(TaskRows rows, double[] scores) {
        int task = rows.task();
        TaskTerm term = objective.tasks().get(task);
        int p = objective.design().columns();
        int outputs = objective.outputs();
        int count = rows.count();
        double[] x = rows.design(p);
        double[] labels = term.rows().targets(rows.from(), rows.to());
        double[] slopes = new double[count * outputs];
        RowPass.Tile tile = new RowPass.Tile(task, count, x, labels);
        term.loss().gradients(tile.predictions(parameters.predicting(task), p, outputs), labels, count, slopes);
        boolean repeated = objective.curvatureRepeats() > 1;
        double[] gradients = repeated ? gradients(x, norms(slopes, outputs), p, 1) : gradients(x, slopes, p, outputs);
        int length = repeated ? p : p * outputs;
        double[] products = new double[count * length];
        Blas.multiply(count, length, length, term.rowWeight(), gradients, inverse[task], 0, products);
        for (int i = 0; i < count; i++) {
            double score = 0;
            for (int j = 0; j < length; j++) {
                score += gradients[i * length + j] * products[i * length + j];
            }
            // A gradient in the Hessian's null space may come out below 0 by rounding.
            scores[rows.line(i)] = Math.max(0, score);
        }
    }

    /** x_i ⊗ δ_i for every row. */
    private static double[] gradients(double[] x, double[] slopes, int p, int outputs) {
        int length = p * outputs;
        double[] gradients = new double[slopes.length * p];
        for (int i = 0; i < slopes.length / outputs; i++) {
            for (int j = 0; j < length; j++) {
                gradients[i * length + j] = x[i * p + j / outputs] * slopes[i * outputs + j % outputs];
            }
        }
        return gradients;
    }

    /** ‖δ_i‖ for every row. */
    private static double[] norms(double[] slopes, int outputs) {
        double[] norms = new double[slopes.length / outputs];
        for (int i = 0; i < norms.length; i++) {
            double squares = 0;
            for (int c = 0; c < outputs; c++) {
                squares += slopes[i * outputs + c] * slopes[i * outputs + c];
            }
            norms[i] = Math.sqrt(squares);
        }
        return norms;
    }
}
