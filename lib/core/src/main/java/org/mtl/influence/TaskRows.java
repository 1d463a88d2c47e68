package org.mtl.influence;

import org.mtl.linalg.NativeMatrix;

/**
 * Consecutive training rows of one task that are to be scored, and where their scores go.
 *
 * @param task the task
 * @param from the position of the first one among the task's training rows
 * @param count how many they are
 * @param design holds these rows of the design, count × p
 * @param start the position in {@code design} that they begin at
 * @param lines the line of scores of row i is {@code lines[place + i]}, counted from {@code firstLine} on
 * @param place see {@code lines}
 * @param firstLine see {@code lines}
 */
public record TaskRows(int task, int from, int count, NativeMatrix design, int start, int[] lines, int place, int firstLine) {

    /** All rows of a task, scored in their own order. */
    public static TaskRows all(int task, double[] design, int count) {
        int[] lines = new int[count];
        for (int i = 0; i < count; i++) {
            lines[i] = i;
        }
        return new TaskRows(task, 0, count, NativeMatrix.of(design), 0, lines, 0, 0);
    }

    /** The position among the task's training rows after that of the last one. */
    public int to() {
        return from + count;
    }

    /** The line of scores of row i. */
    public int line(int i) {
        return firstLine + lines[place + i];
    }

    /** The rows of the design in an array of their own. */
    public double[] design(int columns) {
        double[] rows = new double[count * columns];
        design.get(start, rows, rows.length);
        return rows;
    }
}
