package org.mtl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TransferDiagnosisTest {

    private static TransferDiagnosis pair(double together, double cosine, double alignment, int sourceRows, double sourceNoise,
            boolean roomy) {
        return new TransferDiagnosis("a", "b", 2, together, cosine, 0.3, alignment, sourceRows, 100, sourceNoise, 0.1, roomy);
    }

    @Test
    void gainIsTheShareOfTheLoss() {
        assertEquals(0.25, pair(1.5, 1, 1, 100, 0.1, false).gain());
        assertEquals(-0.5, pair(3, 1, 1, 100, 0.1, false).gain());
    }

    /** Noise is looked at first, then models, covariances and sizes; what is left is capacity. */
    @Test
    void lossesAreReadComponentByComponent() {
        assertTrue(pair(3, 0.1, 0.1, 1000, 0.3, false).reading().startsWith("label noise"));
        assertTrue(pair(3, 0.1, 0.1, 1000, 0.1, false).reading().startsWith("models differ"));
        assertTrue(pair(3, -0.9, 0.1, 1000, 0.1, false).reading().startsWith("covariance"));
        assertTrue(pair(3, 0.9, 0.9, 1000, 0.1, false).reading().startsWith("weight"));
        assertTrue(pair(3, 0.9, 0.9, 100, 0.1, false).reading().startsWith("capacity"));
    }

    @Test
    void gainsAndNoChange() {
        assertEquals("gain: like models on like rows", pair(1, 0.9, 0.9, 100, 0.1, false).reading());
        assertTrue(pair(1, 0.9, 0.2, 100, 0.1, false).reading().contains("--align"));
        assertTrue(pair(1, 0.1, 0.9, 100, 0.1, false).reading().contains("models differ"));
        assertEquals("hardly any transfer", pair(2.01, 0.9, 0.9, 100, 0.1, false).reading());
        assertTrue(pair(2.01, 0.9, 0.9, 100, 0.1, true).reading().startsWith("no transfer"));
    }
}
