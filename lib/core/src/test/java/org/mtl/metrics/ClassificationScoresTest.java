package org.mtl.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassificationScoresTest {

    @Test
    void twoClassesByHand() {
        // Predicted 1, 0, 1, 0 against 1, 1, 0, 0: one hit of each kind. Of the four pairs of a true 1 and a true 0, the 1
        // has the larger score in (0.9, 0.2), (0.9, −0.1) and not in (−0.5, 0.2), (−0.5, −0.1): AUC ½.
        Map<String, Double> scores =
                ClassificationScores.of(new double[] {1, 1, 0, 0}, new double[] {0.9, -0.5, 0.2, -0.1}, 2);
        assertEquals(List.of("accuracy", "error", "f1", "auc"), List.copyOf(scores.keySet()));
        assertEquals(0.5, scores.get("accuracy"), 1e-15);
        assertEquals(0.5, scores.get("error"), 1e-15);
        assertEquals(0.5, scores.get("f1"), 1e-15);
        assertEquals(0.5, scores.get("auc"), 1e-15);
    }

    @Test
    void aucCountsPairsInTheRightOrder() {
        Map<String, Double> scores =
                ClassificationScores.of(new double[] {0, 0, 1, 1, 1}, new double[] {1, 3, 2, 4, 5}, 2);
        assertEquals(5.0 / 6, scores.get("auc"), 1e-15);
    }

    @Test
    void severalClassesTakeTheLargestScore() {
        double[] z = {2, 1, 0, 0, 3, 1, 0, 1, 5, 4, 0, 0};
        Map<String, Double> scores = ClassificationScores.of(new double[] {0, 1, 2, 1}, z, 3);
        assertEquals(0.75, scores.get("accuracy"), 1e-15);
        // F1 is 2/3 for class 0 (one false alarm), 2/3 for class 1 (one miss), 1 for class 2.
        assertEquals((2.0 / 3 + 2.0 / 3 + 1) / 3, scores.get("f1"), 1e-15);
        assertEquals(List.of("accuracy", "error", "f1"), List.copyOf(scores.keySet()));
    }

    @Test
    void oneClassAloneHasNoAuc() {
        Map<String, Double> scores = ClassificationScores.of(new double[] {0, 0}, new double[] {-1, -1}, 2);
        assertEquals(Map.of("accuracy", 1.0, "error", 0.0), scores);
        assertEquals(0, ClassificationScores.of(new double[] {1, 0}, new double[] {-1, 1}, 2).get("f1"));
    }

    @Test
    void lengthsMustAgree() {
        assertThrows(IllegalArgumentException.class, () -> ClassificationScores.of(new double[2], new double[3], 2));
    }
}
