package org.mtl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DetectionTest {

    /** Corrupted 4 and 2 against 3, 1, 0: of six pairs five are in order; precisions 1 at the first, 2/3 at the second. */
    @Test
    void valuesByHand() {
        Detection detection = Detection.of(new double[] {0, 4, 3, 2, 1}, new boolean[] {false, true, false, true, false}, 1);
        assertEquals(5.0 / 6, detection.auc(), 1e-15);
        assertEquals((1 + 2.0 / 3) / 2, detection.averagePrecision(), 1e-15);
        assertEquals(5, detection.rows());
        assertEquals(2, detection.corrupted());
    }

    /** Of 10 pairs of places 1 has both at the top, one has the first and the third: 2 of 10 areas are at least 5/6. */
    @Test
    void thePValueIsTheShareOfChoicesThatAreAsGood() {
        Detection detection = Detection.of(new double[] {0, 4, 3, 2, 1}, new boolean[] {false, true, false, true, false}, 1);
        assertEquals(0.2, detection.pValue(), 0.05);
    }

    /** By definition, over all pairs. */
    @Property(tries = 200)
    void theAreaIsTheShareOfPairsInOrder(@ForAll @Size(min = 2, max = 30) List<@IntRange(max = 9) Integer> values, @ForAll long seed) {
        Random random = new Random(seed);
        double[] scores = values.stream().mapToDouble(Integer::doubleValue).toArray();
        boolean[] bad = new boolean[scores.length];
        for (int i = 2; i < bad.length; i++) {
            bad[i] = random.nextBoolean();
        }
        bad[0] = true;
        double pairs = 0;
        double ordered = 0;
        for (int i = 0; i < bad.length; i++) {
            for (int j = 0; j < bad.length; j++) {
                if (bad[i] && !bad[j]) {
                    pairs++;
                    ordered += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        Detection detection = Detection.of(scores, bad, seed);
        assertEquals(ordered / pairs, detection.auc(), 1e-12);
        assertTrue(detection.interval().low() <= detection.interval().high());
        // The area under the curve's straight lines is the same number.
        double area = 0;
        Detection.Point last = new Detection.Point(0, 0);
        for (Detection.Point point : Detection.curve(scores, bad)) {
            double others = (point.inspected() - point.found()) - (last.inspected() - last.found());
            area += others * (point.found() + last.found()) / 2.0;
            last = point;
        }
        assertEquals(ordered / pairs, area / pairs, 1e-12);
    }

    @Test
    void perfectAndUselessScores() {
        boolean[] bad = new boolean[200];
        double[] perfect = new double[200];
        double[] useless = new double[200];
        Random random = new Random(5);
        for (int i = 0; i < bad.length; i++) {
            bad[i] = i % 10 == 0;
            perfect[i] = bad[i] ? 2 + i : -i;
            useless[i] = random.nextDouble();
        }
        Detection best = Detection.of(perfect, bad, 1);
        assertEquals(1, best.auc(), 0);
        assertEquals(1, best.averagePrecision(), 0);
        assertEquals(1, best.interval().low(), 0);
        assertEquals(0.001, best.pValue(), 0);
        Detection chance = Detection.of(useless, bad, 1);
        assertTrue(chance.interval().low() < 0.5 && chance.interval().high() > 0.5 && chance.pValue() > 0.02, chance.toString());
    }

    @Test
    void rowsOfOneKindHaveNoArea() {
        assertTrue(Double.isNaN(Detection.of(new double[] {1, 2}, new boolean[] {true, true}, 0).auc()));
    }
}
