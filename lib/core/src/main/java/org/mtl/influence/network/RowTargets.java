package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.FileLines;

/**
 * Single labelled rows as targets, {@code --per-row}: the rows of some tasks in a split, in the order of the data and then of
 * the tasks. The mean of a task's targets is the task's target.
 */
public final class RowTargets {

    private final Split on;
    private final List<Integer> tasks;
    private final FileLines lines = new FileLines();

    /**
     * All rows of some tasks.
     *
     * @param tasks the positions of the tasks, ascending or not
     */
    public RowTargets(Dataset data, Split on, List<Integer> tasks) {
        this.on = on;
        this.tasks = tasks.stream().sorted().toList();
        List<TaskData.Labelled> labelled = this.tasks.stream().map(task -> data.tasks().get(task).in(on)).toList();
        lines.find(labelled, 0, data.features().rows());
    }

    /** The number of targets. */
    public int count() {
        return lines.size();
    }

    /** The data row of a target. */
    public int row(int target) {
        return lines.rows()[target];
    }

    /** The position of a target's task among all. */
    public int task(int target) {
        return tasks.get(lines.tasks()[target]);
    }

    /** The split that the rows are in. */
    Split on() {
        return on;
    }

    /**
     * The target that a label is, or −1.
     *
     * @param task the position of the task among all
     * @param label the position of the label among the task's
     */
    int target(int task, int label) {
        int at = tasks.indexOf(task);
        return at < 0 ? -1 : lines.lines()[lines.place(at, label)];
    }

    /** The targets of a network, ascending. */
    List<Integer> of(ModelNetworks.Part part) {
        List<Integer> own = new ArrayList<>();
        for (int target = 0; target < count(); target++) {
            if (part.tasks().contains(task(target))) {
                own.add(target);
            }
        }
        return own;
    }
}
