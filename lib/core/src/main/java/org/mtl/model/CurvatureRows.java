package org.mtl.model;

import org.mtl.linalg.Blas;

/**
 * Adds the curvature of a tile's rows to a Gram matrix: Σ_i xx' ⊗ S_i, where S_i = B_iB_i' is the C × C curvature of row
 * i's loss.
 */
final class CurvatureRows {

    private CurvatureRows() {}

    /**
     * Adds Σ_i (x_i ⊗ B_i)(x_i ⊗ B_i)' to the lower triangle of {@code sum}; the tile's design may be overwritten.
     *
     * <p>With C > 1 by one product per pair of classes, X' diag(S_cd) X: O(n p² C²), where the products of the rows x_i ⊗ B_i
     * would take O(n p² C³).
     *
     * @param roots B_i, count × C × C
     * @param sum p·C × p·C
     */
    static void add(RowPass.Tile tile, double[] roots, int p, int outputs, double[] sum) {
        if (outputs == 1) {
            scaleRows(tile.design(), roots, tile.count(), p, tile.design());
            Blas.addGram(p, tile.count(), 1, tile.design(), sum);
            return;
        }
        double[] weights = new double[tile.count()];
        double[] scaled = new double[tile.count() * p];
        double[] products = new double[p * p];
        for (int c = 0; c < outputs; c++) {
            for (int d = 0; d <= c; d++) {
                storeCurvature(roots, outputs, c, d, weights);
                scaleRows(tile.design(), weights, tile.count(), p, scaled);
                Blas.multiplyTransposed(p, p, tile.count(), 1, scaled, tile.design(), 0, products);
                addPair(products, p, outputs, c, d, sum);
            }
        }
    }

    /** S_cd of every row. */
    private static void storeCurvature(double[] roots, int outputs, int c, int d, double[] weights) {
        for (int i = 0; i < weights.length; i++) {
            int rowC = (i * outputs + c) * outputs;
            int rowD = (i * outputs + d) * outputs;
            double sum = 0;
            for (int e = 0; e < outputs; e++) {
                sum += roots[rowC + e] * roots[rowD + e];
            }
            weights[i] = sum;
        }
    }

    private static void scaleRows(double[] design, double[] factors, int count, int p, double[] scaled) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < p; j++) {
                scaled[i * p + j] = factors[i] * design[i * p + j];
            }
        }
    }

    /** Adds a pair's p × p block, whose element (j, k) stands at row j·C + c and column k·C + d, and its mirror image. */
    private static void addPair(double[] block, int p, int outputs, int c, int d, double[] sum) {
        int length = p * outputs;
        for (int j = 0; j < p; j++) {
            for (int k = 0; k <= j; k++) {
                sum[(j * outputs + c) * length + k * outputs + d] += block[j * p + k];
                // Row j·C + d, column k·C + c lies in the lower triangle unless j = k.
                if (c != d && k < j) {
                    sum[(j * outputs + d) * length + k * outputs + c] += block[j * p + k];
                }
            }
        }
    }
}
