package org.mtl.data.inspection;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mtl.data.Dataset;
import org.mtl.data.RunningSummary;
import org.mtl.data.Split;
import org.mtl.data.Summary;
import org.mtl.data.TaskData;

/**
 * What the labels of one task are like.
 *
 * @param name the task
 * @param width the number of values of a label
 * @param rows the labelled rows of each split
 * @param missing the data rows that have no label for it; unknown where each row belongs to one task
 * @param classes the names of the classes, none for numbers
 * @param trainingRows how many training rows each class has
 * @param numbers statistics of the labels of the training rows, for numbers
 * @param repetitions rows with the features of others
 */
public record TaskSummary(String name, int width, Map<Split, Integer> rows, OptionalLong missing, List<String> classes,
        int[] trainingRows, Optional<Summary.NumberSummary> numbers, Repetitions repetitions) {

    /** Copies the list. */
    public TaskSummary {
        classes = List.copyOf(classes);
    }

    /** The word that files use. */
    public String kind() {
        return !classes.isEmpty() ? "classes" : width > 1 ? "vectors" : "numbers";
    }

    /** The code of the class with the fewest training rows, the first of several. */
    public int smallestClass() {
        int smallest = 0;
        for (int code = 1; code < trainingRows.length; code++) {
            smallest = trainingRows[code] < trainingRows[smallest] ? code : smallest;
        }
        return smallest;
    }

    /** The code of the class with the most training rows, the first of several. */
    public int largestClass() {
        int largest = 0;
        for (int code = 1; code < trainingRows.length; code++) {
            largest = trainingRows[code] > trainingRows[largest] ? code : largest;
        }
        return largest;
    }

    /**
     * Summarizes all tasks, in one pass over the features, with 8 bytes for each data row and up to 52 for each labelled
     * row of the largest task.
     *
     * @param all the data with all its rows
     * @param used the part of it that is used, tasks and rows
     */
    public static List<TaskSummary> of(Dataset all, Dataset used) {
        long[] hashes = RowHashes.of(used.features());
        Map<String, TaskData> whole = new HashMap<>();
        all.tasks().forEach(task -> whole.put(task.name(), task));
        return used.tasks().stream()
                .map(task -> of(task, missing(all, whole.get(task.name())), Repetitions.of(task, hashes)))
                .toList();
    }

    private static OptionalLong missing(Dataset all, TaskData task) {
        if (all.form() == Dataset.Form.LONG) {
            return OptionalLong.empty();
        }
        long labelled = 0;
        for (Split split : Split.values()) {
            labelled += task.size(split);
        }
        return OptionalLong.of(all.features().rows() - labelled);
    }

    private static TaskSummary of(TaskData task, OptionalLong missing, Repetitions repetitions) {
        Map<Split, Integer> rows = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            rows.put(split, task.size(split));
        }
        int[] counts = new int[task.classes().size()];
        RunningSummary numbers = new RunningSummary();
        task.in(Split.TRAIN).forEachTarget(target -> {
            if (counts.length > 0) {
                counts[(int) target]++;
            } else {
                numbers.add(target);
            }
        });
        return new TaskSummary(task.name(), task.width(), rows, missing, task.classes(), counts, numbers.finish(),
                repetitions);
    }
}
