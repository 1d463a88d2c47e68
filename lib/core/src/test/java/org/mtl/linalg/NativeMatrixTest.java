package org.mtl.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NativeMatrixTest {

    @Property(tries = 50)
    void productsEqualTheirDefinition(
            @ForAll @IntRange(min = 0, max = 40) int m,
            @ForAll @IntRange(min = 0, max = 40) int n,
            @ForAll @IntRange(min = 0, max = 40) int k) {
        Random random = new Random(m * 1681 + n * 41 + k);
        double[] a = random.doubles((long) m * k, -1, 1).toArray();
        double[] b = random.doubles((long) k * n, -1, 1).toArray();
        // Longer than needed, and not 0: what stood there must not count.
        NativeMatrix product = NativeMatrix.of(random.doubles((long) m * n + 3).toArray());
        Blas.multiply(m, n, k, NativeMatrix.of(a), NativeMatrix.of(b), product);
        double[] found = new double[m * n];
        product.get(found, found.length);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double expected = 0;
                for (int l = 0; l < k; l++) {
                    expected += a[i * k + l] * b[l * n + j];
                }
                assertEquals(expected, found[i * n + j], 1e-13);
            }
        }
    }

    @Test
    void holdsWhatItIsGiven() {
        NativeMatrix matrix = new NativeMatrix(4);
        matrix.set(new double[] {1, 2, 3, 4, 5}, 3);
        double[] found = {9, 9, 9, 9, 9};
        matrix.get(found, 4);
        assertArrayEquals(new double[] {1, 2, 3, 0, 9}, found);
        assertEquals(4, matrix.length());
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.set(new double[5], 5));
    }

    @Test
    void refusesWhatIsTooShortOrTheSame() {
        NativeMatrix four = NativeMatrix.of(new double[4]);
        NativeMatrix six = NativeMatrix.of(new double[6]);
        assertThrows(IllegalArgumentException.class, () -> Blas.multiply(2, 2, 3, four, six, new NativeMatrix(4)));
        assertThrows(IllegalArgumentException.class, () -> Blas.multiply(2, 2, 2, four, six, four));
    }
}
