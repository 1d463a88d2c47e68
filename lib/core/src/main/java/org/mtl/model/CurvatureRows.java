package org.mtl.model;

import org.mtl.linalg.Blas;

/** Adds the curvature of a tile's rows to a Gram matrix: each row x with root B gives the C rows (x ⊗ B)'. */
final class CurvatureRows {

    private static final int BUFFER_VALUES = 1 << 16;

    private CurvatureRows() {}

    /**
     * Adds Σ_i (x_i ⊗ B_i)(x_i ⊗ B_i)' to the lower triangle of {@code sum}; the tile's design may be overwritten.
     *
     * @param roots B_i, count × C × C
     * @param sum p·C × p·C
     */
    static void add(RowPass.Tile tile, double[] roots, int p, int outputs, double[] sum) {
        if (outputs == 1) {
            scaleRows(tile, roots, p);
            Blas.addGram(p, tile.count(), 1, tile.design(), sum);
            return;
        }
        int length = p * outputs;
        int batch = Math.max(1, BUFFER_VALUES / (length * outputs));
        double[] expanded = new double[Math.min(batch, tile.count()) * outputs * length];
        for (int from = 0; from < tile.count(); from += batch) {
            int to = Math.min(tile.count(), from + batch);
            for (int i = from; i < to; i++) {
                expand(tile.design(), i * p, p, roots, i * outputs * outputs, outputs, expanded, (i - from) * outputs * length);
            }
            Blas.addGram(length, (to - from) * outputs, 1, expanded, sum);
        }
    }

    private static void scaleRows(RowPass.Tile tile, double[] roots, int p) {
        for (int i = 0; i < tile.count(); i++) {
            for (int j = 0; j < p; j++) {
                tile.design()[i * p + j] *= roots[i];
            }
        }
    }

    /** Row r of the C rows holds x_j B_cr at position j·C + c. */
    private static void expand(
            double[] x, int xAt, int p, double[] root, int rootAt, int outputs, double[] rows, int rowsAt) {
        for (int r = 0; r < outputs; r++) {
            int at = rowsAt + r * p * outputs;
            for (int j = 0; j < p; j++) {
                for (int c = 0; c < outputs; c++) {
                    rows[at + j * outputs + c] = x[xAt + j] * root[rootAt + c * outputs + r];
                }
            }
        }
    }
}
