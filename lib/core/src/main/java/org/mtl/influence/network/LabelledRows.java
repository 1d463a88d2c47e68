package org.mtl.influence.network;

import java.util.List;
import java.util.stream.IntStream;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.network.Batch;
import org.mtl.model.network.BatchRows;

/** The labelled rows of a network's tasks in one split, as batches that hold each of them once. */
public final class LabelledRows {

    private final Dataset data;
    private final List<Integer> tasks;
    private final List<TaskData.Labelled> labelled;
    private final BatchRows rows;

    /**
     * Rows of some tasks.
     *
     * @param design what the network sees of the features
     * @param tasks the positions of the network's tasks among those of the data
     */
    public LabelledRows(Dataset data, Design design, List<Integer> tasks, Split split) {
        this.data = data;
        this.tasks = List.copyOf(tasks);
        this.labelled = tasks.stream().map(task -> data.tasks().get(task).in(split)).toList();
        this.rows = BatchRows.of(data.form(), design, labelled);
    }

    /** Takes batches. */
    interface BatchBody {

        /**
         * Takes a batch, which is overwritten by the next one.
         *
         * @param before how many labels of each task come before this batch
         */
        void accept(Batch batch, int[] before);
    }

    /** The number of positions: labelled rows in wide form, labels in long form. */
    int size() {
        return rows.size();
    }

    /** The number of tasks of the network. */
    int tasks() {
        return labelled.size();
    }

    /** A task's labels, which all batches together go through in this order. */
    TaskData.Labelled of(int task) {
        return labelled.get(task);
    }

    /** Hands over all rows in batches of {@code step} positions. */
    void forEachBatch(int step, BatchRows.Factor factor, BatchBody body) {
        forEachBatch(IntStream.range(0, rows.size()).toArray(), step, factor, new int[tasks()], body);
    }

    /** Hands over the rows that are data rows {@code first} to {@code end} − 1. */
    void forEachBatch(int first, int end, int step, BatchRows.Factor factor, BatchBody body) {
        int[] before = labelled.stream().mapToInt(task -> task.firstAtLeast(first)).toArray();
        forEachBatch(rows.among(first, end), step, factor, before, body);
    }

    private void forEachBatch(int[] positions, int step, BatchRows.Factor factor, int[] before, BatchBody body) {
        for (int from = 0; from < positions.length; from += step) {
            Batch batch = rows.gather(positions, from, Math.min(positions.length, from + step), factor);
            body.accept(batch, before);
            for (Batch.Labels labels : batch.labels()) {
                before[labels.task()] += labels.size();
            }
        }
    }

    /** Gathers some positions. */
    Batch gather(int[] positions, BatchRows.Factor factor) {
        return rows.gather(positions, 0, positions.length, factor);
    }

    /** How messages name a label. */
    String name(int task, int label) {
        return "row '" + data.ids().name(labelled.get(task).row(label)) + "' of task '"
                + data.taskNames().get(tasks.get(task)) + "'";
    }

    /** The data row of a label. */
    int row(int task, int label) {
        return labelled.get(task).row(label);
    }
}
