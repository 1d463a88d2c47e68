package org.mtl.influence.network;

import org.mtl.model.network.Architecture;

/**
 * The influence of a whole task through a network: −u_k · (π_l mean_i ∇ℓ_li + wd·θ_l), l ≠ k ([1] Eqs. 9 and 10, METHODS §3).
 * It predicts V_k(ŵ) − V_k(ŵ without task l and the penalty on its head): positive is harmful. The penalty on what tasks
 * share stays.
 */
public final class NetworkTasks {

    private NetworkTasks() {}

    /**
     * Scores every task of a network on every direction.
     *
     * @param vectors u_k, count × p, row-major
     * @return tasks × count
     */
    public static double[][] scores(TrainedObjective objective, double[] vectors, int count) {
        int size = objective.size();
        double[] gradients = objective.meanGradients(objective.training());
        double[][] scores = new double[objective.training().tasks()][count];
        for (int task = 0; task < scores.length; task++) {
            double[] penalty = ownPenaltyGradient(objective, task);
            for (int t = 0; t < count; t++) {
                double sum = 0;
                for (int j = 0; j < size; j++) {
                    double gradient = objective.weight(task) * gradients[task * size + j] + penalty[j];
                    sum += gradient * vectors[t * size + j];
                }
                scores[task][t] = 0.0 - sum;
            }
        }
        return scores;
    }

    /** The penalty's gradient by a task's own parameters, wd·θ_l, and 0 elsewhere: p values. */
    private static double[] ownPenaltyGradient(TrainedObjective objective, int task) {
        double[] gradient = new double[objective.size()];
        for (Architecture.Block block : objective.architecture().blocks()) {
            if (block.task().isPresent() && block.task().getAsInt() == task) {
                double[] own = new double[block.size()];
                objective.engine().parameters().get(block.offset(), own.length, own);
                for (int i = 0; i < own.length; i++) {
                    gradient[block.offset() + i] = objective.decay() * own[i];
                }
            }
        }
        return gradient;
    }
}
