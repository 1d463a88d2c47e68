package org.mtl.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What a linear model sees of the features: standardized, with a trailing column of ones for the intercept.
 *
 * @param features the raw features, n × d
 * @param standardization applied to each row as a row of its task
 * @param intercept whether a last column of ones is appended
 */
public record Design(Features features, Standardization standardization, boolean intercept) {

    /** The name of the appended column. */
    public static final String INTERCEPT = "(intercept)";

    /** The same design with another standardization. */
    public Design with(Standardization other) {
        return new Design(features, other, intercept);
    }

    /** The number of columns, p = d or d + 1. */
    public int columns() {
        return features.names().size() + (intercept ? 1 : 0);
    }

    /** The column names, p of them. */
    public List<String> names() {
        List<String> names = new ArrayList<>(features.names());
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
        features.copyRows(rows, from, to, tile, stride);
        standardization.apply(task, tile, count, stride);
        if (intercept) {
            for (int row = 0; row < count; row++) {
                tile[row * stride + stride - 1] = 1;
            }
        }
    }
}
