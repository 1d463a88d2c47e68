package org.mtl.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.mtl.MtlException;

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
        int[] rows = Arrays.stream(Split.values()).flatMapToInt(split -> Arrays.stream(task.in(split).rows())).sorted().toArray();
        if (n >= rows.length) {
            return task;
        }
        for (int i = 0; i < n; i++) {
            int other = i + random.nextInt(rows.length - i);
            int kept = rows[i];
            rows[i] = rows[other];
            rows[other] = kept;
        }
        BitSet chosen = new BitSet();
        for (int i = 0; i < n; i++) {
            chosen.set(rows[i]);
        }
        Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            TaskData.Labelled all = task.in(split);
            boolean[] keep = new boolean[all.size()];
            for (int i = 0; i < keep.length; i++) {
                keep[i] = chosen.get(all.rows()[i]);
            }
            splits.put(split, part(all, keep));
        }
        return task.with(splits);
    }

    /**
     * The data with some of its training rows only.
     *
     * @param keep for every task, whether each of its training rows stays, in their order
     */
    public static Dataset withTraining(Dataset data, List<boolean[]> keep) {
        List<TaskData> tasks = new ArrayList<>();
        for (int k = 0; k < data.tasks().size(); k++) {
            tasks.add(withTraining(data.tasks().get(k), keep.get(k)));
        }
        return new Dataset(data.features(), data.ids(), data.form(), tasks);
    }

    private static TaskData withTraining(TaskData task, boolean[] keep) {
        Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, task.in(split));
        }
        splits.put(Split.TRAIN, part(task.in(Split.TRAIN), keep));
        return task.with(splits);
    }

    private static TaskData.Labelled part(TaskData.Labelled all, boolean[] keep) {
        return all.at(IntStream.range(0, keep.length).filter(i -> keep[i]).toArray());
    }
}
