package org.mtl.model;

import java.util.function.DoubleUnaryOperator;

/**
 * Numbers laid out as a linear model's parameters are: a block for the shared ones and a block per task, each p × m and
 * row-major. With m = 1 these are parameters or a gradient, with m > 1 several such vectors side by side.
 *
 * <p>Mutable: solvers fill the arrays in place.
 *
 * @param rows p, the length of a block
 * @param columns m
 * @param shared p × m values, or none where nothing is shared
 * @param own p × m values for each task, or no task where all is shared
 */
public record BlockMatrix(int rows, int columns, double[] shared, double[][] own) {

    /** All zero, with the blocks that a way of sharing has. */
    public static BlockMatrix zero(Sharing sharing, int tasks, int rows, int columns) {
        int size = Math.multiplyExact(rows, columns);
        return new BlockMatrix(
                rows,
                columns,
                new double[sharing.hasShared() ? size : 0],
                new double[sharing.hasOwn() ? tasks : 0][size]);
    }

    /** The block that the predictions of a task are made with: its own, or the shared one. */
    public double[] predicting(int task) {
        return own.length == 0 ? shared : own[task];
    }

    /** This matrix without a task's own block; the other blocks are not copied. */
    public BlockMatrix withoutTask(int task) {
        if (own.length == 0) {
            return this;
        }
        double[][] rest = new double[own.length - 1][];
        System.arraycopy(own, 0, rest, 0, task);
        System.arraycopy(own, task + 1, rest, task, rest.length - task);
        return new BlockMatrix(rows, columns, shared, rest);
    }

    /** A copy that shares no array with this one. */
    public BlockMatrix copy() {
        return map(value -> value);
    }

    /** A new matrix with a function applied to every number. */
    public BlockMatrix map(DoubleUnaryOperator function) {
        double[][] mapped = new double[own.length][];
        for (int task = 0; task < own.length; task++) {
            mapped[task] = map(own[task], function);
        }
        return new BlockMatrix(rows, columns, map(shared, function), mapped);
    }

    private static double[] map(double[] values, DoubleUnaryOperator function) {
        double[] mapped = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            mapped[i] = function.applyAsDouble(values[i]);
        }
        return mapped;
    }

    /** This + factor · other, as a new matrix. */
    public BlockMatrix plus(double factor, BlockMatrix other) {
        BlockMatrix sum = copy();
        add(sum.shared, factor, other.shared);
        for (int task = 0; task < own.length; task++) {
            add(sum.own[task], factor, other.own[task]);
        }
        return sum;
    }

    private static void add(double[] sum, double factor, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[i];
        }
    }

    /** The sum of products of equal entries. */
    public double dot(BlockMatrix other) {
        double sum = dot(shared, other.shared);
        for (int task = 0; task < own.length; task++) {
            sum += dot(own[task], other.own[task]);
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The largest absolute entry, NaN if any is NaN, 0 if there is none. */
    public double maxAbsolute() {
        double largest = maxAbsolute(shared);
        for (double[] block : own) {
            largest = Math.max(largest, maxAbsolute(block));
        }
        return largest;
    }

    private static double maxAbsolute(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
