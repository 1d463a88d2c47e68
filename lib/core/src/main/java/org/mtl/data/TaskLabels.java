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

    /** The labelled rows, ascending. */
    int[] rows() {
        return Arrays.copyOf(rows, count);
    }

    /** The labels of {@link #rows}. */
    double[] targets() {
        return Arrays.copyOf(targets, count);
    }
}
