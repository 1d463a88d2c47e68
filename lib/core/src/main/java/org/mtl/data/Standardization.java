package org.mtl.data;

import java.util.Arrays;
import java.util.Locale;

/**
 * Centres and scales features by statistics of the training rows.
 *
 * @param mode what the statistics are taken over
 * @param means row-major, one row of d for {@link Mode#POOLED}, one per task for {@link Mode#TASK}, none for
 *     {@link Mode#NONE}
 * @param scales likewise: population standard deviations; 0 for a constant column, which becomes 0
 */
public record Standardization(Mode mode, double[][] means, double[][] scales) {

    /** Which training rows the statistics are taken over. */
    public enum Mode {
        /** All tasks' training rows together. */
        POOLED,
        /** Each task's training rows apart. */
        TASK,
        /** No standardization. */
        NONE;

        /** The word that options and files use. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Leaves features as they are. */
    public static final Standardization NONE = new Standardization(Mode.NONE, new double[0][], new double[0][]);

    /** The standardization of one task alone. */
    public Standardization ofTask(int task) {
        if (mode != Mode.TASK) {
            return this;
        }
        return new Standardization(mode, new double[][] {means[task]}, new double[][] {scales[task]});
    }

    /** The standardization of the tasks that remain when one is left out. */
    public Standardization withoutTask(int task) {
        if (mode != Mode.TASK) {
            return this;
        }
        return new Standardization(mode, without(means, task), without(scales, task));
    }

    /** The standardization of the tasks taken several times, one after the other, all of them each time. */
    public Standardization repeated(int times) {
        return mode == Mode.TASK ? new Standardization(mode, repeated(means, times), repeated(scales, times)) : this;
    }

    private static double[][] repeated(double[][] rows, int times) {
        double[][] repeated = new double[rows.length * times][];
        Arrays.setAll(repeated, i -> rows[i % rows.length]);
        return repeated;
    }

    private static double[][] without(double[][] rows, int row) {
        double[][] rest = new double[rows.length - 1][];
        System.arraycopy(rows, 0, rest, 0, row);
        System.arraycopy(rows, row + 1, rest, row, rest.length - row);
        return rest;
    }

    /**
     * Transforms rows of one task in place.
     *
     * @param task the task's position, which matters for {@link Mode#TASK} only
     * @param tile row-major rows
     * @param count the number of rows
     * @param stride the tile's row length
     */
    public void apply(int task, double[] tile, int count, int stride) {
        for (int row = 0; mode != Mode.NONE && row < count; row++) {
            applyToRow(task, tile, row * stride);
        }
    }

    /**
     * Transforms one row in place.
     *
     * @param task the row's task, which matters for {@link Mode#TASK} only
     * @param at the position in {@code values} of the row's first value
     */
    public void applyToRow(int task, double[] values, int at) {
        if (mode == Mode.NONE) {
            return;
        }
        int which = mode == Mode.TASK ? task : 0;
        double[] mean = means[which];
        double[] scale = scales[which];
        for (int j = 0; j < mean.length; j++) {
            values[at + j] = scale[j] == 0 ? 0 : (values[at + j] - mean[j]) / scale[j];
        }
    }
}
