package org.mtl.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

class IndependentColumnsTest {

    private static IndependentColumns of(RealMatrix x, int serving) {
        int n = x.getColumnDimension();
        double[] gram = new double[n * n];
        RealMatrix products = x.transpose().multiply(x);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                // What stands above the diagonal must not count.
                gram[i * n + j] = j <= i ? products.getEntry(i, j) : 77;
            }
        }
        return IndependentColumns.of(gram, n, serving, 1e-10);
    }

    private static BitSet bits(int... positions) {
        BitSet bits = new BitSet();
        for (int position : positions) {
            bits.set(position);
        }
        return bits;
    }

    /** Columns (1, 0, 0), (1, 1, 0), (5, 2, 0), 0, (0, 0, 1): the third is 3 of the first and 2 of the second. */
    @Test
    void byHand() {
        RealMatrix x = new Array2DRowRealMatrix(new double[][] {{1, 1, 5, 0, 0}, {0, 1, 2, 0, 0}, {0, 0, 0, 0, 1}});
        IndependentColumns columns = of(x, 5);
        assertEquals(bits(2, 3), columns.dependent());
        assertEquals(3, columns.rank());
        assertArrayEquals(new double[] {3, 2, 0, 0, 0}, columns.coefficients(2), 1e-14);
        assertArrayEquals(new double[5], columns.coefficients(3));
        // The least-squares coefficients of a column that does not depend: (1, 1, 0) is (1, 0, 0) and a rest.
        assertArrayEquals(new double[] {1, 0, 0, 0, 0}, columns.coefficients(1), 1e-15);
    }

    /** The last two columns explain nothing, although the second of them equals the first. */
    @Test
    void columnsThatDoNotServeAreOnlyExplained() {
        RealMatrix x = new Array2DRowRealMatrix(new double[][] {{1, 2, 2, 3}, {0, 1, 1, 0}, {0, 4, 4, 0}});
        IndependentColumns columns = of(x, 1);
        assertEquals(bits(3), columns.dependent());
        assertEquals(1, columns.rank());
        assertArrayEquals(new double[] {3, 0, 0, 0}, columns.coefficients(3), 1e-15);
    }

    /** Ranks and coefficients are those of the singular value decomposition of the columns before. */
    @Property(tries = 30)
    void equalsTheSingularValueDecomposition(@ForAll @IntRange(min = 2, max = 12) int n,
            @ForAll @IntRange(min = 0, max = 99) int seed) {
        Random random = new Random(seed);
        RealMatrix x = new Array2DRowRealMatrix(30, n);
        for (int j = 0; j < n; j++) {
            boolean made = j >= 2 && random.nextInt(3) == 0;
            int a = made ? random.nextInt(j) : 0;
            int b = made ? random.nextInt(j) : 0;
            for (int i = 0; i < 30; i++) {
                x.setEntry(i, j, made ? 2 * x.getEntry(i, a) - x.getEntry(i, b) : random.nextGaussian());
            }
        }
        IndependentColumns columns = of(x, n);
        BitSet independent = new BitSet();
        for (int j = 0; j < n; j++) {
            RealMatrix upTo = x.getSubMatrix(0, 29, 0, j);
            int rank = new SingularValueDecomposition(upTo).getRank();
            assertEquals(rank == independent.cardinality(), columns.dependent().get(j), "column " + j);
            if (rank > independent.cardinality()) {
                independent.set(j);
            } else {
                int[] basis = independent.stream().toArray();
                double[] expected = new SingularValueDecomposition(x.getSubMatrix(all(30), basis)).getSolver()
                        .solve(new ArrayRealVector(x.getColumn(j))).toArray();
                double[] found = columns.coefficients(j);
                for (int k = 0; k < basis.length; k++) {
                    assertEquals(expected[k], found[basis[k]], 1e-9);
                    found[basis[k]] = 0;
                }
                assertArrayEquals(new double[n], found);
            }
        }
        assertEquals(independent.cardinality(), columns.rank());
    }

    private static int[] all(int count) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = i;
        }
        return positions;
    }

    /** More columns than one block has; a combination of columns from two blocks is found in the third. */
    @Test
    void acrossBlocks() {
        int n = 600;
        int rows = 700;
        Random random = new Random(5);
        double[] x = random.doubles((long) rows * n, -1, 1).toArray();
        for (int i = 0; i < rows; i++) {
            x[i * n + 300] = x[i * n + 7];
            x[i * n + 590] = x[i * n + 20] - 3 * x[i * n + 299] + 0.5 * x[i * n + 530];
        }
        double[] gram = new double[n * n];
        Blas.addGram(n, rows, 1, x, gram);
        IndependentColumns columns = IndependentColumns.of(gram, n, n, 1e-10);
        assertEquals(bits(300, 590), columns.dependent());
        assertEquals(598, columns.rank());
        double[] expected = new double[n];
        expected[20] = 1;
        expected[299] = -3;
        expected[530] = 0.5;
        assertArrayEquals(expected, columns.coefficients(590), 1e-10);
        assertTrue(Math.abs(columns.coefficients(300)[7] - 1) < 1e-12);
    }
}
