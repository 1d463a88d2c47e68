package org.mtl.data;

import java.util.List;
import java.util.Map;

/**
 * What the labels of each task are, as asked, and the classes that are known beforehand.
 *
 * <p>{@link TargetKind#AUTO} decides by the labels: two distinct ones are two classes; text, or integers with at most
 * {@value #MOST_INTEGERS} distinct ones among the training rows, are classes; everything else, a single distinct label
 * too, is a number. Where the training rows are yet to be drawn by class, all rows count. A column that holds text
 * beside fractions or beside more integers holds a typing error, not classes, unless {@link TargetKind#CLASS} is asked for.
 * In the long form one decision is taken for the labels of all tasks of one kind together, and they share one list of
 * classes; in the wide form each task decides for itself.
 *
 * <p>Classes are ordered as numbers where all are numbers, otherwise as {@link String#compareTo} orders their names.
 * Labels that are equal numbers are one class, however they are written; its name is the shortest number.
 *
 * @param common the kind of tasks that {@code byTask} does not name
 * @param byTask kinds by task name
 * @param classes class lists fixed from outside by task name, which overrule the kinds; a label outside the list is an
 *     error. In the long form, tasks with neither a list nor a kind of their own take the list of the others
 */
public record TargetKinds(TargetKind common, Map<String, TargetKind> byTask, Map<String, List<String>> classes) {

    /** As integers with more distinct training values, labels are numbers. */
    static final int MOST_INTEGERS = 20;

    /** Copies the maps. */
    public TargetKinds {
        byTask = Map.copyOf(byTask);
        classes = Map.copyOf(classes);
    }

    /** Everything is decided from the labels. */
    public static TargetKinds auto() {
        return all(TargetKind.AUTO);
    }

    /** One kind for every task. */
    public static TargetKinds all(TargetKind kind) {
        return new TargetKinds(kind, Map.of(), Map.of());
    }

    /** The kind of a task. */
    public TargetKind of(String task) {
        return byTask.getOrDefault(task, common);
    }
}
