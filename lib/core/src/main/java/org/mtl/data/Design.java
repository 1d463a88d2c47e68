package org.mtl.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a linear model sees of the features: standardized, projected on principal components where there are any, with a
 * trailing column of ones for the intercept.
 *
 * @param features the raw features, n × d
 * @param standardization applied to each row as a row of its task
 * @param components applied to each standardized row
 * @param intercept whether a last column of ones is appended
 */
public record Design(
        Features features, Standardization standardization, Optional<PrincipalComponents> components, boolean intercept) {

    private static final int TILE_ROWS = 1024;

    /** The name of the appended column. */
    public static final String INTERCEPT = "(intercept)";

    /** A design without projection. */
    public Design(Features features, Standardization standardization, boolean intercept) {
        this(features, standardization, Optional.empty(), intercept);
    }

    /** The same design with another standardization. */
    public Design with(Standardization other) {
        return new Design(features, other, components, intercept);
    }

    /**
     * The same design with its projected rows held in memory, n × k values, so that many passes project once; this design
     * itself where nothing is projected.
     */
    public Design materialized() {
        if (components.isEmpty()) {
            return this;
        }
        Design projected = new Design(features, standardization, components, false);
        int width = projected.columns();
        ChunkedFeatures.Builder rows = new ChunkedFeatures.Builder(width);
        double[] tile = new double[TILE_ROWS * width];
        for (int from = 0; from < features.rows(); from += TILE_ROWS) {
            int[] some = IntStream.range(from, Math.min(features.rows(), from + TILE_ROWS)).toArray();
            projected.copyRows(0, some, 0, some.length, tile);
            for (int i = 0; i < some.length; i++) {
                rows.add(tile, i * width);
            }
        }
        return new Design(rows.build(projected.names()), Standardization.NONE, Optional.empty(), intercept);
    }

    /** The number of columns p: d, or k where there are components, and one for the intercept. */
    public int columns() {
        return components.map(PrincipalComponents::count).orElseGet(() -> features.names().size()) + (intercept ? 1 : 0);
    }

    /** The column names, p of them. */
    public List<String> names() {
        List<String> names = new ArrayList<>(components.map(PrincipalComponents::names).orElseGet(features::names));
        if (intercept) {
            names.add(INTERCEPT);
        }
        return names;
    }

    /**
     * Copies some rows into a row-major tile with p columns.
     *
     * @param task the task that the rows are taken as rows of
     * @param rows 0-based data rows
     * @param from first position in {@code rows} to copy
     * @param to position after the last one
     * @param tile receives (to − from) × p values
     */
    public void copyRows(int task, int[] rows, int from, int to, double[] tile) {
        int stride = columns();
        int count = to - from;
        if (components.isPresent()) {
            int width = features.names().size();
            double[] raw = new double[count * width];
            features.copyRows(rows, from, to, raw, width);
            transform(task, raw, 0, count, tile);
        } else {
            features.copyRows(rows, from, to, tile, stride);
            standardization.apply(task, tile, count, stride);
            appendOnes(tile, count);
        }
    }

    /**
     * Makes rows of the design from rows of the features.
     *
     * @param task the task that the rows are taken as rows of
     * @param raw rows of d values
     * @param at the position of the first one in {@code raw}
     * @param count the number of rows
     * @param tile receives count × p values
     */
    public void transform(int task, double[] raw, int at, int count, double[] tile) {
        int width = features.names().size();
        int stride = columns();
        if (components.isPresent()) {
            double[] rows = Arrays.copyOfRange(raw, at, at + count * width);
            standardization.apply(task, rows, count, width);
            components.get().apply(rows, count, width, tile, stride);
        } else {
            for (int row = 0; row < count; row++) {
                System.arraycopy(raw, at + row * width, tile, row * stride, width);
            }
            standardization.apply(task, tile, count, stride);
        }
        appendOnes(tile, count);
    }

    private void appendOnes(double[] tile, int count) {
        int stride = columns();
        if (intercept) {
            for (int row = 0; row < count; row++) {
                tile[row * stride + stride - 1] = 1;
            }
        }
    }
}
