package org.mtl.affinity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.parallel.Workers;

class PairTrainingTest {

    /** Task k alone comes to k + 1; beside task i it comes to k + 1 − (i + 1)/10. */
    private static double[] losses(List<Integer> tasks) {
        double[] losses = new double[tasks.size()];
        for (int k = 0; k < losses.length; k++) {
            losses[k] = tasks.get(k) + 1 - (losses.length == 1 ? 0 : (tasks.get(1 - k) + 1) / 10.0);
        }
        return losses;
    }

    @Test
    void gainsAreSharesOfTheLossAlone() {
        try (Workers workers = new Workers(2)) {
            List<PairTraining.Run> runs = PairTraining.run(3, Map.of(), (tasks, one) -> losses(tasks), workers, run -> {});
            double[][] gains = PairTraining.gains(3, runs);
            assertArrayEquals(new double[] {0, 0.1 / 2, 0.1 / 3}, gains[0], 1e-15);
            assertArrayEquals(new double[] {0.2, 0, 0.2 / 3}, gains[1], 1e-15);
            assertArrayEquals(new double[] {0.3, 0.3 / 2, 0}, gains[2], 1e-15);
        }
    }

    @Property(tries = 30)
    void everySubsetIsTrainedOnceAndInOrder(@ForAll @IntRange(min = 1, max = 9) int tasks, @ForAll @IntRange(min = 1, max = 4) int threads,
            @ForAll @IntRange(min = 0, max = 20) int done) {
        List<List<Integer>> subsets = PairTraining.subsets(tasks);
        assertEquals(tasks * (tasks + 1) / 2, subsets.stream().distinct().count());
        double[] before = {7, 7};
        Map<List<Integer>, double[]> known = done < subsets.size() ? Map.of(subsets.get(done), before) : Map.of();
        List<List<Integer>> trained = new ArrayList<>();
        try (Workers workers = new Workers(threads)) {
            List<PairTraining.Run> runs = PairTraining.run(tasks, known, (some, one) -> {
                assertEquals(1, one.threads());
                return losses(some);
            }, workers, run -> trained.add(run.tasks()));
            assertEquals(subsets, runs.stream().map(PairTraining.Run::tasks).toList());
            known.forEach((subset, losses) -> assertSame(losses, runs.get(subsets.indexOf(subset)).losses()));
        }
        assertEquals(subsets.size() - known.size(), trained.stream().distinct().count());
        assertEquals(subsets.size() - known.size(), trained.size());
    }
}
