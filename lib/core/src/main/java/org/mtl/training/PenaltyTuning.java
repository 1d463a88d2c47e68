package org.mtl.training;

import java.util.ArrayList;
import java.util.List;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.model.MeanLosses;
import org.mtl.model.Quadratic;
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

    /** Losses that differ by less than this part are equal: which one is less, only rounding says. */
    private static final double ROUNDING = 1e-9;

    /** The trials so far, and what belongs to the best one. */
    private static final class Trials<T> {

        private final List<Trial> all = new ArrayList<>();
        private Trial best = new Trial(Double.NaN, Double.POSITIVE_INFINITY);
        private T atBest;

        void add(Trial trial, T found) {
            if (all.isEmpty() || trial.validationLoss() <= best.validationLoss() * (1 + ROUNDING)) {
                best = trial;
                atBest = found;
            }
            all.add(trial);
        }
    }

    private PenaltyTuning() {}

    /**
     * Fits at every c of {@link PenaltyRule#GRID}, each from the fit before it.
     *
     * @param validation the tasks' validation rows; tasks without any do not count
     */
    public static Result tune(LinearObjective objective, NewtonSolver solver, MeanLosses validation) {
        Trials<LinearFit> trials = new Trials<>();
        BlockMatrix start = objective.zeroParameters();
        for (double scale : PenaltyRule.GRID) {
            LinearFit fit = solver.solve(penalties(objective, scale), start);
            trials.add(new Trial(scale, mean(validation.values(fit.parameters()))), fit);
            start = fit.parameters();
        }
        return new Result(trials.all, trials.best, trials.atBest);
    }

    /**
     * Does the same for squared losses by functions of the parameters that the solver knows, passing over the rows only at
     * the least c, at the best, and for validation losses that the functions do not give to nine digits.
     *
     * @param losses the functions of the validation rows, or none
     */
    static Result tune(LinearObjective objective, NewtonSolver solver, MeanLosses validation, List<Quadratic> losses) {
        Trials<NewtonSolver.Candidate> trials = new Trials<>();
        BlockMatrix start = objective.zeroParameters();
        for (double scale : PenaltyRule.GRID) {
            double[] penalties = penalties(objective, scale);
            NewtonSolver.Candidate candidate = solver.approximate(penalties, start);
            // The less penalty, the worse the condition: what does here does for all.
            if (trials.all.isEmpty() && !solver.confirm(penalties, candidate).precise()) {
                return tune(objective, solver, validation);
            }
            start = candidate.parameters();
            trials.add(new Trial(scale, mean(validation.values(start, losses))), candidate);
        }
        LinearFit fit = solver.confirm(penalties(objective, trials.best.scale()), trials.atBest).fit();
        return new Result(trials.all, trials.best, fit);
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
