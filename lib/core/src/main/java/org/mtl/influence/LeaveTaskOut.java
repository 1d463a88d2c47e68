package org.mtl.influence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.mtl.data.TaskData;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.parallel.Workers;
import org.mtl.training.NewtonSolver;

/**
 * What becomes of the other tasks' validation losses when a whole task, its data and its penalty, is left out: by Newton
 * steps from ŵ ({@code --correction newton:STEPS}, METHODS §3) or by a refit to the end.
 *
 * <p>The other tasks' weights π_k stay as they are.
 */
public final class LeaveTaskOut {

    private final LinearObjective objective;
    private final BlockMatrix parameters;
    private final List<Integer> targets;
    private final List<TargetLoss> losses = new ArrayList<>();

    /**
     * Prepares to leave out tasks of {@code objective}.
     *
     * @param parameters its minimiser ŵ
     * @param validation the rows that V_k is taken on, for every task
     * @param targets the positions of the target tasks
     */
    public LeaveTaskOut(LinearObjective objective, BlockMatrix parameters, List<TaskData.Labelled> validation,
            List<Integer> targets) {
        this.objective = objective;
        this.parameters = parameters;
        this.targets = List.copyOf(targets);
        for (int target : targets) {
            losses.add(new TargetLoss(objective.design(), target, validation.get(target),
                    objective.tasks().get(target).loss(), parameters.predicting(target)));
        }
    }

    /**
     * V_k(ŵ) − V_k(w without task l) after some Newton steps, each with a line search; for squared loss one is exact.
     *
     * @return sources × targets; NaN where source and target are the same task
     */
    public double[][] afterSteps(int steps, Workers workers) {
        return scores((solver, start) -> solver.improve(start, steps), workers);
    }

    /** V_k(ŵ) − V_k(w without task l) after a refit, warm-started at ŵ; laid out as {@link #afterSteps} is. */
    public double[][] afterRefits(Workers workers) {
        return scores((solver, start) -> solver.minimise(start), workers);
    }

    private double[][] scores(BiFunction<NewtonSolver, BlockMatrix, BlockMatrix> fit, Workers workers) {
        double[][] scores = new double[objective.tasks().size()][];
        // One source per thread: the fits themselves are small.
        workers.forEach(scores.length, source -> scores[source] = scoresOf(source, fit));
        return scores;
    }

    private double[] scoresOf(int source, BiFunction<NewtonSolver, BlockMatrix, BlockMatrix> fit) {
        double[] scores = new double[targets.size()];
        Arrays.fill(scores, Double.NaN);
        if (objective.tasks().size() == 1) {
            return scores;
        }
        try (Workers one = new Workers(1)) {
            LinearObjective rest = objective.on(one).withoutTask(source);
            BlockMatrix refitted = fit.apply(new NewtonSolver(rest, one), parameters.withoutTask(source));
            for (int t = 0; t < scores.length; t++) {
                int target = targets.get(t);
                if (target != source) {
                    double[] moved = refitted.predicting(target < source ? target : target - 1);
                    scores[t] = 0 - losses.get(t).change(parameters.predicting(target), moved);
                }
            }
        }
        return scores;
    }
}
