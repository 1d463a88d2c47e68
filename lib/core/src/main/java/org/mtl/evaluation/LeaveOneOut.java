package org.mtl.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.mtl.data.Dataset;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.influence.Normalization;
import org.mtl.influence.TargetLoss;
import org.mtl.model.BlockMatrix;
import org.mtl.model.Curvature;
import org.mtl.model.LinearObjective;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;
import org.mtl.training.RowRefit;

/**
 * Trains again without single training rows, warm-started at ŵ, and measures what becomes of the validation losses: what
 * row influence predicts (METHODS §8, {@code --check loo}).
 */
public final class LeaveOneOut {

    /**
     * A training row of a task.
     *
     * @param task the task's position
     * @param position the row's position among the task's training rows
     */
    public record Line(int task, int position) {}

    private final LinearObjective objective;
    private final BlockMatrix parameters;
    private final List<TaskData.Labelled> validation;
    private final Normalization normalization;
    private final RowRefit refit;
    private final List<TargetLoss> losses = new ArrayList<>();

    /**
     * Prepares to leave out rows of {@code objective}.
     *
     * @param parameters its minimiser ŵ
     * @param validation the rows that V_k is taken on, for every task
     */
    public LeaveOneOut(LinearObjective objective, BlockMatrix parameters, List<TaskData.Labelled> validation,
            Normalization normalization, Workers workers) {
        this.objective = objective;
        this.parameters = parameters;
        this.validation = List.copyOf(validation);
        this.normalization = normalization;
        this.refit = new RowRefit(objective, parameters, new Curvature(objective, parameters, workers).hessian(objective));
        for (int k = 0; k < validation.size(); k++) {
            losses.add(new TargetLoss(objective.design(), k, validation.get(k), objective.tasks().get(k).loss(),
                    parameters.predicting(k)));
        }
    }

    /**
     * Draws training rows of the data uniformly without replacement.
     *
     * @param count how many, all if there are not more
     * @return in the order of data rows, then tasks
     */
    public static List<Line> sample(Dataset data, int count, long seed) {
        List<Line> lines = new ArrayList<>();
        for (int k = 0; k < data.tasks().size(); k++) {
            for (int i = 0; i < data.tasks().get(k).size(Split.TRAIN); i++) {
                lines.add(new Line(k, i));
            }
        }
        Random random = Seeds.random(seed, "leave-one-out");
        int drawn = Math.min(count, lines.size());
        for (int i = 0; i < drawn; i++) {
            Collections.swap(lines, i, i + random.nextInt(lines.size() - i));
        }
        List<Line> sample = new ArrayList<>(lines.subList(0, drawn));
        sample.sort((a, b) -> {
            int byRow = Integer.compare(row(data, a), row(data, b));
            return byRow != 0 ? byRow : Integer.compare(a.task(), b.task());
        });
        return sample;
    }

    /** The data row of a line. */
    public static int row(Dataset data, Line line) {
        return data.tasks().get(line.task()).in(Split.TRAIN).row(line.position());
    }

    /** V_k(ŵ) − V_k(w without the row) for every task k, NaN for one without validation rows; on the calling thread. */
    public double[] change(Line line) {
        try (Workers one = new Workers(1)) {
            LinearObjective without =
                    objective.on(one).withTerm(line.task(), without(objective.tasks().get(line.task()), line.position()));
            BlockMatrix refitted = refit.minimise(without, line.task(), line.position(), one);
            double[] change = new double[losses.size()];
            for (int k = 0; k < change.length; k++) {
                change[k] = validation.get(k).size() == 0
                        ? Double.NaN
                        : 0 - losses.get(k).change(parameters.predicting(k), refitted.predicting(k));
            }
            return change;
        }
    }

    private TaskTerm without(TaskTerm term, int position) {
        normalization.requireRows(term);
        int divisor = normalization == Normalization.KEPT ? term.divisor() - 1 : term.divisor();
        return term.withRows(term.rows().without(position), divisor);
    }
}
