package org.mtl.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.mtl.selection.Selector.Count;

class AmountTuningTest {

    private static final double[] SCORES = {3, 2, 1, -1};
    private static final int[] TASKS = {0, 0, 0, 0};
    private static final int[] CLASSES = {-1, -1, -1, -1};

    private static AmountTuning.Result tune(boolean harmfulOnly, ToDoubleFunction<boolean[]> loss, int... counts) {
        List<Selector.Amount> amounts = new ArrayList<>();
        Arrays.stream(counts).forEach(count -> amounts.add(new Count(count)));
        return AmountTuning.tune(amounts, new Selector(new Count(0), harmfulOnly, false), SCORES, TASKS, CLASSES,
                new int[] {0, 1, 2, 3}, loss);
    }

    private static int kept(boolean[] keep) {
        int kept = 0;
        for (boolean stays : keep) {
            kept += stays ? 1 : 0;
        }
        return kept;
    }

    @Test
    void theLeastLossIsBest() {
        AmountTuning.Result result = tune(false, keep -> Math.abs(kept(keep) - 2), 0, 1, 2, 3);
        assertEquals(2, result.best());
        assertArrayEquals(new boolean[] {false, false, true, true}, result.chosen().keep());
        assertEquals(List.of(2.0, 1.0, 0.0, 1.0), result.trials().stream().map(AmountTuning.Trial::validation).toList());
        assertEquals(List.of(0, 1, 2, 3), result.trials().stream().map(AmountTuning.Trial::dropped).toList());
    }

    @Test
    void ofEqualLossesTheSmallestDropIsBestWhateverTheOrder() {
        assertEquals(1, tune(false, keep -> 7, 3, 0, 2).best());
    }

    @Test
    void aLossThatIsNoNumberIsNeverBest() {
        assertEquals(1, tune(false, keep -> kept(keep) == 4 ? Double.NaN : 1e300, 0, 1).best());
    }

    /** Three harmful lines: 3 and 4 drop the same. */
    @Test
    void equalSelectionsAreMeasuredOnce() {
        List<Integer> measured = new ArrayList<>();
        AmountTuning.Result result = tune(true, keep -> {
            measured.add(kept(keep));
            return kept(keep);
        }, 4, 3, 0);
        assertEquals(List.of(1, 4), measured);
        assertEquals(3, result.trials().size());
        assertEquals(0, result.best());
    }
}
