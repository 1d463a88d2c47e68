package org.mtl.data;

import java.util.List;

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
}
