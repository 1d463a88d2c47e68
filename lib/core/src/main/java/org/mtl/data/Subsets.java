package org.mtl.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.io.IntStore;
import org.mtl.io.NumberRoom;

/** Data sets with a part left out. */
public final class Subsets {

    private Subsets() {}

    /** The data without some tasks, in the same order; features and rows stay. */
    public static Dataset withoutTasks(Dataset data, Set<String> names) {
        List<TaskData> kept = data.tasks().stream().filter(task -> !names.contains(task.name())).toList();
        return new Dataset(data.features(), data.ids(), data.form(), kept);
    }

    /**
     * The data with some tasks only, in the same order; features and rows stay.
     *
     * @throws MtlException (DATA) if a task does not exist
     */
    public static Dataset onlyTasks(Dataset data, List<String> names) {
        Set<String> known = new HashSet<>(data.taskNames());
        for (String name : names) {
            if (!known.contains(name)) {
                throw MtlException.data("--only-tasks: no task " + Cells.quote(name) + "; tasks are: "
                        + ClassNames.list(data.taskNames()));
            }
        }
        Set<String> others = new HashSet<>(known);
        names.forEach(others::remove);
        return withoutTasks(data, others);
    }

    /**
     * The data with at most {@code n} labelled rows of each task, over all its splits together; a task with fewer keeps
     * them all.
     *
     * <p>Every choice of n rows is equally likely, so the splits keep their proportions up to chance. The choice does not
     * depend on how rows are divided or on other tasks, and the rows of a smaller n are among those of a larger one.
     *
     * @param seed the user's seed
     * @throws MtlException (USAGE) if n is below 1; (DATA) if a task is left without training rows
     */
    public static Dataset rowsPerTask(Dataset data, int n, long seed) {
        if (n < 1) {
            throw MtlException.usage("--rows-per-task: expected at least 1, found " + n);
        }
        List<TaskData> tasks = new ArrayList<>();
        for (TaskData task : data.tasks()) {
            TaskData part = rowsOf(task, n, Seeds.random(seed, "rows-per-task:" + task.name()));
            if (part.size(Split.TRAIN) == 0) {
                throw MtlException.data("--rows-per-task: task " + Cells.quote(task.name()) + " is left without training rows ("
                        + part.size(Split.VALIDATION) + " val, " + part.size(Split.TEST) + " test)");
            }
            tasks.add(part);
        }
        return new Dataset(data.features(), data.ids(), data.form(), tasks);
    }

    private static TaskData rowsOf(TaskData task, int n, Random random) {
        IntStore rows = new IntStore(new NumberRoom());
        AscendingLabels ascending = new AscendingLabels(task);
        while (ascending.advance()) {
            rows.add(ascending.row());
        }
        int size = Math.toIntExact(rows.size());
        if (n >= size) {
            return task;
        }
        BitSet chosen = new BitSet();
        for (int i = 0; i < n; i++) {
            int other = i + random.nextInt(size - i);
            chosen.set(rows.get(other));
            rows.set(other, rows.get(i));
        }
        Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            TaskData.Labelled all = task.in(split);
            splits.put(split, all.where(position -> chosen.get(all.row(position))));
        }
        return task.with(splits);
    }

    /**
     * The data with some of its training rows only.
     *
     * @param keep for every task, the positions of those of its training rows that stay
     */
    public static Dataset withTraining(Dataset data, List<BitSet> keep) {
        List<TaskData> tasks = new ArrayList<>();
        for (int k = 0; k < data.tasks().size(); k++) {
            tasks.add(withTraining(data.tasks().get(k), keep.get(k)));
        }
        return new Dataset(data.features(), data.ids(), data.form(), tasks);
    }

    /** The data without a training row of a task, given by its position among them; other tasks keep the row. */
    public static Dataset withoutRow(Dataset data, int task, int position) {
        List<BitSet> keep = new ArrayList<>();
        for (TaskData each : data.tasks()) {
            BitSet all = new BitSet();
            all.set(0, each.size(Split.TRAIN));
            keep.add(all);
        }
        keep.get(task).clear(position);
        return withTraining(data, keep);
    }

    private static TaskData withTraining(TaskData task, BitSet keep) {
        Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, task.in(split));
        }
        splits.put(Split.TRAIN, task.in(Split.TRAIN).where(keep::get));
        return task.with(splits);
    }
}
