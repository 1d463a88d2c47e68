package org.mtl.clustering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectralClusteringTest {

    @Test
    void findsWhatScikitLearnFinds() throws IOException {
        List<Reference> references = Reference.of("spectral");
        assertTrue(references.size() >= 3, "references");
        for (Reference reference : references) {
            Clustering found =
                    SpectralClustering.of(reference.similarities(), Integer.parseInt(reference.parameter()), 0);
            assertArrayEquals(reference.labels(), found.labels(), reference.name());
        }
    }

    @Test
    void partsThatAreNotLinkedAreTheClusters() {
        assertArrayEquals(new int[] {0, 0, 0, 0, 1, 1},
                SpectralClustering.of(Reference.blocks(4, 6, 1, 0), 2, 3).labels());
    }

    @Test
    void anItemLikeNoOther() {
        double[][] weights = {{0, 1, 0}, {1, 0, 0}, {0, 0, 0}};
        assertArrayEquals(new int[] {0, 0, 1}, SpectralClustering.of(weights, 2, 0).labels());
    }

    @Test
    void refusesMoreClustersThanItems() {
        assertThrows(IllegalArgumentException.class, () -> SpectralClustering.of(new double[2][2], 3, 0));
        assertThrows(IllegalArgumentException.class, () -> SpectralClustering.of(new double[2][2], 0, 0));
    }

    /** The best split of a line into two parts, by trying all of them. */
    @Test
    void meansOfALine() {
        Random random = new Random(3);
        double[][] points = new double[12][1];
        for (int i = 0; i < points.length; i++) {
            points[i][0] = i * i + random.nextDouble();
        }
        double least = Double.POSITIVE_INFINITY;
        int[] expected = new int[0];
        for (int first = 1; first < points.length; first++) {
            int[] labels = new int[points.length];
            Arrays.fill(labels, first, points.length, 1);
            double spread = KMeans.spread(points, new Clustering(labels));
            if (spread < least) {
                least = spread;
                expected = labels;
            }
        }
        assertArrayEquals(expected, KMeans.of(points, 2, 5).labels());
        assertEquals(KMeans.of(points, 3, 5), KMeans.of(points, 3, 5));
        assertEquals(12, KMeans.of(points, 12, 5).size());
    }
}
