package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureScaleTest {

    @Test
    void isTheRootMeanSquare() {
        assertEquals(Math.sqrt((9 + 16 + 25 + 0) / 4.0), FeatureScale.of(ChunkedFeatures.of(List.of("a", "b"), new double[] {3, -4},
                new double[] {5, 0})), 1e-15);
        assertEquals(0, FeatureScale.of(ChunkedFeatures.of(List.of("a"))));
    }

    /** Rows of a file that is sorted are looked at from its beginning to its end. */
    @Test
    void looksAtAllPartsOfManyRows() {
        double[][] rows = IntStream.range(0, 5000).mapToObj(i -> new double[] {i < 2500 ? 0 : 2}).toArray(double[][]::new);
        assertEquals(Math.sqrt(2), FeatureScale.of(ChunkedFeatures.of(List.of("a"), rows)), 1e-15);
    }
}
