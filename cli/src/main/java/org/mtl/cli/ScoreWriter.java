package org.mtl.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Writes scores, either one line per training row and task, or a matrix of tasks. */
interface ScoreWriter extends Closeable {

    /** Begins scores of {@code lines} training (row, task) on some targets. */
    void startRows(long lines, List<String> targets) throws IOException;

    /**
     * Begins scores on single rows as targets.
     *
     * @param targetRows the row of each column
     * @param targetTasks the task of each column
     */
    void startRows(long lines, List<String> targetRows, List<String> targetTasks) throws IOException;

    /** Writes the scores of one training row: {@code count} values of {@code scores} from {@code from} on, all finite. */
    void row(String row, String task, double[] scores, int from, int count) throws IOException;

    /**
     * Writes a matrix.
     *
     * @param corner the first cell of a CSV header, which says what the matrix holds
     * @param scores sources × targets; NaN is an empty cell
     */
    void matrix(String corner, List<String> sources, List<String> targets, double[][] scores) throws IOException;
}
