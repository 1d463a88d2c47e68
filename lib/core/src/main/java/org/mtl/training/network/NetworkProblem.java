package org.mtl.training.network;

import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.network.BatchRows;

/**
 * What one network is to be trained on.
 *
 * @param data the tasks that it predicts
 * @param design what it sees of the features
 * @param losses ℓ_k
 * @param weights w_k
 * @param network which of the model's networks it is
 * @param task the task's name, where tasks share nothing
 */
record NetworkProblem(NetworkSettings settings, Dataset data, Design design, List<Loss> losses, double[] weights, int network,
        Optional<String> task) {

    /** Each task's rows of one split. */
    List<TaskData.Labelled> labelled(Split split) {
        return data.tasks().stream().map(task -> task.in(split)).toList();
    }

    /** The rows of one split, for batches. */
    BatchRows rows(Split split) {
        return BatchRows.of(data.form(), design, labelled(split));
    }

    /** Whether any task has rows in a split. */
    boolean has(Split split) {
        return data.tasks().stream().anyMatch(task -> task.size(split) > 0);
    }

    /**
     * Makes sure that there are rows to train on, and rows to stop by where training is to be stopped.
     *
     * @throws MtlException (DATA) for a task without training rows, (USAGE) without validation rows
     */
    void requireRows() {
        for (TaskData each : data.tasks()) {
            if (each.size(Split.TRAIN) == 0) {
                throw MtlException.data("task '" + each.name() + "' has no training rows");
            }
        }
        if (settings.epochs().patience().isPresent() && !has(Split.VALIDATION)) {
            throw MtlException.usage("--patience: " + task.map(name -> "task '" + name + "' has").orElse("the data has")
                    + " no validation rows to stop by; give some with --split, or --patience none");
        }
    }
}
