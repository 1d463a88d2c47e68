package org.mtl.data.inspection;

import java.util.Arrays;
import org.mtl.MtlException;
import org.mtl.linalg.Blas;

/**
 * Sums and products of some columns, from one pass over them, for means, standard deviations and correlations.
 *
 * <p>Values are taken relative to the mean of the first rows and in units of their spread: the relative error of a
 * variance is then at most about ε times n over the number of those rows, however far from 0 the values lie.
 */
final class PooledMoments {

    private static final double ROUNDING = 8 * Math.ulp(1.0);

    private final int n;
    private final int p;
    private final int features;
    private final double[] centre;
    private final double[] unit;
    private final double[] sums;
    private final double[] products;

    private PooledMoments(ComparedColumns columns) {
        n = columns.rows().length;
        p = columns.count();
        features = columns.featureCount();
        centre = new double[p];
        unit = new double[p];
        Arrays.fill(unit, 1);
        sums = new double[p];
        products = new double[p * p];
    }

    /**
     * Passes over the columns, of at least one row.
     *
     * @throws MtlException (DATA) if values lie so far apart that their squares overflow
     */
    static PooledMoments of(ComparedColumns columns) {
        PooledMoments moments = new PooledMoments(columns);
        boolean[] started = {false};
        columns.forEachTile((tile, count) -> {
            if (!started[0]) {
                moments.start(tile, count, columns);
                started[0] = true;
            }
            moments.add(tile, count);
        });
        for (int j = 0; j < moments.p; j++) {
            if (!Double.isFinite(moments.products[j * moments.p + j])) {
                throw MtlException.data("the values of column " + Names.quote(columns.names().get(j))
                        + " lie too far apart to be compared with others");
            }
        }
        return moments;
    }

    /** Centre and unit from the first rows; equal values have a centre that they differ from by exactly 0. */
    private void start(double[] tile, int count, ComparedColumns columns) {
        for (int j = 0; j < p; j++) {
            if (j >= features && columns.labels().get(j - features).code() >= 0) {
                // Of a class, the sums over its rows are wanted too.
                continue;
            }
            double first = tile[j];
            double sum = 0;
            double spread = 0;
            for (int row = 1; row < count; row++) {
                double difference = tile[row * p + j] - first;
                sum += difference;
                spread = Math.max(spread, Math.abs(difference));
            }
            centre[j] = first + sum / count;
            unit[j] = spread == 0 ? 1 : Math.scalb(1.0, Math.getExponent(spread));
        }
    }

    private void add(double[] tile, int count) {
        for (int row = 0; row < count; row++) {
            for (int j = 0; j < p; j++) {
                double value = (tile[row * p + j] - centre[j]) / unit[j];
                tile[row * p + j] = value;
                sums[j] += value;
            }
        }
        Blas.addGram(p, count, 1, tile, products);
    }

    double mean(int column) {
        return centre[column] + unit[column] * (sums[column] / n);
    }

    /** The population standard deviation; 0 where all values are equal up to rounding. */
    double deviation(int column) {
        return unit[column] * Math.sqrt(squares(column) / n);
    }

    /** The sum of the squared distances from the mean, in units. */
    private double squares(int column) {
        double mean = sums[column] / n;
        double squares = products[column * p + column] - sums[column] * mean;
        double rounding = ROUNDING * Math.abs(centre[column] / unit[column] + mean);
        return squares <= n * rounding * rounding ? 0 : squares;
    }

    /**
     * How much of a feature's variance is left within the classes of a task, a share from 0 to 1, and whether its class
     * means are all different.
     *
     * @param feature which feature; 1 is returned for a constant one
     * @param label the column of the first class
     * @param classes the number of classes, whose columns follow one another
     */
    double withinClasses(int feature, int label, int classes) {
        double total = squares(feature);
        if (total == 0) {
            return 1;
        }
        double between = 0;
        double[] means = new double[classes];
        int seen = 0;
        for (int c = 0; c < classes; c++) {
            double rows = sums[label + c];
            if (rows > 0) {
                means[seen] = products[(label + c) * p + feature] / rows - sums[feature] / n;
                between += rows * means[seen] * means[seen];
                seen++;
            }
        }
        Arrays.sort(means, 0, seen);
        double apart = 1e-6 * Math.sqrt(total / n);
        for (int c = 1; c < seen; c++) {
            if (means[c] - means[c - 1] <= apart) {
                return 1;
            }
        }
        return Math.max(0, 1 - between / total);
    }

    /** The lower triangle of the correlation matrix, in the memory of the products: nothing can be asked for afterwards. */
    double[] intoCorrelations() {
        double[] lengths = new double[p];
        for (int j = 0; j < p; j++) {
            lengths[j] = Math.sqrt(squares(j));
        }
        for (int j = 0; j < p; j++) {
            for (int k = 0; k <= j; k++) {
                double product = products[j * p + k] - sums[j] * (sums[k] / n);
                boolean constant = lengths[j] == 0 || lengths[k] == 0;
                products[j * p + k] = constant ? 0 : product / lengths[j] / lengths[k];
            }
        }
        return products;
    }
}
