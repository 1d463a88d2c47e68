package org.mtl.grouping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

class CompactGroupingTest {

    private static GroupingProblem problem(TaskAffinity affinity, int groups) {
        return GroupingProblem.exactly(affinity, GroupingObjective.MEAN, groups);
    }

    private static GroupingResult solve(TaskAffinity affinity, int groups, SearchSettings settings) {
        return new CompactGrouping(new CpSatFactory(2)).solve(problem(affinity, groups), settings);
    }

    /** So much work, and not so many seconds, which do less on a busy machine. */
    private static SearchSettings limited(double work) {
        return new SearchSettings(Deadline.NONE, work, 0, Optional.empty(), (objective, bound) -> { });
    }

    @Property(tries = 30)
    void provesWhatExhaustiveSearchFinds(@ForAll @LongRange(min = 1, max = 1000) long seed, @ForAll @IntRange(min = 1, max = 3) int groups) {
        Random random = new Random(seed);
        int tasks = 1 + random.nextInt(4);
        double[][] values = new double[tasks][tasks];
        for (double[] row : values) {
            for (int k = 0; k < tasks; k++) {
                row[k] = random.nextInt(8) == 0 ? Double.NaN : random.nextDouble() - 0.5;
            }
        }
        TaskAffinity affinity = Matrices.of(values);
        Exhaustive.Best best = Exhaustive.best(affinity, groups, 0);
        if (best.groupings().isEmpty()) {
            assertThrows(MtlException.class, () -> solve(affinity, groups, SearchSettings.UNLIMITED));
            return;
        }
        GroupingResult result = solve(affinity, groups, SearchSettings.UNLIMITED);
        assertEquals(GroupingResult.Status.OPTIMAL, result.status());
        assertEquals(best.value(), result.objective(), 1e-6);
    }

    @Test
    void withoutAProofTheBoundHolds() {
        TaskAffinity affinity = Matrices.uniform(16, -0.4, 0.2, 1);
        GroupingResult best = new ColumnGrouping(new CpSatFactory(1)).solve(problem(affinity, 4), SearchSettings.UNLIMITED);
        for (SearchSettings settings : List.of(SearchSettings.UNLIMITED.until(Deadline.after(0)), limited(1e-9), limited(0.3))) {
            GroupingResult result = solve(affinity, 4, settings);
            assertEquals(GroupingResult.Status.FEASIBLE, result.status());
            assertTrue(result.grouping().covers(16) && result.grouping().size() == 4, result.toString());
            assertTrue(result.objective() <= best.objective() + 1e-9 && best.objective() <= result.bound(), result.toString());
            assertTrue(Double.isFinite(result.bound()) && result.gap() > 0, result.toString());
        }
    }

    @Test
    void manyTasks() {
        TaskAffinity affinity = Matrices.uniform(40, -0.2, 0.4, 1);
        GroupingResult result = solve(affinity, 5, limited(0.5));
        assertTrue(result.grouping().covers(40) && result.grouping().size() == 5, result.toString());
        double singles = 0;
        for (int i = 0; i < 40; i++) {
            singles += affinity.of(i, i);
        }
        assertTrue(result.objective() > singles && result.objective() <= result.bound(), result.toString());
    }

    /** Local search alone reaches nearly all of the optimum on matrices where covering does not bind. */
    @Test
    void localSearchIsCloseToTheOptimum() {
        for (int seed = 1; seed <= 5; seed++) {
            GroupingProblem problem = problem(Matrices.uniform(14, -0.2, 0.4, seed), 4);
            SearchClock clock = new SearchClock(SearchSettings.UNLIMITED, new CpSatFactory(1));
            GroupSearch search = new GroupSearch(new SearchRules(problem), clock);
            search.begin(5);
            Grouping found = search.best().orElseThrow();
            double value = problem.objective().of(problem.affinity(), found);
            double best = new ColumnGrouping(new CpSatFactory(1)).solve(problem, SearchSettings.UNLIMITED).objective();
            assertTrue(value <= best + 1e-9 && value > 0.98 * best, value + " of " + best);
        }
    }
}
