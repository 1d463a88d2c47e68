package org.mtl.model.network;

import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.TaskData;

/**
 * Labelled rows of all tasks, of which batches are gathered. Rows are known by positions from 0 on.
 *
 * <p>Memory is a number for each row, and in wide form a bit and a half for each row and task; features are copied out of the
 * data whenever they are wanted.
 */
public interface BatchRows {

    /** What the loss of a row counts in a batch's value. */
    @FunctionalInterface
    interface Factor {

        /**
         * The factor of a task's rows.
         *
         * @param task the task's position
         * @param labels how many rows of the batch have a label of this task, at least 1
         * @param rows how many rows the batch has
         */
        double of(int task, int labels, int rows);
    }

    /**
     * Rows in the form of the data: separate ones for each task (long), or shared ones (wide).
     *
     * @param design what the network sees of the features, without intercept
     * @param rows the labelled rows of each task
     */
    static BatchRows of(Dataset.Form form, Design design, List<TaskData.Labelled> rows) {
        return form == Dataset.Form.LONG ? new SeparateRows(design, rows) : new SharedRows(design, rows);
    }

    /** The number of positions. In wide form each row with a label has one; in long form they go task by task. */
    int size();

    /** The positions, ascending, of labelled rows that are data rows {@code first} to {@code end} − 1. */
    int[] among(int first, int end);

    /**
     * Gathers a batch, which may be overwritten by the next one.
     *
     * @param positions what to gather, possibly a position more than once
     * @param from the first place in {@code positions}
     * @param to the place after the last one
     */
    Batch gather(int[] positions, int from, int to, Factor factor);
}
