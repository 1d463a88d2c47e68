package org.mtl.data;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** One task's labels, growing. */
final class TaskLabels {

    private final LabelPools.Pool pool;
    private int[] rows = new int[16];
    private double[] targets = new double[16];
    private int count;

    TaskLabels(LabelPools.Pool pool) {
        this.pool = pool;
    }

    /** The labels that are decided upon together with these. */
    LabelPools.Pool pool() {
        return pool;
    }

    /** Adds the label of a row; rows come in ascending order. */
    void add(int row, double target) {
        if (count == rows.length) {
            int larger = (int) Math.min(Integer.MAX_VALUE - 8L, count + (count >> 1) + 16L);
            rows = Arrays.copyOf(rows, larger);
            targets = Arrays.copyOf(targets, larger);
        }
        rows[count] = row;
        targets[count++] = target;
    }

    /** Applies a function to every label. */
    void replace(DoubleUnaryOperator function) {
        for (int i = 0; i < count; i++) {
            targets[i] = function.applyAsDouble(targets[i]);
        }
    }

    int size() {
        return count;
    }

    double target(int i) {
        return targets[i];
    }

    /** Makes room for so many labels at once, where it is known how many may come. */
    void reserve(int most) {
        if (most > rows.length) {
            rows = Arrays.copyOf(rows, most);
            targets = Arrays.copyOf(targets, most);
        }
    }

    /** The labelled rows, ascending; to be read only. */
    int[] rows() {
        rows = rows.length == count ? rows : Arrays.copyOf(rows, count);
        return rows;
    }

    /** The labels of {@link #rows}; to be read only. */
    double[] targets() {
        targets = targets.length == count ? targets : Arrays.copyOf(targets, count);
        return targets;
    }

    /** Forgets the labels, once they are divided. */
    void release() {
        count = 0;
        rows = new int[0];
        targets = new double[0];
    }
}
