package org.mtl.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DatamodelingScoreTest {

    /** Ranks 1 2 3 4 against 1 3 2 4: 1 − 6·2/60 = 0.8; the other target is turned round: −1. */
    @Test
    void valuesByHand() {
        double[][] predicted = {{1, 2, 3, 4}, {1, 2, 3, 4}};
        double[][][] losses = {{{5, 8, 7, 9}, {5, 8, 7, 9}}, {{4, 3, 2, 1}, {4, 3, 2, 1}}};
        DatamodelingScore score = DatamodelingScore.of(predicted, losses, 3);
        assertEquals(0.8, score.targets().get(0).spearman(), 1e-15);
        assertEquals(-1, score.targets().get(1).spearman(), 1e-15);
        assertEquals(-0.1, score.mean(), 1e-15);
        assertEquals(1, score.ceiling(), 1e-15);
        assertTrue(Double.isNaN(DatamodelingScore.ceiling(new double[][] {{1, 2, 3}})));
    }

    @Test
    void theMeanOfRetrainingsIsCompared() {
        assertArrayEquals(new double[] {2, 5}, DatamodelingScore.means(new double[][] {{1, 4}, {3, 6}}), 1e-15);
    }

    /** Of 120 orders of 5 units one is as good as the right one. */
    @Test
    void thePValueOfAPerfectOrderIsItsShare() {
        double[] order = {1, 2, 3, 4, 5};
        assertEquals(1.0 / 120, Agreement.of(order, order, 1).pValue(), 0.01);
        double[] turned = {5, 4, 3, 2, 1};
        assertEquals(1, Agreement.of(order, turned, 1).pValue(), 0);
    }

    /**
     * Losses that are a signal and noise of known sizes: the correlation of the signal itself with the mean over retrainings
     * is what the ceiling says, as far as so many subsets can tell.
     */
    @Property(tries = 20)
    void theCeilingIsWhatTheSignalItselfReaches(@ForAll @DoubleRange(min = 0.3, max = 2) double noise,
            @ForAll @IntRange(min = 2, max = 4) int retrainings, @ForAll long seed) {
        int n = 2000;
        Random random = new Random(seed);
        double[] signal = new double[n];
        double[][] losses = new double[retrainings][n];
        for (int s = 0; s < n; s++) {
            signal[s] = random.nextGaussian();
            for (double[] retraining : losses) {
                retraining[s] = signal[s] + noise * random.nextGaussian();
            }
        }
        double reached = Agreement.of(signal, DatamodelingScore.means(losses), 1).spearman();
        assertEquals(reached, DatamodelingScore.ceiling(losses), 0.05);
    }

    /** Any increasing function of the scores is as good. */
    @Property(tries = 20)
    void onlyTheOrderCounts(@ForAll long seed) {
        Random random = new Random(seed);
        double[] scores = random.doubles(30).toArray();
        double[] moved = scores.clone();
        double[] losses = new double[30];
        for (int s = 0; s < 30; s++) {
            moved[s] = Math.exp(7 * scores[s]) - 3;
            losses[s] = scores[s] + random.nextGaussian();
        }
        DatamodelingScore one = DatamodelingScore.of(new double[][] {scores}, new double[][][] {{losses}}, seed);
        DatamodelingScore other = DatamodelingScore.of(new double[][] {moved}, new double[][][] {{losses}}, seed);
        assertEquals(one.mean(), other.mean(), 1e-12);
        assertEquals(one.interval().low(), other.interval().low(), 1e-12);
        assertEquals(one.pValue(), other.pValue(), 0);
        assertEquals(one.targets().get(0).spearman(), one.mean(), 1e-12);
        assertEquals(one.targets().get(0).spearmanInterval().low(), one.interval().low(), 1e-9);
    }
}
