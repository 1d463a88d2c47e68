package org.mtl.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;

/** Collects labels by task while data is read, and divides them at the end, when all rows are known. */
final class LabelCollector {

    /** Gives each labelled row of a task its split. */
    interface Division {

        /**
         * The splits of a task's labelled rows.
         *
         * @param rows data rows, ascending
         * @return the {@link Split#ordinal} of each
         */
        byte[] splits(String task, int[] rows);

        /** Every row is for training. */
        static Division allTraining() {
            return (task, rows) -> new byte[rows.length];
        }

        /** Each data row has the split of its {@link Split#ordinal}, whatever the task. */
        static Division byRow(byte[] ordinals) {
            return (task, rows) -> {
                byte[] splits = new byte[rows.length];
                for (int i = 0; i < rows.length; i++) {
                    splits[i] = ordinals[rows[i]];
                }
                return splits;
            };
        }

        /** Splits drawn for each task apart (long form), or for each of {@code count} data rows (wide form). */
        static Division drawn(SplitRule.Fractions fractions, Dataset.Form form, int count) {
            return form == Dataset.Form.WIDE ? byRow(fractions.draw(count, ""))
                    : (task, rows) -> fractions.draw(rows.length, task);
        }
    }

    /** One task's labels, growing. */
    private static final class Labels {
        private int[] rows = new int[16];
        private double[] targets = new double[16];
        private int count;

        void add(int row, double target) {
            if (count == rows.length) {
                int larger = (int) Math.min(Integer.MAX_VALUE - 8L, count + (count >> 1) + 16L);
                rows = Arrays.copyOf(rows, larger);
                targets = Arrays.copyOf(targets, larger);
            }
            rows[count] = row;
            targets[count++] = target;
        }
    }

    private final Map<String, Labels> tasks = new LinkedHashMap<>();

    /** Makes a task known, so that it is there, in this place, even if it has no labels. */
    void addTask(String task) {
        tasks.computeIfAbsent(task, name -> new Labels());
    }

    /** Adds a label; rows of one task come in ascending order. */
    void add(String task, int row, double target) {
        tasks.computeIfAbsent(task, name -> new Labels()).add(row, target);
    }

    /**
     * The tasks in the order in which they were first named.
     *
     * @param place how the message names the data
     * @throws MtlException (DATA) if a task has no training rows
     */
    List<TaskData> divide(String place, Division division) {
        List<TaskData> divided = new ArrayList<>(tasks.size());
        tasks.forEach((name, labels) -> {
            int[] rows = Arrays.copyOf(labels.rows, labels.count);
            double[] targets = Arrays.copyOf(labels.targets, labels.count);
            TaskData task = task(name, rows, targets, division.splits(name, rows));
            if (task.size(Split.TRAIN) == 0) {
                throw MtlException.data(place + ": task " + Cells.quote(name) + " has no training rows ("
                        + task.size(Split.VALIDATION) + " val, " + task.size(Split.TEST) + " test)");
            }
            divided.add(task);
        });
        return divided;
    }

    /**
     * A task of labelled rows and their splits.
     *
     * @param splits the {@link Split#ordinal} of each row; a row with a negative number is left out
     */
    static TaskData task(String name, int[] rows, double[] targets, byte[] splits) {
        Map<Split, TaskData.Labelled> bySplit = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            int count = 0;
            for (byte ordinal : splits) {
                count += ordinal == split.ordinal() ? 1 : 0;
            }
            int[] chosenRows = new int[count];
            double[] chosenTargets = new double[count];
            int at = 0;
            for (int i = 0; i < rows.length; i++) {
                if (splits[i] == split.ordinal()) {
                    chosenRows[at] = rows[i];
                    chosenTargets[at++] = targets[i];
                }
            }
            bySplit.put(split, new TaskData.Labelled(chosenRows, chosenTargets));
        }
        return new TaskData(name, bySplit);
    }
}
