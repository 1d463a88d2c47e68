package org.mtl.grouping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

class LargeGroupingTest {

    private static final SearchSettings SHORT = limited(0.1);

    private static SearchSettings limited(double work) {
        return new SearchSettings(Deadline.NONE, work, 0, Optional.empty(), (objective, bound) -> { });
    }

    private static GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        return new LargeGrouping(new CpSatFactory(2)).solve(problem, settings);
    }

    /** Every kind of condition and every objective, by both solvers. */
    @Property(tries = 60)
    void equalsTheDefinition(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        int groups = 1 + random.nextInt(3);
        GroupingProblem problem = RandomConstraints.problem(random, 2 + random.nextInt(groups == 3 ? 2 : 3), groups);
        List<GroupingSolver> solvers = List.of(
                new LargeGrouping(new CpSatFactory(1)), new CompactGrouping(new CpSatFactory(2)));
        Optional<Grouping> best = EveryGrouping.best(problem);
        for (GroupingSolver solver : solvers) {
            if (best.isEmpty()) {
                assertThrows(MtlException.class, () -> solver.solve(problem, SearchSettings.UNLIMITED), problem.toString());
                continue;
            }
            GroupingResult result = solver.solve(problem, SearchSettings.UNLIMITED);
            assertTrue(problem.admits(result.grouping()), result + " " + problem);
            assertEquals(GroupingResult.Status.OPTIMAL, result.status(), problem.toString());
            assertEquals(problem.valueOf(best.get()), result.objective(), 1e-5, result + " " + problem);
            assertEquals(problem.valueOf(result.grouping()), result.objective());
        }
    }

    /** What a little work finds lies below, and what it proves above, the value that all columns prove to be the best. */
    @Test
    void theBoundHolds() {
        for (int seed = 1; seed <= 6; seed++) {
            double low = seed % 2 == 0 ? -0.4 : -0.2;
            GroupingProblem problem = GroupingProblem.exactly(
                    Matrices.uniform(13, low, low + 0.6, seed), GroupingObjective.MEAN, 3);
            double best = new ColumnGrouping(new CpSatFactory(1)).solve(problem, SearchSettings.UNLIMITED).objective();
            for (double work : new double[] {0, 1e-3, 1}) {
                GroupingResult result = solve(problem, limited(work));
                assertTrue(problem.admits(result.grouping()), result.toString());
                assertTrue(result.objective() <= best + 1e-9 && best <= result.bound() + 1e-9, best + " " + result);
                assertTrue(Double.isFinite(result.bound()), result.toString());
                assertTrue(work < 1 || result.objective() > best - 1e-9, best + " " + result);
            }
        }
    }

    @Test
    void provesWhereCoveringDoesNotBind() {
        GroupingProblem problem = GroupingProblem.exactly(Matrices.uniform(26, -0.2, 0.4, 3), GroupingObjective.MEAN, 4);
        GroupingResult result = solve(problem, SearchSettings.UNLIMITED);
        assertEquals(GroupingResult.Status.OPTIMAL, result.status());
        assertEquals(0, result.gap());
    }

    /** With affinities of 1 within blocks and −1 between them, the blocks are best: 4 groups of 6 gain 6 each. */
    @Test
    void findsPlantedBlocks() {
        double[][] values = new double[24][24];
        for (int i = 0; i < 24; i++) {
            for (int k = 0; k < 24; k++) {
                values[i][k] = i % 4 == k % 4 ? 1 : -1;
            }
        }
        for (GroupingObjective objective : GroupingObjective.values()) {
            GroupingProblem problem = GroupingProblem.exactly(Matrices.of(values), objective, 4);
            GroupingResult result = solve(problem, limited(2));
            double expected = objective == GroupingObjective.SUM ? 4 * 36 : 24;
            assertEquals(expected, result.objective(), 1e-9, objective.toString());
            assertTrue(result.bound() >= expected, objective.toString());
        }
    }

    @Test
    void theThreadsDoNotMatter() {
        for (int seed = 1; seed <= 2; seed++) {
            GroupingProblem problem = RandomConstraints.problem(new Random(seed), 24, 4);
            String one = outcome(problem, 1);
            assertEquals(one, outcome(problem, 3));
        }
    }

    private static String outcome(GroupingProblem problem, int threads) {
        try {
            return new LargeGrouping(new CpSatFactory(threads)).solve(problem, SHORT).toString();
        } catch (MtlException e) {
            return e.getMessage();
        }
    }

    /** Conditions are met and bounds hold at sizes that no oracle reaches, too. */
    @Property(tries = 6)
    void conditionsAreMet(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        GroupingProblem problem = RandomConstraints.problem(new Random(seed), 22, 4);
        try {
            GroupingResult result = solve(problem, SHORT);
            assertTrue(problem.admits(result.grouping()), result + " " + problem);
            assertTrue(result.bound() >= result.objective(), result.toString());
        } catch (MtlException e) {
            assertTrue(e.getMessage().startsWith("no grouping"), e.getMessage());
        }
    }

    @Test
    void anExcludedOptimumIsNotReturned() {
        GroupingProblem problem = GroupingProblem.exactly(Matrices.uniform(21, -0.2, 0.4, 2), GroupingObjective.MEAN, 3);
        GroupingResult first = solve(problem, SearchSettings.UNLIMITED);
        List<GroupingConstraint> items = new ArrayList<>(problem.constraints().items());
        items.add(new GroupingConstraint.Excluded(first.grouping()));
        GroupingProblem next = new GroupingProblem(problem.affinity(), problem.objective(), new GroupingConstraints(items));
        GroupingResult second = solve(next, limited(2));
        assertTrue(next.admits(second.grouping()), second.toString());
        assertFalse(second.grouping().equals(first.grouping()));
        assertTrue(second.objective() <= first.objective() && second.objective() > 0.98 * first.objective(),
                second.toString());
    }

    @Test
    void aHintIsTakenUpAndAGapEndsTheSearch() {
        GroupingProblem problem = GroupingProblem.exactly(Matrices.uniform(25, -0.4, 0.2, 2), GroupingObjective.MEAN, 4);
        GroupingResult known = solve(problem, limited(1));
        GroupingResult hinted = solve(problem, new SearchSettings(
                Deadline.NONE, 0, 0, Optional.of(known.grouping()), (objective, bound) -> { }));
        assertTrue(hinted.objective() >= known.objective());
        List<Double> gaps = new ArrayList<>();
        GroupingResult rough = solve(problem, new SearchSettings(
                Deadline.NONE, Double.POSITIVE_INFINITY, 5, Optional.empty(), (objective, bound) -> gaps.add((bound - objective) / Math.abs(objective))));
        assertTrue(rough.gap() <= 5 && !gaps.isEmpty() && gaps.get(gaps.size() - 1) <= 5, gaps.toString());
    }

    @Test
    void afterAStopThereIsNothingToReturn() {
        CpSatFactory solvers = new CpSatFactory(1);
        solvers.stop();
        GroupingProblem problem = GroupingProblem.exactly(Matrices.uniform(25, -0.4, 0.2, 2), GroupingObjective.MEAN, 4);
        assertThrows(CancellationException.class,
                () -> new LargeGrouping(solvers).solve(problem, SearchSettings.UNLIMITED));
    }

    /** A stop while the search runs ends it with what it has. */
    @Test
    void aStopReturnsTheBestSoFar() {
        CpSatFactory solvers = new CpSatFactory(1);
        GroupingProblem problem = GroupingProblem.exactly(Matrices.uniform(40, -0.4, 0.2, 2), GroupingObjective.MEAN, 4);
        GroupingResult result = new LargeGrouping(solvers).solve(problem, new SearchSettings(Deadline.NONE,
                Double.POSITIVE_INFINITY, 0, Optional.empty(), (objective, bound) -> solvers.stop()));
        assertEquals(GroupingResult.Status.FEASIBLE, result.status());
        assertTrue(problem.admits(result.grouping()) && result.bound() >= result.objective(), result.toString());
    }
}
