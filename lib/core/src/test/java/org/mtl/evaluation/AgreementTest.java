package org.mtl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void valuesByHand() {
        // y = 2x − 1.
        Agreement exact = Agreement.of(new double[] {1, 2, 3}, new double[] {1, 3, 5}, 0);
        assertEquals(1, exact.pearson(), 1e-15);
        assertEquals(1, exact.spearman(), 1e-15);
        assertEquals(2, exact.slope(), 1e-15);
        // |actual| ≥ 3 leaves 3 and 5, with relative errors 1/3 and 2/5.
        assertEquals((1.0 / 3 + 2.0 / 5) / 2, exact.medianRelativeError(), 1e-15);
    }

    @Test
    void tiesHaveTheirMeanRank() {
        // Ranks 1.5, 1.5, 3 against 1, 2, 3: deviations −½, −½, 1 and −1, 0, 1: 1.5/√(1.5·2).
        Agreement ties = Agreement.of(new double[] {4, 4, 9}, new double[] {1, 2, 3}, 0);
        assertEquals(1.5 / Math.sqrt(3), ties.spearman(), 1e-15);
    }

    @Test
    void intervalsHoldTheValueAndNarrowWithMorePairs() {
        Agreement few = noisy(20);
        Agreement many = noisy(2000);
        assertTrue(few.pearsonInterval().low() < few.pearson() && few.pearson() < few.pearsonInterval().high());
        double wide = few.spearmanInterval().high() - few.spearmanInterval().low();
        double narrow = many.spearmanInterval().high() - many.spearmanInterval().low();
        assertTrue(narrow < wide / 3, narrow + " against " + wide);
    }

    private static Agreement noisy(int count) {
        Random random = new Random(1);
        double[] predicted = random.doubles(count).toArray();
        double[] actual = new double[count];
        for (int i = 0; i < count; i++) {
            actual[i] = predicted[i] + 0.5 * random.nextGaussian();
        }
        return Agreement.of(predicted, actual, 7);
    }

    @Test
    void aSideThatDoesNotVaryHasNoCorrelation() {
        Agreement flat = Agreement.of(new double[] {1, 1, 1}, new double[] {1, 2, 3}, 0);
        assertTrue(Double.isNaN(flat.pearson()) && Double.isNaN(flat.pearsonInterval().low()));
    }
}
