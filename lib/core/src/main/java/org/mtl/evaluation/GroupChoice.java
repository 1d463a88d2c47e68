package org.mtl.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.model.MultitaskModel;
import org.mtl.parallel.Workers;

/**
 * Which of several models a task is taken from: of those that have it, the one with the least mean loss on the task's
 * validation rows; of equal ones, and where the task has no validation rows, the first.
 *
 * @param task the task's name
 * @param model the position of its model
 * @param blind whether several models have the task and no validation row tells them apart
 */
public record GroupChoice(String task, int model, boolean blind) {

    /**
     * Chooses for every task.
     *
     * @param tasks the names of the tasks, each of which a model has
     * @param models the models
     * @param data the data of each model, which has the same validation rows for a task wherever it stands
     */
    public static List<GroupChoice> choose(List<String> tasks, List<MultitaskModel> models, List<Dataset> data, Workers workers) {
        List<Optional<double[]>> losses = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            MultitaskModel model = models.get(m);
            boolean asked = model.taskNames().stream().anyMatch(task -> having(task, models).size() > 1);
            losses.add(asked
                    ? Optional.of(model.lossesOn(data.get(m), Split.VALIDATION, workers))
                    : Optional.empty());
        }
        return tasks.stream().map(task -> choose(task, models, losses)).toList();
    }

    private static GroupChoice choose(String task, List<MultitaskModel> models, List<Optional<double[]>> losses) {
        List<Integer> having = having(task, models);
        int best = having.get(0);
        if (having.size() == 1) {
            return new GroupChoice(task, best, false);
        }
        boolean blind = true;
        double least = Double.POSITIVE_INFINITY;
        for (int m : having) {
            double loss = losses.get(m).orElseThrow()[models.get(m).taskNames().indexOf(task)];
            // A task without rows has no loss, NaN, which is less than nothing.
            blind &= Double.isNaN(loss);
            if (loss < least) {
                least = loss;
                best = m;
            }
        }
        return new GroupChoice(task, best, blind);
    }

    private static List<Integer> having(String task, List<MultitaskModel> models) {
        List<Integer> having = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            if (models.get(m).taskNames().contains(task)) {
                having.add(m);
            }
        }
        return having;
    }
}
