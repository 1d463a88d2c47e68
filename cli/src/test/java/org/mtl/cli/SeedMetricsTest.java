package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeedMetricsTest {

    private static Map<String, Map<String, Double>> member(double a, double b) {
        Map<String, Map<String, Double>> member = new LinkedHashMap<>();
        member.put("a", Map.of("error", a));
        member.put("b", Map.of("error", b));
        return member;
    }

    /** Of 1, 2, 6 the mean is 3, the variance (4 + 1 + 9)/2 = 7; the means over tasks are 2, 2, 5. */
    @Test
    void meansAndTheirErrors() {
        SeedMetrics metrics = SeedMetrics.of(List.of(member(1, 3), member(2, 2), member(6, 4)));
        assertEquals(3, metrics.means().get("a").get("error"), 1e-15);
        assertEquals(3, metrics.means().get("b").get("error"), 1e-15);
        assertEquals(Math.sqrt(7.0 / 3), metrics.errors().get("a").get("error_se"), 1e-15);
        assertEquals(Math.sqrt(1.0 / 3), metrics.errors().get("b").get("error_se"), 1e-15);
        assertEquals(1, metrics.errors().get("*").get("error_se"), 1e-15);
    }

    @Test
    void oneSeedHasNoError() {
        SeedMetrics metrics = SeedMetrics.of(List.of(member(1, 3)));
        assertEquals(Map.of(), metrics.errors().get("a"));
        assertEquals(1, metrics.means().get("a").get("error"), 0);
    }
}
