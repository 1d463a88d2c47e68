package org.mtl.model;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.TaskData;

/**
 * The labelled rows of all tasks in a run of data rows: a row of a task is a line.
 *
 * <p>Lines are in file order, by data row and then by task; their places are by task and then by row. Arrays may be longer
 * than there are lines, and are used again for the next run; not for several threads at once.
 */
public final class FileLines {

    private int size;
    private int[] from = new int[0];
    private int[] to = new int[0];
    private int[] firstPlaces = new int[0];
    private int[] nextLine = new int[0];
    /** The data row at each place. */
    private int[] byPlace = new int[0];
    private int[] rows = new int[0];
    private int[] tasks = new int[0];
    private int[] places = new int[0];
    private int[] lines = new int[0];

    /**
     * Finds the lines of a run of data rows.
     *
     * @param labelled the rows of each task
     * @param first the first data row of the run
     * @param count the number of data rows
     */
    public void find(List<TaskData.Labelled> labelled, int first, int count) {
        findRanges(labelled, first, count);
        arrange(first);
    }

    /** Finds each task's rows of the run, and the first line of each data row. */
    private void findRanges(List<TaskData.Labelled> labelled, int first, int count) {
        if (from.length != labelled.size()) {
            from = new int[labelled.size()];
            to = new int[labelled.size()];
            firstPlaces = new int[labelled.size()];
        }
        nextLine = nextLine.length < count + 1 ? new int[count + 1] : nextLine;
        Arrays.fill(nextLine, 0);
        size = 0;
        for (int k = 0; k < from.length; k++) {
            TaskData.Labelled own = labelled.get(k);
            from[k] = own.firstAtLeast(first);
            to[k] = own.firstAtLeast((long) first + count);
            firstPlaces[k] = size;
            int next = size + to[k] - from[k];
            if (byPlace.length < next) {
                byPlace = Arrays.copyOf(byPlace, Math.max(next, byPlace.length + (byPlace.length >> 1)));
            }
            own.copyRows(from[k], to[k], byPlace, size);
            for (; size < next; size++) {
                nextLine[byPlace[size] - first + 1]++;
            }
        }
        for (int row = 0; row < count; row++) {
            nextLine[row + 1] += nextLine[row];
        }
    }

    private void arrange(int first) {
        if (rows.length < size) {
            rows = new int[size];
            tasks = new int[size];
            places = new int[size];
            lines = new int[size];
        }
        int place = 0;
        for (int k = 0; k < from.length; k++) {
            for (int i = from[k]; i < to[k]; i++, place++) {
                int line = nextLine[byPlace[place] - first]++;
                rows[line] = byPlace[place];
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

    /** The place of each line. */
    public int[] places() {
        return places;
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

    /** How many lines the data have before the run. */
    public long before() {
        return Arrays.stream(from).asLongStream().sum();
    }

    /** Whether the lines are the same rows of the same tasks. */
    public boolean sameAs(FileLines other) {
        return Arrays.equals(rows, 0, size, other.rows, 0, other.size)
                && Arrays.equals(tasks, 0, size, other.tasks, 0, other.size);
    }
}
