package org.mtl.data;

import java.util.stream.IntStream;

/** How large feature values are. */
public final class FeatureScale {

    /** Rows that are looked at, evenly spaced: enough to tell grey values from standardized ones. */
    private static final int MOST_ROWS = 1000;

    private FeatureScale() {}

    /** The root mean square of the values of at most 1,000 rows, 0 without rows. */
    public static double of(Features features) {
        int width = features.names().size();
        int count = Math.min(MOST_ROWS, features.rows());
        double[] row = new double[width];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            int place = (int) ((long) i * features.rows() / count);
            features.copyRows(new int[] {place}, 0, 1, row, width);
            sum += IntStream.range(0, width).mapToDouble(j -> row[j] * row[j]).sum();
        }
        return count == 0 ? 0 : Math.sqrt(sum / count / width);
    }
}
