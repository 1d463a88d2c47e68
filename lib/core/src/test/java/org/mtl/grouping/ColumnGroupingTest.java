package org.mtl.grouping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

class ColumnGroupingTest {

    private static final double NEVER = Double.NaN;

    private static GroupingResult solve(TaskAffinity affinity, int groups) {
        return solve(affinity, groups, 1);
    }

    private static GroupingResult solve(TaskAffinity affinity, int groups, int threads) {
        ColumnGrouping solver = new ColumnGrouping(new CpSatFactory(threads));
        return solver.solve(GroupingProblem.exactly(affinity, GroupingObjective.MEAN, groups), SearchSettings.UNLIMITED);
    }

    /** Tasks 0 and 1 help each other, 2 harms both and is best alone: 2·0.5/2 + 0 by hand. */
    @Test
    void separatesTheTaskThatHarms() {
        TaskAffinity affinity = Matrices.of(
                new double[] {0, 0.5, -1},
                new double[] {0.5, 0, -1},
                new double[] {-1, -1, 0});
        GroupingResult result = solve(affinity, 2);
        assertEquals("[[0, 1], [2]]", result.grouping().toString());
        assertEquals(new GroupingResult(result.grouping(), 0.5, 0.5, GroupingResult.Status.OPTIMAL), result);
        assertEquals(0, result.gap());
    }

    /** Asymmetric, with a diagonal: {0,1} is worth (1 + 3 + 0.5 + 0.25)/2, {1} is worth 3, both together 5.375. */
    @Test
    void groupsMayOverlapAndTheDiagonalCounts() {
        TaskAffinity affinity = Matrices.of(new double[] {1, 0.5}, new double[] {0.25, 3});
        GroupingResult result = solve(affinity, 2);
        assertEquals("[[0, 1], [1]]", result.grouping().toString());
        assertEquals(5.375, result.objective());
    }

    @Test
    void oneTaskIsOneGroup() {
        GroupingResult result = solve(Matrices.of(new double[] {NEVER}), 1);
        assertEquals("[[0]]", result.grouping().toString());
        assertEquals(0, result.objective());
    }

    /** Every group is worth the same: the first grouping in canonical order. */
    @Test
    void tiesGoToTheFirstInCanonicalOrder() {
        assertEquals("[[0], [0, 1], [0, 1, 2]]", solve(Matrices.of(new double[3][3]), 3).grouping().toString());
        double[][] ones = {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}};
        assertEquals("[[0, 1], [0, 1, 2]]", solve(Matrices.of(ones), 2).grouping().toString());
    }

    @Test
    void saysHowManyGroupsThereAre() {
        MtlException few = assertThrows(MtlException.class, () -> solve(Matrices.of(new double[2][2]), 4));
        assertEquals(MtlException.Kind.DATA, few.kind());
        assertEquals("no grouping is possible: the rule that groups differ (--no-distinct drops it) and --groups 4 clash", few.getMessage());
    }

    @Test
    void namesTheTasksThatNeedMoreGroups() {
        TaskAffinity affinity = Matrices.of(
                new double[] {0, NEVER, NEVER, 1},
                new double[] {1, 0, NEVER, 1},
                new double[] {1, 1, 0, 1},
                new double[] {1, 1, 1, 0});
        MtlException apart = assertThrows(MtlException.class, () -> solve(affinity, 2));
        assertEquals("no grouping is possible: --groups 2, the 4 tasks and the forbidden pairs 't0' with 't1', 't0' with 't2',"
                + " 't1' with 't2' clash", apart.getMessage());
        assertEquals("[[0, 3], [1, 3], [2, 3]]", solve(affinity, 3).grouping().toString());
    }

    /** A ring of five needs three groups although no three tasks are all apart. */
    @Test
    void explainsWhatNoSetOfTasksExplains() {
        double[][] values = new double[5][5];
        for (int i = 0; i < 5; i++) {
            values[i][(i + 1) % 5] = NEVER;
        }
        MtlException ring = assertThrows(MtlException.class, () -> solve(Matrices.of(values), 2));
        assertEquals("no grouping is possible: --groups 2, the 5 tasks and the forbidden pairs 't0' with 't1', 't1' with 't2',"
                + " 't2' with 't3', 't0' with 't4', 't3' with 't4' clash", ring.getMessage());
        assertEquals(3, solve(Matrices.of(values), 3).grouping().size());
    }

    @Test
    void refusesMoreTasksThanItCanList() {
        MtlException many = assertThrows(MtlException.class, () -> solve(Matrices.of(new double[21][21]), 2));
        assertEquals(MtlException.Kind.USAGE, many.kind());
    }

    @Test
    void refusesSumsThatOverflow() {
        TaskAffinity affinity = Matrices.of(new double[] {1e308, 1e308}, new double[] {1e308, 1e308});
        assertThrows(MtlException.class, () -> solve(affinity, 1));
    }

    @Test
    void aStoppedFactorySolvesNothing() {
        CpSatFactory stopped = new CpSatFactory(1);
        stopped.stop();
        GroupingProblem problem = GroupingProblem.exactly(Matrices.of(new double[3][3]), GroupingObjective.MEAN, 2);
        assertThrows(CancellationException.class, () -> new ColumnGrouping(stopped).solve(problem, SearchSettings.UNLIMITED));
    }

    @Test
    void aTimeThatIsOverGivesAValidBound() {
        TaskAffinity affinity = Matrices.uniform(12, -0.4, 0.2, 3);
        GroupingProblem problem = GroupingProblem.exactly(affinity, GroupingObjective.MEAN, 4);
        GroupingResult hurried = new ColumnGrouping(new CpSatFactory(1)).solve(problem, SearchSettings.UNLIMITED.until(Deadline.after(0)));
        GroupingResult best = solve(affinity, 4);
        assertTrue(hurried.grouping().covers(12));
        assertTrue(hurried.objective() <= best.objective() && best.objective() <= hurried.bound(), hurried + " " + best);
        assertTrue(hurried.gap() >= 0);
    }

    @Property(tries = 100)
    void findsWhatExhaustiveSearchFinds(@ForAll("affinities") double[][] values, @ForAll @IntRange(min = 1, max = 4) int groups) {
        TaskAffinity affinity = Matrices.of(values);
        Exhaustive.Best best = Exhaustive.best(affinity, groups, 1e-12);
        if (best.groupings().isEmpty()) {
            assertThrows(MtlException.class, () -> solve(affinity, groups));
            return;
        }
        GroupingResult result = solve(affinity, groups);
        assertEquals(GroupingResult.Status.OPTIMAL, result.status());
        assertEquals(best.value(), result.objective(), 1e-9);
        assertEquals(groups, result.grouping().size());
        assertTrue(result.grouping().covers(values.length));
    }

    /** Entries that are multiples of 12, whose means over up to four tasks are whole: ties are exact. */
    @Property(tries = 100)
    void takesTheFirstOfTheBest(@ForAll @LongRange(min = 1, max = 1000) long seed, @ForAll @IntRange(min = 1, max = 3) int groups) {
        Random random = new Random(seed);
        double[][] values = new double[4][4];
        for (double[] row : values) {
            Arrays.setAll(row, k -> 12 * (random.nextInt(3) - 1));
        }
        TaskAffinity affinity = Matrices.of(values);
        assertEquals(Exhaustive.best(affinity, groups, 0).groupings().get(0), solve(affinity, groups).grouping());
    }

    @Provide
    Arbitrary<double[][]> affinities() {
        Arbitrary<Double> entry = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.doubles().between(-1, 1)),
                Tuple.of(1, Arbitraries.just(NEVER)),
                Tuple.of(2, Arbitraries.integers().between(-2, 2).map(i -> i / 2.0)));
        return Arbitraries.integers().between(1, 5)
                .flatMap(size -> entry.array(double[].class).ofSize(size).array(double[][].class).ofSize(size));
    }

    @Property(tries = 30)
    void aPermutationOfTheTasksChangesNoValue(@ForAll @LongRange(min = 1, max = 1000) long seed) {
        int tasks = 8;
        TaskAffinity affinity = Matrices.uniform(tasks, -0.4, 0.3, seed);
        List<Integer> order = new ArrayList<>(IntStream.range(0, tasks).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        double[][] permuted = new double[tasks][tasks];
        for (int i = 0; i < tasks; i++) {
            for (int k = 0; k < tasks; k++) {
                permuted[i][k] = affinity.of(order.get(i), order.get(k));
            }
        }
        GroupingResult result = solve(affinity, 3);
        GroupingResult other = solve(Matrices.of(permuted), 3);
        assertEquals(result.objective(), other.objective(), 1e-9);
        List<int[]> back = other.grouping().groups().stream()
                .map(group -> Arrays.stream(group).map(order::get).toArray()).toList();
        assertEquals(result.grouping(), Grouping.canonical(back));
    }

    @Property(tries = 20)
    void theNumberOfThreadsChangesNothing(@ForAll @LongRange(min = 1, max = 1000) long seed) {
        TaskAffinity affinity = Matrices.uniform(10, -0.4, 0.2, seed);
        assertEquals(solve(affinity, 4, 1), solve(affinity, 4, 2));
    }

    /** Nothing can be dropped where every group is worth the same. */
    @Test
    void allGroupsTied() {
        GroupingResult result = solve(Matrices.of(new double[9][9]), 3);
        assertEquals("[[0], [0, 1], [0, 1, 2, 3, 4, 5, 6, 7, 8]]", result.grouping().toString());
    }

    /** Of 20 tasks that all harm each other alike: −0.3 for each task in a group, however they are parted. */
    @Test
    void constantMatricesAreProvenByEqualPrices() {
        for (boolean diagonal : new boolean[] {true, false}) {
            double[][] values = new double[20][20];
            for (int i = 0; i < 20; i++) {
                Arrays.fill(values[i], -0.3);
                values[i][i] = diagonal ? -0.3 : 0;
            }
            GroupingResult result = solve(Matrices.of(values), 5);
            assertEquals(GroupingResult.Status.OPTIMAL, result.status());
            assertEquals(diagonal ? -6 : -0.3 * (20 - 5), result.objective(), 1e-9);
        }
    }
}
