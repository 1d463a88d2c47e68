package org.mtl.grouping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

/** The exact solvers against exhaustive search, for every objective and constraint. */
class ConstrainedGroupingTest {

    private static GroupingResult solve(GroupingProblem problem, int threads) {
        return new ColumnGrouping(new CpSatFactory(threads)).solve(problem, SearchSettings.UNLIMITED);
    }

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void findsWhatExhaustiveSearchFinds(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        GroupingProblem problem = new RandomProblems(seed).problem();
        Exhaustive.Best best = Exhaustive.best(problem, 1e-12);
        GroupingSolver all = new AllColumnsGrouping(new CpSatFactory(1));
        if (best.groupings().isEmpty()) {
            MtlException none = assertThrows(MtlException.class, () -> solve(problem, 1));
            assertEquals(MtlException.Kind.DATA, none.kind());
            assertTrue(none.getMessage().startsWith("no grouping is possible: "), none.getMessage());
            assertThrows(MtlException.class, () -> all.solve(problem, SearchSettings.UNLIMITED));
            return;
        }
        GroupingResult result = solve(problem, 1);
        assertTrue(problem.admits(result.grouping()), problem + " " + result);
        assertEquals(GroupingResult.Status.OPTIMAL, result.status());
        assertEquals(best.value(), result.objective(), 1e-9, () -> problem + " " + result + best);
        assertEquals(best.groupings().get(0), result.grouping(), problem.toString());
        GroupingResult check = all.solve(problem, SearchSettings.UNLIMITED);
        assertEquals(GroupingResult.Status.OPTIMAL, check.status());
        assertEquals(best.value(), check.objective(), 1e-9);
        assertTrue(problem.admits(check.grouping()));
    }

    /** CP-SAT's presolve of included constraints would lose the first of these ties. */
    @Test
    void takesTheFirstOfFourTies() {
        GroupingProblem problem = new RandomProblems(554).problem();
        Exhaustive.Best best = Exhaustive.best(problem, 1e-12);
        assertEquals(4, best.groupings().size());
        assertEquals(best.groupings().get(0), solve(problem, 1).grouping());
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void theNumberOfThreadsChangesNothing(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        GroupingProblem problem = new RandomProblems(seed).problem();
        String one = outcome(problem, 1);
        assertEquals(one, outcome(problem, 2));
        assertEquals(one, outcome(problem, 4));
    }

    private static String outcome(GroupingProblem problem, int threads) {
        try {
            return solve(problem, threads).toString();
        } catch (MtlException e) {
            return e.getMessage();
        }
    }

    /** The bound holds wherever the search is cut off by the amount of work, and what is found keeps to everything. */
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void boundsHoldWhereverTheSearchEnds(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        GroupingProblem problem = new RandomProblems(seed).problem();
        double best = Exhaustive.best(problem, 0).value();
        for (double work : new double[] {0, 1e-7, 1e-5, 1e-3}) {
            SearchSettings cut = new SearchSettings(Deadline.NONE, work, 0.01, Optional.empty(), (objective, bound) -> {
                assertTrue(Double.isNaN(objective) || objective <= best + 1e-9, () -> objective + " reported, best " + best);
                assertTrue(bound >= best - 1e-9, () -> bound + " reported as bound, best " + best);
            });
            try {
                GroupingResult result = new ColumnGrouping(new CpSatFactory(1)).solve(problem, cut);
                assertTrue(problem.admits(result.grouping()));
                assertTrue(result.objective() <= best + 1e-9 && result.bound() >= best - 1e-9, result + " " + best);
            } catch (MtlException e) {
                assertEquals(MtlException.Kind.DATA, e.kind());
            }
        }
    }

    @Test
    void aGapThatIsAskedForIsEnough() {
        GroupingProblem problem = GroupingProblem.exactly(
                Matrices.uniform(12, -0.4, 0.2, 4), GroupingObjective.MEAN, 4);
        SearchSettings coarse = new SearchSettings(Deadline.NONE, Double.POSITIVE_INFINITY, 0.5, Optional.empty(), (o, b) -> { });
        GroupingResult result = new ColumnGrouping(new CpSatFactory(1)).solve(problem, coarse);
        assertTrue(result.gap() <= 0.5 && result.gap() > 0, result.toString());
        assertEquals(GroupingResult.Status.FEASIBLE, result.status());
        assertTrue(result.objective() <= solve(problem, 1).objective() + 1e-9);
    }

    /** With no work allowed, what is found is what the hint leads to. */
    @Test
    void beginsWithTheHint() {
        GroupingProblem problem = GroupingProblem.exactly(
                Matrices.uniform(10, -0.4, 0.2, 4), GroupingObjective.SERVING, 3);
        GroupingResult best = solve(problem, 1);
        SearchSettings hinted = new SearchSettings(Deadline.NONE, 0, 0, Optional.of(best.grouping()), (o, b) -> { });
        assertEquals(best.grouping(), new ColumnGrouping(new CpSatFactory(1)).solve(problem, hinted).grouping());
    }

    /** Stopped by the first word of progress: the best so far, not proven, with a bound that holds. */
    @Test
    void aStopKeepsTheBestSoFar() {
        GroupingProblem problem = GroupingProblem.exactly(
                Matrices.uniform(12, -0.4, 0.2, 4), GroupingObjective.SERVING, 4);
        CpSatFactory solvers = new CpSatFactory(1);
        SearchSettings stopping = new SearchSettings(Deadline.NONE, Double.POSITIVE_INFINITY, 0, Optional.empty(), (o, b) -> {
            if (!Double.isNaN(o)) {
                solvers.stop();
            }
        });
        GroupingResult result = new ColumnGrouping(solvers).solve(problem, stopping);
        double best = solve(problem, 1).objective();
        assertEquals(GroupingResult.Status.FEASIBLE, result.status());
        assertTrue(problem.admits(result.grouping()) && result.objective() <= best && result.bound() >= best, result.toString());
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void theNextBestAreTheNextBest(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        RandomProblems random = new RandomProblems(seed);
        GroupingProblem problem = new GroupingProblem(
                random.affinity(3), random.objective(), random.constraints(3, 2, false, seed % 2 == 0));
        List<Grouping> all = Exhaustive.best(problem, 1e6).groupings();
        if (all.isEmpty()) {
            return;
        }
        GroupingResult best = solve(problem, 1);
        List<GroupingResult> next = new NextBest(new ColumnGrouping(new CpSatFactory(1)))
                .after(problem, best, 4, SearchSettings.UNLIMITED);
        double[] values = all.stream().mapToDouble(problem::valueOf).map(value -> -value).sorted().toArray();
        assertEquals(Math.min(4, all.size() - 1), next.size());
        assertEquals(-values[0], best.objective(), 1e-9);
        Set<Grouping> different = new HashSet<>(Set.of(best.grouping()));
        for (int i = 0; i < next.size(); i++) {
            assertEquals(-values[i + 1], next.get(i).objective(), 1e-9);
            assertTrue(problem.admits(next.get(i).grouping()) && different.add(next.get(i).grouping()));
        }
    }
}
