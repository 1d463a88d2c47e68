package org.mtl.influence;

import java.util.Arrays;
import org.mtl.linalg.Blas;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.model.RowPass;
import org.mtl.model.TaskTerm;

/**
 * Influence to first order: MTIF(i, l; k) = −(π_l/n_l) ∇ℓ_li · u_k ([1] Eq. 4 the cheap way round, METHODS §3); with
 * {@link Normalization#KEPT} −(π_l/(n_l − 1)) (∇ℓ_li − mean_j ∇ℓ_lj) · u_k.
 */
public final class FirstOrderScorer implements TaskScorer {

    private final LinearObjective objective;
    private final BlockMatrix parameters;
    private final Directions directions;
    private final Normalization normalization;
    private final double[][] offsets;

    /** Scores the training rows of {@code objective} at its minimiser {@code parameters}. */
    public FirstOrderScorer(LinearObjective objective, BlockMatrix parameters, Directions directions,
            Normalization normalization) {
        this.objective = objective;
        this.parameters = parameters;
        this.directions = directions;
        this.normalization = normalization;
        objective.tasks().forEach(normalization::requireRows);
        this.offsets = normalization == Normalization.KEPT ? offsets() : new double[0][];
    }

    /** (1/(n_l − 1)) mean_j ∇ℓ_lj · u_k, for every task l and target k. */
    private double[][] offsets() {
        int targets = directions.targets().size();
        double[][] gradients = objective.taskDataGradients(parameters);
        double[][] result = new double[gradients.length][targets];
        for (int l = 0; l < gradients.length; l++) {
            double[] vectors = directions.vectors().predicting(l);
            for (int j = 0; j < gradients[l].length; j++) {
                for (int t = 0; t < targets; t++) {
                    result[l][t] += gradients[l][j] * vectors[j * targets + t] / (objective.tasks().get(l).divisor() - 1);
                }
            }
        }
        return result;
    }

    /** The p·C × targets directions are a p × C·targets matrix as well, so that one product serves all outputs. */
    @Override
    public void score(int k, int start, int end, double[] scores) {
        TaskTerm task = objective.tasks().get(k);
        int p = objective.design().columns();
        int outputs = objective.outputs();
        int count = end - start;
        int targets = directions.targets().size();
        double[] tile = new double[count * p];
        objective.design().copyRows(k, task.rows().rows(), start, end, tile);
        double[] labels = Arrays.copyOfRange(task.rows().targets(), start, end);
        RowPass.Tile rows = new RowPass.Tile(k, count, tile, labels);
        double[] slopes = new double[count * outputs];
        task.loss().gradients(rows.predictions(parameters.predicting(k), p, outputs), labels, count, slopes);
        double[] products = new double[count * outputs * targets];
        boolean kept = normalization == Normalization.KEPT;
        double factor = kept ? task.weight() / (task.divisor() - 1) : task.rowWeight();
        Blas.multiply(count, outputs * targets, p, -factor, tile, directions.vectors().predicting(k), 0, products);
        for (int i = 0; i < count; i++) {
            for (int t = 0; t < targets; t++) {
                double score = kept ? offsets[k][t] : 0;
                for (int c = 0; c < outputs; c++) {
                    score += slopes[i * outputs + c] * products[(i * outputs + c) * targets + t];
                }
                scores[i * targets + t] = score;
            }
        }
    }
}
