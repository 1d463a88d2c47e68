package org.mtl.training;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.data.TaskData;

/** Where the task weights π_k come from (METHODS §1). */
public sealed interface TaskWeights {

    /**
     * π_k for every task, in order, all positive.
     *
     * @throws MtlException (DATA) if given weights do not name exactly these tasks
     */
    double[] of(List<TaskData> tasks);

    /** π_k = 1. */
    record Equal() implements TaskWeights {
        @Override
        public double[] of(List<TaskData> tasks) {
            return tasks.stream().mapToDouble(task -> 1).toArray();
        }
    }

    /** π_k = K·n_k/n, so that every training row counts the same. */
    record Rows() implements TaskWeights {
        @Override
        public double[] of(List<TaskData> tasks) {
            double rows = tasks.stream().mapToInt(task -> task.size(Split.TRAIN)).sum();
            return tasks.stream().mapToDouble(task -> tasks.size() * task.size(Split.TRAIN) / rows).toArray();
        }
    }

    /**
     * Given weights.
     *
     * @param source how messages name where they come from
     * @param byTask positive weights by task name
     */
    record Given(String source, Map<String, Double> byTask) implements TaskWeights {

        /** Copies the map. */
        public Given {
            byTask = Map.copyOf(byTask);
        }

        @Override
        public double[] of(List<TaskData> tasks) {
            for (TaskData task : tasks) {
                if (!byTask.containsKey(task.name())) {
                    throw MtlException.data(source + ": no weight for task '" + task.name() + "'");
                }
            }
            Set<String> unknown = new TreeSet<>(byTask.keySet());
            tasks.forEach(task -> unknown.remove(task.name()));
            if (!unknown.isEmpty()) {
                throw MtlException.data(source + ": the data has no task '" + unknown.iterator().next() + "'");
            }
            return tasks.stream().mapToDouble(task -> byTask.get(task.name())).toArray();
        }
    }
}
