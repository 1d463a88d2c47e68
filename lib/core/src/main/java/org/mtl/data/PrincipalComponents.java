package org.mtl.data;

import java.util.List;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.linalg.Blas;
import org.mtl.linalg.SymmetricEigen;

/**
 * The leading principal components of standardized features, and the projection on them: z = W(x − mean).
 *
 * <p>The arrays are not copied and must not be changed.
 *
 * @param mean what is subtracted first, d values; 0 where the components are not centred
 * @param components W, k × d row-major with orthonormal rows, by descending variance; in each row the component of the
 *     largest magnitude (of several the first) is positive
 * @param count k
 * @param variances the mean square of each coordinate over the rows of the fit, k values: where they were centred, the
 *     population variance
 */
public record PrincipalComponents(double[] mean, double[] components, int count, double[] variances) {

    private static final int TILE_ROWS = 1024;

    /** The largest matrix of d × d values that one array holds. */
    private static final int MOST_FEATURES = 46_340;

    /** Checks that the arrays fit together. */
    public PrincipalComponents {
        if (components.length != (long) count * mean.length || variances.length != count) {
            throw new IllegalArgumentException(count + " components of " + mean.length + " features: found "
                    + components.length + " values, " + variances.length + " variances");
        }
    }

    /**
     * Fits components to some rows. Rows are read twice, in tiles; time O(n·d² + d³), memory O(d²).
     *
     * @param rows the data rows to fit to, usually all training rows, each once
     * @param applied the standardization that precedes the projection
     * @param count k, at least 1
     * @param center whether the mean of the rows is subtracted
     * @throws MtlException (USAGE) if tasks are standardized apart, or count is below 1; (DATA) if there are no rows, they
     *     span fewer than k dimensions, or their squares overflow
     */
    public static PrincipalComponents fit(Features features, DataRows rows, Standardization applied, int count, boolean center) {
        requireOptions(applied.mode(), count);
        int d = features.names().size();
        requireSize(rows.size(), d);
        double[] mean = new double[d];
        if (center) {
            Tiles.forEach(features, rows, applied, (tile, size) -> addRows(tile, size, mean));
            for (int j = 0; j < d; j++) {
                mean[j] /= rows.size();
            }
        }
        double[] gram = new double[d * d];
        Tiles.forEach(features, rows, applied, (tile, size) -> {
            subtract(tile, size, mean);
            Blas.addGram(d, size, 1.0 / rows.size(), tile, gram);
        });
        return leading(decompose(gram, d), mean, count);
    }

    /**
     * Checks options before any work.
     *
     * @throws MtlException (USAGE) if tasks are standardized apart, or count is below 1
     */
    public static void requireOptions(Standardization.Mode mode, int count) {
        if (mode == Standardization.Mode.TASK) {
            throw MtlException.usage("--pca needs --standardize pooled or none");
        }
        if (count < 1) {
            throw MtlException.usage("--pca: expected at least 1 component, found " + count);
        }
    }

    private static void requireSize(int rows, int features) {
        if (rows == 0) {
            throw MtlException.data("--pca: expected rows to fit the components to, found none");
        }
        if (features > MOST_FEATURES) {
            throw MtlException.data("--pca: expected at most " + MOST_FEATURES + " features, found " + features);
        }
    }

    private static void addRows(double[] tile, int size, double[] sums) {
        for (int row = 0; row < size; row++) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += tile[row * sums.length + j];
            }
        }
    }

    private static void subtract(double[] tile, int size, double[] mean) {
        for (int row = 0; row < size; row++) {
            for (int j = 0; j < mean.length; j++) {
                tile[row * mean.length + j] -= mean[j];
            }
        }
    }

    private static SymmetricEigen decompose(double[] gram, int d) {
        for (int i = 0; i < d; i++) {
            if (!Double.isFinite(gram[i * d + i])) {
                throw MtlException.data("--pca: features are too large for their squares; use --standardize pooled");
            }
        }
        return SymmetricEigen.of(gram, d);
    }

    private static PrincipalComponents leading(SymmetricEigen eigen, double[] mean, int count) {
        int d = mean.length;
        double cutoff = eigen.cutoff();
        int rank = (int) IntStream.range(0, d).filter(j -> eigen.values()[j] > cutoff).count();
        if (count > rank) {
            throw MtlException.data("--pca: expected at most as many components as the rows have dimensions, which is "
                    + rank + ", found " + count);
        }
        double[] components = new double[count * d];
        double[] variances = new double[count];
        for (int component = 0; component < count; component++) {
            int from = d - 1 - component;
            variances[component] = eigen.values()[from];
            double sign = sign(eigen.vectors(), from * d, d);
            for (int j = 0; j < d; j++) {
                components[component * d + j] = sign * eigen.vectors()[from * d + j];
            }
        }
        return new PrincipalComponents(mean, components, count, variances);
    }

    private static double sign(double[] vectors, int at, int d) {
        double largest = 0;
        for (int j = 0; j < d; j++) {
            largest = Math.abs(vectors[at + j]) > Math.abs(largest) ? vectors[at + j] : largest;
        }
        return Math.signum(largest);
    }

    /** The names of the projected columns, {@code pc1} to {@code pck}. */
    public List<String> names() {
        return IntStream.rangeClosed(1, count).mapToObj(component -> "pc" + component).toList();
    }

    /**
     * Projects rows of standardized features.
     *
     * @param tile row-major rows of d features; unchanged
     * @param count the number of rows
     * @param stride the tile's row length, at least d
     * @param out receives rows of k coordinates; not the same array
     * @param outStride the row length of {@code out}, at least k
     */
    public void apply(double[] tile, int count, int stride, double[] out, int outStride) {
        if (tile == out) {
            throw new IllegalArgumentException("an output array must not be one of the inputs");
        }
        int d = mean.length;
        int k = this.count;
        double[] centred = new double[count * d];
        for (int row = 0; row < count; row++) {
            for (int j = 0; j < d; j++) {
                centred[row * d + j] = tile[row * stride + j] - mean[j];
            }
        }
        double[] transposed = new double[d * k];
        for (int component = 0; component < k; component++) {
            for (int j = 0; j < d; j++) {
                transposed[j * k + component] = components[component * d + j];
            }
        }
        double[] projected = new double[count * k];
        Blas.multiply(count, k, d, 1, centred, transposed, 0, projected);
        for (int row = 0; row < count; row++) {
            System.arraycopy(projected, row * k, out, row * outStride, k);
        }
    }

    /** Passes over standardized rows. */
    private interface Tiles {
        void accept(double[] tile, int size);

        static void forEach(Features features, DataRows rows, Standardization applied, Tiles action) {
            int d = features.names().size();
            double[] tile = new double[Math.min(TILE_ROWS, rows.size()) * d];
            rows.forEachBlock(TILE_ROWS, (some, size) -> {
                features.copyRows(some, 0, size, tile, d);
                // Standardized over all tasks together or not at all, so the task does not matter.
                applied.apply(0, tile, size, d);
                action.accept(tile, size);
            });
        }
    }
}
