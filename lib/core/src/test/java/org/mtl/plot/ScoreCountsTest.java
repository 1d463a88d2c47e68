package org.mtl.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScoreCountsTest {

    private static ScoreCounts of(List<Double> scores) {
        ScoreCounts counts = new ScoreCounts(1);
        scores.forEach(score -> counts.add(0, score));
        return counts;
    }

    /** Bins of 1: −4 to −3, …, 3 to 4. */
    @Test
    void countsByHand() {
        ScoreCounts.Coarse coarse = of(List.of(0.5, 1.5, 1.5, 3.5, -0.5, -2.5, 0.0, 3.99)).coarse(4);
        assertEquals(4, coarse.limit());
        assertArrayEquals(new int[] {0, 1, 0, 2, 1, 2, 0, 2}, coarse.counts()[0]);
    }

    @Test
    void whatIsAllZeroIsCounted() {
        assertArrayEquals(new int[] {0, 3, 0, 0}, of(List.of(0.0, 0.0, -0.0)).coarse(2).counts()[0]);
        assertArrayEquals(new int[] {0, 0, 0, 0}, of(List.of()).coarse(2).counts()[0]);
    }

    /** One of two hundred lies far outside; it is in the outermost bin of a range that is made for the others. */
    @Test
    void anOutlierDoesNotWidenTheRange() {
        List<Double> scores = new ArrayList<>(Collections.nCopies(199, 1.0));
        scores.add(100.0);
        ScoreCounts.Coarse coarse = of(scores).coarse(4);
        assertEquals(1, (int) (coarse.limit() / 2));
        assertEquals(1 + 199, coarse.counts()[0][7] + coarse.counts()[0][6] + coarse.counts()[0][5]);
        assertEquals(1, coarse.counts()[0][7]);
    }

    @Property(tries = 200)
    void theOrderOfScoresChangesNothing(@ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -1e3, max = 1e3) Double> scores,
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int side) {
        List<Double> shuffled = new ArrayList<>(scores);
        Collections.shuffle(shuffled, new Random(seed));
        ScoreCounts.Coarse one = of(scores).coarse(side);
        ScoreCounts.Coarse other = of(shuffled).coarse(side);
        assertEquals(one.limit(), other.limit());
        assertArrayEquals(one.counts()[0], other.counts()[0]);
    }

    /** Against sorting each score into its bin by a comparison with the edges. */
    @Property(tries = 200)
    void countsAreThoseOfTheBins(@ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -7, max = 7) Double> scores,
            @ForAll @IntRange(min = 1, max = 9) int side) {
        ScoreCounts.Coarse coarse = of(scores).coarse(side);
        int[] expected = new int[2 * side];
        double width = coarse.limit() / side;
        for (double score : scores) {
            int bin = 0;
            while (bin < side - 1 && Math.abs(score) >= (bin + 1) * width) {
                bin++;
            }
            expected[score > 0 ? side + bin : side - 1 - bin]++;
        }
        assertArrayEquals(expected, coarse.counts()[0]);
    }

    @Test
    void partsComeToOneScale() {
        ScoreCounts.Coarse coarse = ScoreCounts.together(List.of(of(List.of(0.0)), of(List.of(0.3)), of(List.of(3.9)))).coarse(4);
        // The range ends where 3.9 is in: after 500 of the 512 fine bins, of 1/128 each.
        assertEquals(500 / 128.0, coarse.limit());
        assertArrayEquals(new int[] {0, 0, 0, 1, 0, 0, 0, 0}, coarse.counts()[0]);
        assertArrayEquals(new int[] {0, 0, 0, 0, 1, 0, 0, 0}, coarse.counts()[1]);
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 0, 1}, coarse.counts()[2]);
    }
}
