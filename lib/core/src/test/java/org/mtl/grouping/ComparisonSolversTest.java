package org.mtl.grouping;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

/** The solvers that mtl's own is compared with. */
class ComparisonSolversTest {

    private static final BooleanSupplier NEVER = () -> false;
    private static final SearchSettings SETTINGS = SearchSettings.UNLIMITED;

    private static GroupingResult solve(GroupingSolver solver, GroupingProblem problem) {
        return solver.solve(problem, SETTINGS);
    }

    private static List<GroupingSolver> proving() {
        return List.of(new ExhaustiveGrouping(NEVER), new BranchAndBoundGrouping(NEVER));
    }

    /** a and b help each other, c helps nobody: {a, b} is worth (1 + 1)/2 and {c} its 0.5; {a}, {b}, {c} are worth 0.5. */
    @Test
    void aValueByHand() {
        TaskAffinity affinity = Matrices.of(new double[] {0, 1, -2}, new double[] {1, 0, -1}, new double[] {-2, -1, 0.5});
        GroupingProblem problem = GroupingProblem.exactly(affinity, GroupingObjective.MEAN, 2);
        List<GroupingSolver> all = new ArrayList<>(proving());
        all.add(new GreedyGrouping(NEVER));
        all.add(new RandomGrouping(20, 0, NEVER));
        all.add(new ClusteredGrouping(ClusteredGrouping.Method.SPECTRAL, 0, NEVER));
        all.add(new ClusteredGrouping(ClusteredGrouping.Method.AFFINITY_PROPAGATION, 0, NEVER));
        for (GroupingSolver solver : all) {
            GroupingResult result = solve(solver, problem);
            assertEquals(Grouping.canonical(List.of(new int[] {0, 1}, new int[] {2})), result.grouping());
            assertEquals(1.5, result.objective(), 1e-15);
        }
    }

    /** Every problem against all combinations by the definition. */
    @Test
    void theDefinitionOfTheBestIsKept() {
        int feasible = 0;
        int found = 0;
        for (int seed = 0; seed < 250; seed++) {
            GroupingProblem problem = problem(new Random(seed));
            double best = best(problem);
            String name = seed + ": " + problem.objective() + " " + problem.constraints();
            proving().forEach(solver -> assertFinds(best, solver, problem, name));
            feasible += best > Double.NEGATIVE_INFINITY ? 1 : 0;
            for (GroupingSolver solver : List.of(new GreedyGrouping(NEVER), new RandomGrouping(3, seed, NEVER))) {
                found += isFound(best, solver, problem, name) ? 1 : 0;
            }
        }
        assertTrue(feasible > 120 && feasible < 250, "problems that can be solved: " + feasible);
        // Those that know no way back may miss what is there, but rarely do.
        assertTrue(found > 1.8 * feasible, found + " of twice " + feasible);
    }

    private static void assertFinds(double best, GroupingSolver solver, GroupingProblem problem, String name) {
        if (best == Double.NEGATIVE_INFINITY) {
            MtlException error = assertThrows(MtlException.class, () -> solve(solver, problem), name);
            assertEquals(MtlException.Kind.DATA, error.kind());
            return;
        }
        GroupingResult result = solve(solver, problem);
        assertEquals(best, result.objective(), 1e-12, name);
        assertEquals(GroupingResult.Status.OPTIMAL, result.status());
        assertTrue(problem.admits(result.grouping()), name);
    }

    private static boolean isFound(double best, GroupingSolver solver, GroupingProblem problem, String name) {
        try {
            GroupingResult result = solve(solver, problem);
            assertTrue(problem.admits(result.grouping()), name);
            assertEquals(problem.valueOf(result.grouping()), result.objective(), 0);
            assertTrue(result.objective() <= best + 1e-12, name);
            assertEquals(GroupingResult.Status.FEASIBLE, result.status());
            assertEquals(Double.POSITIVE_INFINITY, result.bound());
            return true;
        } catch (MtlException e) {
            assertEquals(MtlException.Kind.DATA, e.kind());
            return false;
        }
    }

    @Test
    void equalSeedsDrawEqualGroups() {
        GroupingProblem problem = GroupingProblem.exactly(Matrices.uniform(12, -1, 1, 4), GroupingObjective.MEAN, 3);
        RandomGrouping.Draws first = new RandomGrouping(10, 5, NEVER).draw(problem, SETTINGS);
        assertEquals(first, new RandomGrouping(10, 5, NEVER).draw(problem, SETTINGS));
        assertTrue(first.worst() < first.mean() && first.mean() < first.best().objective() && first.count() == 10);
        assertTrue(first.best().grouping().groups().stream().mapToInt(group -> group.length).sum() == 12);
        assertEquals(first.mean(), IntStream.range(0, 10).mapToDouble(i -> nth(problem, i)).average().orElseThrow(), 1e-12);
    }

    /** The i-th draw: what one more adds to the sum. */
    private static double nth(GroupingProblem problem, int i) {
        RandomGrouping.Draws with = new RandomGrouping(i + 1, 5, NEVER).draw(problem, SETTINGS);
        return i == 0 ? with.mean()
                : with.mean() * (i + 1) - new RandomGrouping(i, 5, NEVER).draw(problem, SETTINGS).mean() * i;
    }

    @Test
    void blocksAreFoundByClustering() {
        Random random = new Random(1);
        double[][] values = new double[15][15];
        for (int i = 0; i < 15; i++) {
            for (int k = 0; k < 15; k++) {
                values[i][k] = (i % 3 == k % 3 ? 1 : -1) + 0.3 * random.nextGaussian();
            }
        }
        GroupingProblem problem = GroupingProblem.exactly(Matrices.of(values), GroupingObjective.MEAN, 3);
        Grouping expected = Grouping.canonical(IntStream.range(0, 3)
                .mapToObj(first -> IntStream.range(0, 15).filter(i -> i % 3 == first).toArray()).toList());
        for (ClusteredGrouping.Method method : ClusteredGrouping.Method.values()) {
            assertEquals(expected, solve(new ClusteredGrouping(method, 0, NEVER), problem).grouping());
        }
        assertEquals(expected, solve(new GreedyGrouping(NEVER), problem).grouping());
    }

    /** Where nearly all tasks help each other, all groups want to become the one that holds most of them. */
    @Test
    void greedyGroupsStayDifferent() {
        Random random = new Random(3);
        double[][] values = new double[40][40];
        for (double[] row : values) {
            Arrays.setAll(row, k -> random.nextDouble() * 0.6 - 0.2);
        }
        GroupingProblem problem = GroupingProblem.exactly(Matrices.of(values), GroupingObjective.MEAN, 10);
        assertTrue(problem.admits(solve(new GreedyGrouping(NEVER), problem).grouping()));
    }

    @Test
    void affinityPropagationHasTheNumberOfGroupsAskedFor() {
        TaskAffinity affinity = Matrices.uniform(20, -0.2, 0.4, 3);
        for (int groups : new int[] {1, 2, 3, 5, 8, 20}) {
            GroupingResult result = solve(new ClusteredGrouping(ClusteredGrouping.Method.AFFINITY_PROPAGATION, 0, NEVER),
                    GroupingProblem.exactly(affinity, GroupingObjective.MEAN, groups));
            assertTrue(Math.abs(result.grouping().size() - groups) <= 1, groups + ": " + result.grouping().size());
        }
    }

    @Test
    void refuseWhatIsTooMuch() {
        GroupingProblem large = GroupingProblem.exactly(Matrices.uniform(17, 0, 1, 0), GroupingObjective.MEAN, 2);
        GroupingProblem many = GroupingProblem.exactly(Matrices.uniform(9, 0, 1, 0), GroupingObjective.MEAN, 4);
        assertAll(
                () -> assertUsage(new BranchAndBoundGrouping(NEVER), large),
                () -> assertUsage(new ExhaustiveGrouping(NEVER), large),
                () -> assertUsage(new ExhaustiveGrouping(NEVER), many));
    }

    /** Two tasks in at most one group have three groups to choose from; in at most two, three pairs more, and equal ones. */
    @Test
    void combinationsAreCounted() {
        assertEquals(3, ExhaustiveGrouping.combinations(atMost(1)), 0);
        assertEquals(3 + 3, ExhaustiveGrouping.combinations(atMost(2)), 0);
        GroupingConstraints equal = new GroupingConstraints(List.of(new GroupingConstraint.GroupCount(2, 2)));
        assertEquals(6, ExhaustiveGrouping.combinations(
                new GroupingProblem(Matrices.uniform(2, 0, 1, 0), GroupingObjective.MEAN, equal)), 0);
        assertEquals(255.0 * 254 * 253 / 6, ExhaustiveGrouping.combinations(
                GroupingProblem.exactly(Matrices.uniform(8, 0, 1, 0), GroupingObjective.MEAN, 3)), 0);
    }

    private static GroupingProblem atMost(int groups) {
        return new GroupingProblem(Matrices.uniform(2, 0, 1, 0), GroupingObjective.MEAN, new GroupingConstraints(
                List.of(new GroupingConstraint.GroupCount(1, groups), new GroupingConstraint.Distinct())));
    }

    private static void assertUsage(GroupingSolver solver, GroupingProblem problem) {
        assertEquals(MtlException.Kind.USAGE, assertThrows(MtlException.class, () -> solve(solver, problem)).kind());
    }

    /** What a search has found before it is stopped counts; before that, nothing does. */
    @Test
    void aStopEndsTheSearch() {
        GroupingProblem problem = GroupingProblem.exactly(Matrices.uniform(14, -0.4, 0.2, 0), GroupingObjective.MEAN, 5);
        int[] asked = {0};
        GroupingResult result = solve(new BranchAndBoundGrouping(() -> ++asked[0] > 20), problem);
        assertEquals(GroupingResult.Status.FEASIBLE, result.status());
        assertEquals(Double.POSITIVE_INFINITY, result.bound());
        assertTrue(problem.admits(result.grouping()));
        for (GroupingSolver solver : List.of(new GreedyGrouping(() -> true), new RandomGrouping(1, 0, () -> true))) {
            assertThrows(CancellationException.class, () -> solve(solver, problem));
        }
        SearchSettings over = SETTINGS.until(Deadline.after(0));
        MtlException late = assertThrows(MtlException.class, () -> new GreedyGrouping(NEVER).solve(problem, over));
        assertEquals("no grouping was found within the time limit", late.getMessage());
    }

    /** Up to five tasks, three groups and six constraints of all kinds. */
    private static GroupingProblem problem(Random random) {
        int tasks = 1 + random.nextInt(5);
        int groups = 1 + random.nextInt(tasks < 5 ? 3 : 2);
        double[][] values = new double[tasks][tasks];
        for (double[] row : values) {
            Arrays.setAll(row, k -> random.nextInt(12) == 0 ? Double.NaN : random.nextInt(9) / 8.0 - 0.5);
        }
        List<GroupingConstraint> items = new ArrayList<>();
        items.add(new GroupingConstraint.GroupCount(random.nextInt(3) > 0 ? groups : 1, groups));
        if (random.nextInt(4) > 0) {
            items.add(new GroupingConstraint.Distinct());
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            items.add(constraint(random, tasks, groups));
        }
        GroupingObjective[] objectives = GroupingObjective.values();
        return new GroupingProblem(Matrices.of(values), objectives[random.nextInt(objectives.length)],
                new GroupingConstraints(items));
    }

    private static GroupingConstraint constraint(Random random, int tasks, int groups) {
        OptionalInt group = random.nextInt(3) == 0 ? OptionalInt.of(random.nextInt(groups)) : OptionalInt.empty();
        int task = random.nextInt(tasks);
        int other = (task + 1 + random.nextInt(Math.max(1, tasks - 1))) % tasks;
        double[] costs = random.doubles(tasks, 0, 2).toArray();
        return switch (random.nextInt(9)) {
            case 0 -> new GroupingConstraint.MinimumSize(group, 1 + random.nextInt(3));
            case 1 -> new GroupingConstraint.MaximumSize(group, 1 + random.nextInt(tasks));
            case 2 -> new GroupingConstraint.GroupBudget(group, costs, 1 + 3 * random.nextDouble());
            case 3 -> new GroupingConstraint.TotalBudget(new double[][] {costs}, tasks * (1 + random.nextDouble()));
            case 4 -> new GroupingConstraint.MaximumMemberships(OptionalInt.empty(), 1 + random.nextInt(2));
            case 5 -> new GroupingConstraint.Partition();
            case 6 -> task == other ? new GroupingConstraint.Distinct() : new GroupingConstraint.Together(task, other);
            case 7 -> task == other ? new GroupingConstraint.Distinct() : new GroupingConstraint.Apart(task, other);
            default -> new GroupingConstraint.Pin(task, random.nextInt(groups));
        };
    }

    /** The best value by trying every list of groups, empty ones too where groups are slots. */
    private static double best(GroupingProblem problem) {
        int sets = 1 << problem.affinity().size();
        double best = Double.NEGATIVE_INFINITY;
        for (int slots = 1; slots <= problem.groups(); slots++) {
            int lists = (int) Math.pow(sets, slots);
            for (int code = 0; code < lists; code++) {
                List<int[]> groups = new ArrayList<>();
                int covered = 0;
                for (int slot = 0, rest = code; slot < slots; slot++, rest /= sets) {
                    groups.add(BitSet.valueOf(new long[] {rest % sets}).stream().toArray());
                    covered |= rest % sets;
                }
                if (covered < sets - 1) {
                    continue;
                }
                Grouping grouping = new Grouping(groups);
                if (problem.admits(grouping)) {
                    best = Math.max(best, problem.valueOf(grouping));
                }
            }
        }
        return best;
    }

    @Test
    void bindingConstraints() {
        double[] costs = {1, 1, 1, 2};
        GroupingProblem problem = new GroupingProblem(Matrices.uniform(4, 0, 1, 0), GroupingObjective.MEAN,
                new GroupingConstraints(List.of(new GroupingConstraint.GroupCount(1, 3))));
        Grouping grouping = Grouping.canonical(List.of(new int[] {0, 1}, new int[] {1, 2, 3}));
        OptionalInt none = OptionalInt.empty();
        assertArrayEquals(new boolean[] {false, true, false, true, false, true, false, true, false, true, false, true, false, true},
                binding(problem, grouping,
                        new GroupingConstraint.GroupCount(1, 3), new GroupingConstraint.GroupCount(1, 2),
                        new GroupingConstraint.MaximumSize(none, 4), new GroupingConstraint.MaximumSize(none, 3),
                        new GroupingConstraint.MaximumSize(OptionalInt.of(0), 3), new GroupingConstraint.MinimumSize(none, 2),
                        new GroupingConstraint.MaximumMemberships(OptionalInt.of(1), 3),
                        new GroupingConstraint.MaximumMemberships(OptionalInt.of(0), 1),
                        new GroupingConstraint.GroupBudget(none, costs, 5), new GroupingConstraint.GroupBudget(none, costs, 4),
                        new GroupingConstraint.TotalBudget(new double[][] {costs}, 7),
                        new GroupingConstraint.TotalBudget(new double[][] {costs}, 6.5),
                        new GroupingConstraint.Distinct(), new GroupingConstraint.Pin(0, 0)));
    }

    private static boolean[] binding(GroupingProblem problem, Grouping grouping, GroupingConstraint... items) {
        boolean[] binding = new boolean[items.length];
        for (int i = 0; i < items.length; i++) {
            binding[i] = BindingConstraints.isBinding(problem, grouping, items[i]);
        }
        return binding;
    }
}
