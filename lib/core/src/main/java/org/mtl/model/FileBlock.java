package org.mtl.model;

import java.util.List;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.linalg.NativeMatrix;

/**
 * The rows of all tasks in a run of data rows, read in the order of the data and sorted by task: where tasks lie among each
 * other, reading them task after task would go over the data once for each.
 *
 * <p>Lines and places are those of {@link FileLines}. Arrays may be longer than there are lines, and are used again for the
 * next run; not for several threads at once.
 */
public final class FileBlock {

    /** The feature values of a block that still fits the cache, 1 MiB. */
    public static final int CACHED_VALUES = 1 << 17;

    /** The most feature values of a block where tasks are many, 32 MiB. */
    public static final int MOST_VALUES = 1 << 22;

    private final FileLines lines = new FileLines();
    private Design design;
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
        lines.find(labelled, first, count);
        int needed = Math.multiplyExact(lines.size(), design.columns());
        values = values.length() < needed ? new NativeMatrix(needed) : values;
        source.copyRows(lines.rows(), lines.tasks(), lines.size(), lines.places(), values);
    }

    /** The number of lines. */
    public int size() {
        return lines.size();
    }

    /** The data row of each line. */
    public int[] rows() {
        return lines.rows();
    }

    /** The task of each line. */
    public int[] tasks() {
        return lines.tasks();
    }

    /** The line at each place. */
    public int[] lines() {
        return lines.lines();
    }

    /** The position, among a task's rows, of its first one in the run. */
    public int from(int task) {
        return lines.from(task);
    }

    /** The position after that of a task's last row in the run. */
    public int to(int task) {
        return lines.to(task);
    }

    /** The place of a row of the run by its position among its task's rows. */
    public int place(int task, int position) {
        return lines.place(task, position);
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
        return lines.before();
    }

    /** Whether the lines are the same rows of the same tasks. */
    public boolean hasLinesOf(FileBlock other) {
        return lines.sameAs(other.lines);
    }
}
