package org.mtl.data;

import java.util.List;
import org.mtl.MtlException;

/**
 * Takes means and standard deviations over training rows.
 *
 * <p>Two passes, in tiles, in double. Deviations are first taken from the first row, so that a constant column has
 * deviations of exactly 0 whatever its size, and then from the mean; they are scaled by a power of two, so that squares
 * neither overflow nor vanish.
 *
 * <p>A column whose standard deviation is at most 8ε·max|x| (ε = 2⁻⁵²) counts as constant: that is as far as values
 * lie apart that were meant to be equal but were rounded on different ways, and scaling would blow their rounding up to
 * unit size.
 */
public final class Standardizer {

    private static final int TILE_ROWS = 1024;
    private static final double ROUNDING = 8 * Math.ulp(1.0);

    private Standardizer() {}

    /**
     * Fits a standardization.
     *
     * <p>{@link Standardization.Mode#POOLED} takes the data rows that train at least one task, each once;
     * {@link Standardization.Mode#TASK} each task's labelled training rows.
     *
     * @throws MtlException (DATA) if a task (or, pooled, the data) has no training rows, or a column's values lie so far
     *     apart that their difference overflows
     */
    public static Standardization fit(Dataset data, Standardization.Mode mode) {
        List<TaskData> tasks = data.tasks();
        int sets = switch (mode) {
            case NONE -> 0;
            case POOLED -> 1;
            case TASK -> tasks.size();
        };
        double[][] means = new double[sets][];
        double[][] scales = new double[sets][];
        for (int set = 0; set < sets; set++) {
            boolean pooled = mode == Standardization.Mode.POOLED;
            DataRows rows = pooled ? DataRows.training(tasks) : DataRows.of(tasks.get(set).in(Split.TRAIN));
            if (rows.size() == 0) {
                String who = pooled ? "the data" : "task " + Cells.quote(tasks.get(set).name());
                throw MtlException.data(who + " has no training rows to standardize by");
            }
            Moments moments = new Moments(data.features(), rows);
            means[set] = moments.mean;
            scales[set] = moments.scale;
        }
        return mode == Standardization.Mode.NONE ? Standardization.NONE : new Standardization(mode, means, scales);
    }

    /** The statistics of some rows. */
    private static final class Moments {

        private final Features features;
        private final DataRows rows;
        private final int width;
        private final double[] mean;
        private final double[] scale;

        Moments(Features features, DataRows rows) {
            this.features = features;
            this.rows = rows;
            this.width = features.names().size();
            this.mean = new double[width];
            this.scale = new double[width];
            double[] largest = new double[width];
            double[] spread = new double[width];
            firstPass(largest, spread);
            secondPass(largest, spread);
        }

        /** Means, the largest magnitudes, and the largest deviations from the first row. */
        private void firstPass(double[] largest, double[] spread) {
            double[] first = new double[width];
            double[] sums = new double[width];
            boolean[] begun = new boolean[1];
            forEachTile((tile, count) -> {
                if (!begun[0]) {
                    System.arraycopy(tile, 0, first, 0, width);
                    begun[0] = true;
                }
                for (int row = 0; row < count; row++) {
                    for (int j = 0; j < width; j++) {
                        double value = tile[row * width + j];
                        double deviation = value - first[j];
                        sums[j] += deviation;
                        largest[j] = Math.max(largest[j], Math.abs(value));
                        spread[j] = Math.max(spread[j], Math.abs(deviation));
                    }
                }
            });
            for (int j = 0; j < width; j++) {
                mean[j] = first[j] + sums[j] / rows.size();
                if (!Double.isFinite(sums[j])) {
                    throw MtlException.data("feature " + Cells.quote(features.names().get(j))
                            + " is too large to be standardized");
                }
            }
        }

        private void secondPass(double[] largest, double[] spread) {
            double[] units = new double[width];
            for (int j = 0; j < width; j++) {
                units[j] = spread[j] == 0 ? 1 : Math.scalb(1.0, Math.getExponent(spread[j]));
            }
            double[] sums = new double[width];
            double[] squares = new double[width];
            forEachTile((tile, count) -> {
                for (int row = 0; row < count; row++) {
                    for (int j = 0; j < width; j++) {
                        double deviation = (tile[row * width + j] - mean[j]) / units[j];
                        sums[j] += deviation;
                        squares[j] += deviation * deviation;
                    }
                }
            });
            for (int j = 0; j < width; j++) {
                // The sum of the deviations would be 0 without rounding; taking it out corrects mean and variance.
                double rest = sums[j] / rows.size();
                double variance = Math.max(0, squares[j] / rows.size() - rest * rest);
                double deviation = units[j] * Math.sqrt(variance);
                mean[j] += rest * units[j];
                scale[j] = deviation <= ROUNDING * largest[j] ? 0 : deviation;
            }
        }

        private void forEachTile(TileAction action) {
            double[] tile = new double[Math.min(TILE_ROWS, rows.size()) * width];
            rows.forEachBlock(TILE_ROWS, (some, count) -> {
                features.copyRows(some, 0, count, tile, width);
                action.accept(tile, count);
            });
        }
    }

    /** What is done with each tile of rows. */
    private interface TileAction {
        void accept(double[] tile, int count);
    }
}
