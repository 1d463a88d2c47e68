package org.mtl.clustering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AffinityPropagationTest {

    @Test
    void findsWhatScikitLearnFinds() throws IOException {
        List<Reference> references = Reference.of("affinity-propagation");
        assertTrue(references.size() >= 6, "references");
        for (Reference reference : references) {
            AffinityPropagation.Result found =
                    AffinityPropagation.of(reference.similarities(), Double.parseDouble(reference.parameter()));
            assertArrayEquals(reference.labels(), found.clustering().labels(), reference.name());
            assertTrue(found.converged(), reference.name());
        }
    }

    @Test
    void thePreferenceDecidesHowManyThereAre() throws IOException {
        double[][] similarities = Reference.of("affinity-propagation").get(0).similarities();
        assertEquals(similarities.length, AffinityPropagation.of(similarities, 1).clustering().size());
        assertEquals(1, AffinityPropagation.of(similarities, -1e4).clustering().size());
    }

    /** Of −3, −3, −1, −1, −5, −5 the median is −3; the diagonal has no part. */
    @Test
    void medianOfDifferentItems() {
        double[][] matrix = {{9, -3, -1}, {-3, 9, -5}, {-1, -5, 9}};
        assertEquals(-3, AffinityPropagation.medianPreference(matrix), 0);
        assertEquals(0, AffinityPropagation.medianPreference(new double[][] {{9}}), 0);
    }

    @Test
    void equalItems() {
        assertEquals(1, AffinityPropagation.of(Reference.blocks(0, 5, -1, -1), -2).clustering().size());
        assertEquals(5, AffinityPropagation.of(Reference.blocks(0, 5, -1, -1), 0).clustering().size());
        assertEquals(1, AffinityPropagation.of(new double[][] {{0}}, 0).clustering().size());
    }

    @Test
    void blocksOfEqualItemsAreTheClusters() {
        assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1, 1},
                AffinityPropagation.of(Reference.blocks(3, 7, -1, -9), -9).clustering().labels());
    }
}
