package org.mtl.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Data sets with a part left out. */
public final class Subsets {

    private Subsets() {}

    /** The data without some tasks, in the same order; features and rows stay. */
    public static Dataset withoutTasks(Dataset data, Set<String> names) {
        List<TaskData> kept = data.tasks().stream().filter(task -> !names.contains(task.name())).toList();
        return new Dataset(data.features(), data.ids(), data.form(), kept);
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
        TaskData.Labelled training = task.in(Split.TRAIN);
        int count = 0;
        for (boolean stays : keep) {
            count += stays ? 1 : 0;
        }
        int[] rows = new int[count];
        double[] targets = new double[count];
        int next = 0;
        for (int i = 0; i < keep.length; i++) {
            if (keep[i]) {
                rows[next] = training.rows()[i];
                targets[next] = training.targets()[i];
                next++;
            }
        }
        splits.put(Split.TRAIN, new TaskData.Labelled(rows, targets));
        return task.with(splits);
    }
}
