package org.mtl.continual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RehearsalPiecesTest {

    @Test
    void everyExampleIsKeptAsOften() {
        int[] kept = new int[20];
        int runs = 20_000;
        Random random = new Random(1);
        for (int run = 0; run < runs; run++) {
            Reservoir reservoir = new Reservoir(5, random);
            int[] memory = new int[5];
            for (int i = 0; i < 20; i++) {
                int example = i;
                reservoir.next().ifPresent(place -> memory[place] = example);
            }
            for (int example : memory) {
                kept[example]++;
            }
        }
        double deviation = Math.sqrt(runs * 0.25 * 0.75);
        for (int count : kept) {
            assertEquals(runs * 0.25, count, 4.5 * deviation);
        }
    }

    @Test
    void aConflictIsTakenOffByHand() {
        double[] g = {1, -2};
        AveragedProjection.project(g, new double[] {0, 3});
        assertEquals(1, g[0]);
        assertEquals(0, g[1]);
    }

    @Property
    void nothingConflictsAfterwards(@ForAll long seed) {
        double[] g = drawn(4, 2 * seed);
        double[] r = drawn(4, 2 * seed + 1);
        double[] projected = g.clone();
        AveragedProjection.project(projected, r);
        double product = 0;
        for (int j = 0; j < 4; j++) {
            product += projected[j] * r[j];
        }
        assertTrue(product >= -1e-9);
    }

    @Property
    void theWeightIsThatOfAGridSearch(@ForAll long seed) {
        double[] old = drawn(3, 2 * seed);
        double[] fresh = drawn(3, 2 * seed + 1);
        double least = norm(old, fresh, InfluenceFusion.weight(old, fresh));
        for (int step = 0; step <= 1000; step++) {
            assertTrue(least <= norm(old, fresh, step / 1000.0) + 1e-9);
        }
    }

    private static double[] drawn(int count, long seed) {
        return new Random(seed).doubles(count, -9, 9).toArray();
    }

    private static double norm(double[] old, double[] fresh, double weight) {
        double sum = 0;
        for (int i = 0; i < old.length; i++) {
            double value = weight * old[i] + (1 - weight) * fresh[i];
            sum += value * value;
        }
        return sum;
    }
}
