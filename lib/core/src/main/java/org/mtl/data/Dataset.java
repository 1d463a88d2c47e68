package org.mtl.data;

import java.util.List;
import org.mtl.MtlException;

/**
 * Features and the labels of every task over them.
 *
 * @param features n × d feature values
 * @param ids the rows' names
 * @param form long (each row belongs to one task) or wide (tasks share rows)
 * @param tasks the tasks, in order of first appearance (long) or as named (wide); names are unique
 */
public record Dataset(Features features, RowIds ids, Form form, List<TaskData> tasks) {

    /** How tasks lie in the data. */
    public enum Form {
        /** Each row belongs to the one task that a column names. */
        LONG,
        /** Tasks are columns over shared rows; an empty cell is no label. */
        WIDE
    }

    /** Copies the task list. */
    public Dataset {
        tasks = List.copyOf(tasks);
    }

    /** The names of the tasks, in order. */
    public List<String> taskNames() {
        return tasks.stream().map(TaskData::name).toList();
    }

    /**
     * Requires that every task has rows of a split.
     *
     * @param where what the message begins with, such as a file or a model
     * @param purpose what the rows are for: {@code to compare on}
     * @throws MtlException (DATA) that names the tasks without
     */
    public void requireRows(Split split, String where, String purpose) {
        List<String> without = tasks.stream().filter(task -> task.size(split) == 0).map(TaskData::name).toList();
        if (without.isEmpty()) {
            return;
        }
        throw MtlException.data(where + (without.size() < tasks.size()
                ? ": no " + split.word() + " rows " + purpose + ": " + String.join(", ", without)
                : ": no task has " + split.word() + " rows " + purpose) + "; give some with --split, for example --split 0.6,0.2,0.2");
    }
}
