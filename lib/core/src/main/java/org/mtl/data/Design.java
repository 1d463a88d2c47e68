package org.mtl.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.mtl.linalg.NativeMatrix;

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

    /** The values of rows that are transformed before they are put to their places, 128 KiB. */
    private static final int BATCH_VALUES = 1 << 14;

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
     * The same design with its projected rows kept, n × k values, so that many passes project once; this design itself where
     * nothing is projected.
     */
    public Design materialized() {
        if (components.isEmpty()) {
            return this;
        }
        Design projected = new Design(features, standardization, components, false);
        StoredFeatures rows = new StoredFeatures(projected.names());
        double[] tile = new double[TILE_ROWS * projected.columns()];
        DataRows.all(features.rows()).forEachBlock(TILE_ROWS, (some, count) -> {
            projected.copyRows(0, some, 0, count, tile);
            rows.add(tile, count);
        });
        return new Design(rows, Standardization.NONE, Optional.empty(), intercept);
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
        copyRows(line -> task, rows, from, to, tile);
    }

    /** Copies labelled rows of a task, those at positions {@code from} to {@code to} − 1, likewise. */
    public void copyRows(int task, TaskData.Labelled labelled, int from, int to, double[] tile) {
        copyRows(task, labelled.rows(from, to), 0, to - from, tile);
    }

    /** Copies rows of several tasks, the task of {@code rows[i]} being that of line i. */
    private void copyRows(IntUnaryOperator tasks, int[] rows, int from, int to, double[] tile) {
        int stride = columns();
        int count = to - from;
        int width = components.isPresent() ? features.names().size() : stride;
        double[] raw = components.isPresent() ? new double[count * width] : tile;
        features.copyRows(rows, from, to, raw, width);
        for (int i = 0; i < count; i++) {
            standardization.applyToRow(tasks.applyAsInt(from + i), raw, i * width);
        }
        components.ifPresent(projection -> projection.apply(raw, count, width, tile, stride));
        for (int i = 0; intercept && i < count; i++) {
            tile[i * stride + stride - 1] = 1;
        }
    }

    /**
     * Copies rows of several tasks to places of a row-major matrix with p columns.
     *
     * @param rows 0-based data rows, fastest if they ascend
     * @param tasks the task that each is taken as a row of
     * @param count how many of them to copy
     * @param places row {@code rows[i]} goes to {@code places[i] * p}
     * @param matrix receives the rows
     */
    public void copyRows(int[] rows, int[] tasks, int count, int[] places, NativeMatrix matrix) {
        int stride = columns();
        if (components.isEmpty() && standardization.mode() == Standardization.Mode.NONE) {
            features.copyRows(rows, count, places, matrix, stride);
            for (int i = 0; intercept && i < count; i++) {
                matrix.set(places[i] * stride + stride - 1, 1);
            }
            return;
        }
        int step = Math.max(16, BATCH_VALUES / Math.max(1, stride));
        double[] tile = new double[Math.min(step, count) * stride];
        for (int from = 0; from < count; from += step) {
            int to = Math.min(count, from + step);
            copyRows(line -> tasks[line], rows, from, to, tile);
            for (int i = from; i < to; i++) {
                matrix.set(places[i] * stride, tile, (i - from) * stride, stride);
            }
        }
    }
}
