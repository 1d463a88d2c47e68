package org.mtl.influence;

import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;

/**
 * The influence of a whole task: MTIF_task(l; k) = −u_k · ∂/∂w of π_l [(1/n_l) Σ_i ℓ_li + Ω_l] ([1] Eqs. 9 and 10,
 * METHODS §3).
 *
 * <p>It predicts V_k(ŵ) − V_k(ŵ without task l, its data and its penalty): positive is harmful.
 */
public final class TaskInfluence {

    private TaskInfluence() {}

    /**
     * Scores every source task on every target.
     *
     * @param parameters ŵ, the minimiser of {@code objective}
     * @return sources × targets; NaN where source and target are the same task, which has no leave-one-out meaning
     */
    public static double[][] scores(LinearObjective objective, BlockMatrix parameters, Directions directions) {
        int targets = directions.targets().size();
        double[][] scores = new double[objective.tasks().size()][targets];
        double[][] dataGradients = objective.taskDataGradients(parameters);
        for (int source = 0; source < scores.length; source++) {
            BlockMatrix gradient = objective.zeroParameters();
            objective.addTaskPenalty(source, parameters, gradient);
            add(gradient.predicting(source), dataGradients[source]);
            for (int t = 0; t < targets; t++) {
                boolean itself = directions.targets().get(t) == source;
                scores[source][t] = itself ? Double.NaN : -product(gradient, directions.vectors(), t, source);
            }
        }
        return scores;
    }

    private static void add(double[] sum, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
    }

    /** gradient · u_t; only the shared block and the source's own one can be other than 0. */
    private static double product(BlockMatrix gradient, BlockMatrix vectors, int t, int source) {
        double sum = column(gradient.shared(), vectors.shared(), vectors.columns(), t);
        if (vectors.own().length > 0) {
            sum += column(gradient.own()[source], vectors.own()[source], vectors.columns(), t);
        }
        return sum;
    }

    private static double column(double[] gradient, double[] vectors, int columns, int t) {
        double sum = 0;
        for (int j = 0; j < gradient.length; j++) {
            sum += gradient[j] * vectors[j * columns + t];
        }
        return sum;
    }
}
