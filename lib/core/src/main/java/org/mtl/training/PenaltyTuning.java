package org.mtl.training;

import java.util.ArrayList;
import java.util.List;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.model.MeanLosses;
import org.mtl.model.TaskTerm;

/** Chooses the scale c of λ_k = c·sqrt(d/n_k) by validation loss (METHODS §2). */
public final class PenaltyTuning {

    /**
     * What one value of c led to.
     *
     * @param scale c
     * @param validationLoss the mean over tasks of V_k
     */
    public record Trial(double scale, double validationLoss) {}

    /**
     * The outcome of a search.
     *
     * @param trials every value tried, ascending in c
     * @param best the one with the least validation loss; of equal ones the largest c, the simplest model
     * @param fit the fit at the best
     */
    public record Result(List<Trial> trials, Trial best, LinearFit fit) {}

    private PenaltyTuning() {}

    /**
     * Fits at every c of {@link PenaltyRule#GRID}, each from the fit before it.
     *
     * @param validation the tasks' validation rows; tasks without any do not count
     */
    public static Result tune(LinearObjective objective, NewtonSolver solver, MeanLosses validation) {
        List<Trial> trials = new ArrayList<>();
        Trial best = null;
        LinearFit bestFit = null;
        BlockMatrix start = objective.zeroParameters();
        for (double scale : PenaltyRule.GRID) {
            LinearFit fit = solver.solve(penalties(objective, scale), start);
            Trial trial = new Trial(scale, mean(validation.values(fit.parameters())));
            trials.add(trial);
            if (best == null || trial.validationLoss() <= best.validationLoss()) {
                best = trial;
                bestFit = fit;
            }
            start = fit.parameters();
        }
        return new Result(trials, best, bestFit);
    }

    /** λ_k = c·sqrt(d/n_k) for every task. */
    public static double[] penalties(LinearObjective objective, double scale) {
        int features = objective.penalisedLength() / objective.outputs();
        return objective.tasks().stream()
                .mapToDouble(task -> PenaltyRule.scaled(scale, features, rows(task)))
                .toArray();
    }

    private static int rows(TaskTerm task) {
        return task.rows().size();
    }

    private static double mean(double[] losses) {
        double sum = 0;
        int count = 0;
        for (double loss : losses) {
            if (!Double.isNaN(loss)) {
                sum += loss;
                count++;
            }
        }
        return sum / count;
    }
}
