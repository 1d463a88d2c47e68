package org.mtl.data;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.mtl.MtlException;

/** One task's labels, growing. */
final class TaskLabels {

    private final LabelPools.Pool pool;
    private final int width;
    private int[] rows = new int[16];
    private double[] targets;
    private int count;

    /**
     * No labels yet.
     *
     * @param width o, the number of values of a label
     */
    TaskLabels(LabelPools.Pool pool, int width) {
        this.pool = pool;
        this.width = width;
        this.targets = new double[16 * width];
    }

    /** The labels that are decided upon together with these. */
    LabelPools.Pool pool() {
        return pool;
    }

    /** Adds the label of a row; rows come in ascending order. */
    void add(int row, double target) {
        grow();
        rows[count] = row;
        targets[count++] = target;
    }

    /** Adds the label of a row that has o values; rows come in ascending order. */
    void add(int row, double[] target) {
        grow();
        rows[count] = row;
        System.arraycopy(target, 0, targets, count++ * width, width);
    }

    private void grow() {
        if (count < rows.length) {
            return;
        }
        int most = (Integer.MAX_VALUE - 8) / width;
        if (count == most) {
            throw MtlException.data("target '" + pool.target() + "': expected at most " + most + " labels of " + width
                    + " values, found more");
        }
        int larger = (int) Math.min(most, count + (count >> 1) + 16L);
        rows = Arrays.copyOf(rows, larger);
        targets = Arrays.copyOf(targets, larger * width);
    }

    /** Applies a function to every value of every label. */
    void replace(DoubleUnaryOperator function) {
        for (int i = 0; i < count * width; i++) {
            targets[i] = function.applyAsDouble(targets[i]);
        }
    }

    int size() {
        return count;
    }

    /** The i-th label, where labels are single numbers. */
    double target(int i) {
        return targets[i];
    }

    /** Makes room for so many labels at once, where it is known how many may come. */
    void reserve(int most) {
        if (most > rows.length) {
            rows = Arrays.copyOf(rows, most);
            targets = Arrays.copyOf(targets, Math.multiplyExact(most, width));
        }
    }

    /** The labelled rows, ascending; to be read only. */
    int[] rows() {
        rows = rows.length == count ? rows : Arrays.copyOf(rows, count);
        return rows;
    }

    /** All labels with their rows; to be read only. */
    TaskData.Labelled labelled() {
        targets = targets.length == count * width ? targets : Arrays.copyOf(targets, count * width);
        return new TaskData.Labelled(rows(), targets, width);
    }

    /** Forgets the labels, once they are divided. */
    void release() {
        count = 0;
        rows = new int[0];
        targets = new double[0];
    }
}
