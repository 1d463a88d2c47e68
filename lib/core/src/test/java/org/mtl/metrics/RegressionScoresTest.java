package org.mtl.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegressionScoresTest {

    @Test
    void valuesByHand() {
        // Errors 1, −1, 2, 0: squares sum to 6; the truth 1, 2, 3, 6 has mean 3 and squared deviations 4 + 1 + 0 + 9.
        Map<String, Double> scores =
                RegressionScores.of(new double[] {1, 2, 3, 6}, new double[] {2, 1, 5, 6});
        assertEquals(List.of("rmse", "mae", "r2"), List.copyOf(scores.keySet()));
        assertEquals(Math.sqrt(1.5), scores.get("rmse"), 1e-15);
        assertEquals(1, scores.get("mae"), 1e-15);
        assertEquals(1 - 6.0 / 14, scores.get("r2"), 1e-15);
    }

    @Test
    void truthThatDoesNotVaryHasNoR2() {
        assertEquals(List.of("rmse", "mae"), List.copyOf(RegressionScores.of(new double[] {2}, new double[] {1}).keySet()));
    }

    @Test
    void lengthsMustAgree() {
        assertThrows(IllegalArgumentException.class, () -> RegressionScores.of(new double[1], new double[2]));
        assertThrows(IllegalArgumentException.class, () -> RegressionScores.of(new double[0], new double[0]));
    }
}
