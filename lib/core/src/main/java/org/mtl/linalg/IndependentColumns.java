package org.mtl.linalg;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which columns of a matrix X are no linear combinations of earlier ones, and of which those that are, found from X'X by a
 * Cholesky factorisation that passes over a column whose pivot vanishes.
 *
 * <p>Columns are taken in their order and not by the size of their pivots, so that of columns that depend on each other
 * the last is called the dependent one, whatever the rounding of the processor (as in LINPACK's {@code dqrdc2}, which R
 * fits linear models with). From X'X, a residual of less than about 1e-7 of a column cannot be told from 0.
 */
public final class IndependentColumns {

    private static final int BLOCK = 256;

    private final int n;
    private final double[] factor;
    private final BitSet pivots = new BitSet();
    private final BitSet dependent = new BitSet();

    private IndependentColumns(int n, double[] factor) {
        this.n = n;
        this.factor = factor;
    }

    /**
     * Factorises, O(n³).
     *
     * @param gram X'X, n × n, of which the lower triangle of the row-major matrix is read; destroyed
     * @param serving the first so many columns may explain others; those after them are only explained
     * @param tolerance a column depends on earlier ones if no more than this share of its squared length is left; one of
     *     length 0 depends on them with coefficients of 0
     */
    public static IndependentColumns of(double[] gram, int n, int serving, double tolerance) {
        IndependentColumns columns = new IndependentColumns(n, gram);
        double[] least = new double[n];
        for (int j = 0; j < n; j++) {
            least[j] = tolerance * gram[j * n + j];
        }
        double[] block = new double[Math.min(n, BLOCK) * n];
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            for (int j = from; j < to; j++) {
                columns.take(j, from, serving, least[j]);
            }
            columns.update(from, to, block);
        }
        return columns;
    }

    /**
     * Decides about column j. Row j of the upper triangle receives its row of the factor, which the lower triangle, where
     * what is left of X'X stands, has no more need of.
     */
    private void take(int j, int from, int serving, double least) {
        int row = j * n;
        for (int k = j + 1; k < n; k++) {
            factor[row + k] = factor[k * n + j];
        }
        for (int i = pivots.nextSetBit(from); i >= 0; i = pivots.nextSetBit(i + 1)) {
            double weight = factor[i * n + j];
            for (int k = j; k < n; k++) {
                factor[row + k] -= weight * factor[i * n + k];
            }
        }
        double left = factor[row + j];
        dependent.set(j, left <= least);
        if (left > least && j < serving) {
            pivots.set(j);
            double scale = 1 / Math.sqrt(left);
            for (int k = j; k < n; k++) {
                factor[row + k] *= scale;
            }
        }
    }

    /** Takes the pivots of a block out of what is right of it, all at once. */
    private void update(int from, int to, double[] block) {
        int count = 0;
        for (int i = pivots.nextSetBit(from); i >= 0; i = pivots.nextSetBit(i + 1)) {
            Arrays.fill(block, count * n, count * n + to, 0);
            System.arraycopy(factor, i * n + to, block, count * n + to, n - to);
            count++;
        }
        if (to < n) {
            Blas.addGram(n, count, -1, block, factor);
        }
    }

    /** The columns that are linear combinations of earlier ones. */
    public BitSet dependent() {
        return (BitSet) dependent.clone();
    }

    /** The number of columns that explain the others: the rank of the first {@code serving} columns. */
    public int rank() {
        return pivots.cardinality();
    }

    /**
     * The least-squares coefficients by which a column is the sum of the independent ones before it.
     *
     * @return n values, 0 for columns that have no part in it
     */
    public double[] coefficients(int column) {
        double[] result = new double[n];
        int[] before = pivots.get(0, column).stream().toArray();
        for (int at = before.length - 1; at >= 0; at--) {
            int row = before[at] * n;
            double rest = factor[row + column];
            for (int k = at + 1; k < before.length; k++) {
                rest -= factor[row + before[k]] * result[before[k]];
            }
            result[before[at]] = rest / factor[row + before[at]];
        }
        return result;
    }
}
