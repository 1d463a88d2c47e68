package org.mtl.model;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.linalg.NativeMatrix;

/**
 * The rows of all tasks in a run of data rows, read in the order of the data and sorted by task: where tasks lie among each
 * other, reading them task after task would go over the data once for each.
 *
 * <p>A row of a task is a line. Lines are in file order, by data row and then by task; their places are by task and then by
 * row. Arrays may be longer than there are lines, and are used again for the next run; not for several threads at once.
 */
public final class FileBlock {

    /** The feature values of a block that still fits the cache, 1 MiB. */
    public static final int CACHED_VALUES = 1 << 17;

    /** The most feature values of a block where tasks are many, 32 MiB. */
    public static final int MOST_VALUES = 1 << 22;

    private Design design;
    private int size;
    private int[] from = new int[0];
    private int[] to = new int[0];
    private int[] firstPlaces = new int[0];
    private int[] nextLine = new int[0];
    private int[] rows = new int[0];
    private int[] tasks = new int[0];
    private int[] places = new int[0];
    private int[] lines = new int[0];
    /** The rows of the run that one task has. */
    private int[] own = new int[0];
    private NativeMatrix values = new NativeMatrix(0);

    /**
     * Reads a run of data rows.
     *
     * @param source the design whose rows are read
     * @param labelled the rows of each task
     * @param first the first data row of the run
     * @param count the number of data rows
     */
    public void read(Design source, List<TaskData.Labelled> labelled, int first, int count) {
        design = source;
        find(labelled, first, count);
        arrange(labelled, first);
        source.copyRows(rows, tasks, size, places, values);
    }

    /** Finds each task's rows of the run, and the first line of each data row. */
    private void find(List<TaskData.Labelled> labelled, int first, int count) {
        if (from.length != labelled.size()) {
            from = new int[labelled.size()];
            to = new int[labelled.size()];
            firstPlaces = new int[labelled.size()];
        }
        nextLine = nextLine.length < count + 1 ? new int[count + 1] : nextLine;
        Arrays.fill(nextLine, 0);
        size = 0;
        for (int k = 0; k < from.length; k++) {
            from[k] = lowerBound(labelled.get(k), first);
            to[k] = lowerBound(labelled.get(k), (long) first + count);
            firstPlaces[k] = size;
            size += to[k] - from[k];
            copyOwn(labelled.get(k), k);
            for (int i = 0; i < to[k] - from[k]; i++) {
                nextLine[own[i] - first + 1]++;
            }
        }
        for (int row = 0; row < count; row++) {
            nextLine[row + 1] += nextLine[row];
        }
    }

    private void copyOwn(TaskData.Labelled labelled, int task) {
        int count = to[task] - from[task];
        own = own.length < count ? new int[count] : own;
        labelled.copyRows(from[task], to[task], own, 0);
    }

    private static int lowerBound(TaskData.Labelled labelled, long row) {
        int at = labelled.find(row);
        return at < 0 ? -at - 1 : at;
    }

    private void arrange(List<TaskData.Labelled> labelled, int first) {
        if (rows.length < size) {
            rows = new int[size];
            tasks = new int[size];
            places = new int[size];
            lines = new int[size];
        }
        int needed = Math.multiplyExact(size, design.columns());
        values = values.length() < needed ? new NativeMatrix(needed) : values;
        int place = 0;
        for (int k = 0; k < from.length; k++) {
            copyOwn(labelled.get(k), k);
            for (int i = 0; i < to[k] - from[k]; i++, place++) {
                int line = nextLine[own[i] - first]++;
                rows[line] = own[i];
                tasks[line] = k;
                places[line] = place;
                lines[place] = line;
            }
        }
    }

    /** The number of lines. */
    public int size() {
        return size;
    }

    /** The data row of each line. */
    public int[] rows() {
        return rows;
    }

    /** The task of each line. */
    public int[] tasks() {
        return tasks;
    }

    /** The line at each place. */
    public int[] lines() {
        return lines;
    }

    /** The position, among a task's rows, of its first one in the run. */
    public int from(int task) {
        return from[task];
    }

    /** The position after that of a task's last row in the run. */
    public int to(int task) {
        return to[task];
    }

    /** The place of a row of the run by its position among its task's rows. */
    public int place(int task, int position) {
        return firstPlaces[task] + position - from[task];
    }

    /** The position, in {@link #design}, of a row of the run by its position among its task's rows. */
    public int start(int task, int position) {
        return place(task, position) * design.columns();
    }

    /** The rows of the design, place after place, each of p values. */
    public NativeMatrix design() {
        return values;
    }

    /** How many lines the data have before the run. */
    public long linesBefore() {
        return Arrays.stream(from).asLongStream().sum();
    }

    /** Whether the lines are the same rows of the same tasks. */
    public boolean hasLinesOf(FileBlock other) {
        return Arrays.equals(rows, 0, size, other.rows, 0, other.size)
                && Arrays.equals(tasks, 0, size, other.tasks, 0, other.size);
    }
}
