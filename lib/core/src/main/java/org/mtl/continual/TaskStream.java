package org.mtl.continual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.ImageShape;
import org.mtl.data.Split;
import org.mtl.data.TaskData;

/** The data of a stream: tasks of classes in long form, and the order in which they come. */
public final class TaskStream {

    private final Dataset data;
    private final Design design;
    private final List<String> order;

    /**
     * A stream.
     *
     * @param design what a network sees of the rows; one transform for all tasks
     * @param order tasks of the data, each once, and before them any that were learned from other data
     * @throws MtlException (USAGE) if tasks share their rows; (DATA) if one has no classes, or rows are sequences of words
     */
    public TaskStream(Dataset data, Design design, List<String> order) {
        if (data.form() != Dataset.Form.LONG) {
            throw MtlException.usage("--continual: tasks that come one after another have rows of their own; expected --task and"
                    + " --target");
        }
        data.features().requireQuantities("--continual");
        for (TaskData task : data.tasks()) {
            if (task.classes().isEmpty()) {
                throw MtlException.data("--continual: task '" + task.name() + "' has numbers as labels; expected classes");
            }
        }
        this.data = data;
        this.design = design;
        this.order = List.copyOf(order);
    }

    /** The tasks in order. */
    List<String> order() {
        return order;
    }

    int inputs() {
        return design.columns();
    }

    /** The axes of a row, where rows are images. */
    Optional<ImageShape> image() {
        return data.features().image();
    }

    private List<TaskData> find(String task) {
        return data.tasks().stream().filter(each -> each.name().equals(task)).toList();
    }

    /**
     * The classes of a task's training rows, in the order of the data's classes.
     *
     * @throws MtlException (DATA) if it has none
     */
    List<String> classes(String task) {
        List<TaskData> found = find(task);
        if (found.isEmpty() || found.get(0).size(Split.TRAIN) == 0) {
            throw MtlException.data("task '" + task + "' has no training rows");
        }
        TreeSet<Integer> codes = new TreeSet<>();
        for (double target : found.get(0).in(Split.TRAIN).targets()) {
            codes.add((int) target);
        }
        return codes.stream().map(code -> found.get(0).classes().get(code)).toList();
    }

    /** How many training rows a task has; 0 where it is not in the data. */
    int size(String task) {
        return find(task).stream().mapToInt(each -> each.size(Split.TRAIN)).sum();
    }

    /** A task's training rows. */
    TaskRows training(String task, int head, List<String> classes) {
        classes(task);
        return rows(task, Split.TRAIN, head, classes);
    }

    /** The rows by which a task is judged: its test rows, or its validation rows; none where it has neither. */
    TaskRows judging(String task, int head, List<String> classes) {
        List<TaskData> found = find(task);
        boolean test = !found.isEmpty() && found.get(0).size(Split.TEST) > 0;
        return rows(task, test ? Split.TEST : Split.VALIDATION, head, classes);
    }

    private TaskRows rows(String task, Split split, int head, List<String> classes) {
        List<TaskData> found = find(task);
        TaskData.Labelled labelled = found.isEmpty() ? TaskData.Labelled.NONE : found.get(0).in(split);
        List<Integer> codes = new ArrayList<>();
        if (!found.isEmpty()) {
            found.get(0).classes().forEach(name -> codes.add(classes.indexOf(name)));
        }
        int[] labels = Arrays.stream(labelled.targets()).mapToInt(target -> codes.get((int) target)).toArray();
        return new TaskRows(task, head, labelled.rows(), labels, design, data.ids());
    }
}
