package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.List;
import org.mtl.data.TaskData;

/**
 * Labels as a column of numbers beside the features: numbers as they are, of a vector one of its values, of two classes
 * the code, of more classes 1 for the rows of one class and 0 for the others.
 *
 * @param task what the labels are called: the task, or what tasks share
 * @param name how results name the column: the task, or {@code TASK=CLASS}, or {@code TASK[i]} for a vector
 * @param labels the labels
 * @param at which of them this is
 * @param code the class that is 1; −1 where the value is taken as it is
 * @param classes the number of classes that the task has a column for; 0 for numbers and for two classes
 */
record LabelColumn(String task, String name, TaskData.Labelled labels, int at, int code, int classes) {

    /** The columns for some labels. */
    static List<LabelColumn> of(String task, List<String> classes, TaskData.Labelled labelled) {
        List<LabelColumn> columns = new ArrayList<>();
        int width = labelled.width();
        if (classes.size() > 2) {
            for (int code = 0; code < classes.size(); code++) {
                columns.add(new LabelColumn(task, task + "=" + classes.get(code), labelled, 0, code, classes.size()));
            }
            return columns;
        }
        for (int at = 0; at < width; at++) {
            columns.add(new LabelColumn(task, width == 1 ? task : task + "[" + at + "]", labelled, at, -1, 0));
        }
        return columns;
    }

    /** The value for the label at a position. */
    double value(int position) {
        double target = labels.target(position, at);
        return code < 0 ? target : target == code ? 1 : 0;
    }
}
