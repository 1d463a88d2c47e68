package org.mtl.grouping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class InfeasibilityTest {

    private static final CpSatFactory SOLVERS = new CpSatFactory(1);

    private static String explain(int tasks, GroupingConstraint... items) {
        GroupingProblem problem = new GroupingProblem(
                Matrices.of(new double[tasks][tasks]), GroupingObjective.MEAN, new GroupingConstraints(List.of(items)));
        String message = Infeasibility.explain(problem, SOLVERS, Deadline.NONE).getMessage();
        String start = "no grouping is possible: ";
        assertTrue(message.startsWith(start), message);
        return message.substring(start.length());
    }

    private static GroupingConstraint groups(int groups) {
        return new GroupingConstraint.GroupCount(groups, groups);
    }

    private static GroupingConstraint largest(int size) {
        return new GroupingConstraint.MaximumSize(OptionalInt.empty(), size);
    }

    @Test
    void namesWhatTheUserTyped() {
        assertEquals("--groups 2, --max-size 3 and the 9 tasks clash",
                explain(9, new GroupingConstraint.Distinct(), groups(2), largest(3), new GroupingConstraint.Apart(0, 1)));
        assertEquals("--together t0,t1 and --apart t0,t1 clash", explain(4, groups(2), new GroupingConstraint.Apart(2, 3),
                new GroupingConstraint.Together(0, 1), new GroupingConstraint.Apart(0, 1)));
        assertEquals("--groups 3, --partition and --min-size 2 clash", explain(5, groups(3),
                new GroupingConstraint.Partition(), new GroupingConstraint.MinimumSize(OptionalInt.empty(), 2)));
        assertEquals("--max-size 2=1, --pin t0=2 and --pin t2=2 clash", explain(3, groups(2),
                new GroupingConstraint.MaximumSize(OptionalInt.of(1), 1), new GroupingConstraint.Pin(0, 1),
                new GroupingConstraint.Pin(1, 0), new GroupingConstraint.Pin(2, 1)));
        assertEquals("--total-budget 2.5 and the 3 tasks clash", explain(3, groups(2),
                new GroupingConstraint.TotalBudget(new double[][] {{1, 1, 1}}, 2.5)));
        assertEquals("the rule that groups differ (--no-distinct drops it) and --groups 4 clash",
                explain(2, groups(4), new GroupingConstraint.Distinct()));
        assertEquals("--min-size 4 cannot be met with the 3 tasks",
                explain(3, groups(1), new GroupingConstraint.MinimumSize(OptionalInt.empty(), 4)));
        assertEquals("--max-memberships t1=1, --pin t1=1 and --pin t1=2 clash", explain(3, groups(2),
                new GroupingConstraint.MaximumMemberships(OptionalInt.of(1), 1), new GroupingConstraint.Pin(1, 0),
                new GroupingConstraint.Pin(1, 1)));
        assertEquals("the budget of group 1 and --pin t1=1 clash", explain(3, groups(2),
                new GroupingConstraint.GroupBudget(OptionalInt.of(0), new double[] {0, 2, 0}, 1),
                new GroupingConstraint.Pin(1, 0)));
    }

    /** What clashes has no solution; without any one part of it there is one. By exhaustive search, the count left out. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aClashIsMinimal(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        RandomProblems problems = new RandomProblems(seed);
        int tasks = 2 + random.nextInt(3);
        GroupingProblem problem = new GroupingProblem(problems.affinity(tasks), GroupingObjective.MEAN,
                problems.constraints(tasks, 1 + random.nextInt(3), random.nextBoolean(), random.nextBoolean()));
        boolean excludes = problem.constraints().items().stream().anyMatch(GroupingConstraint.Excluded.class::isInstance);
        if (excludes || isPossible(problem, Infeasibility.demands(problem))) {
            return;
        }
        List<Infeasibility.Demand> clash = Infeasibility.clash(problem, SOLVERS, Deadline.NONE);
        assertFalse(isPossible(problem, clash), () -> problem + " " + clash);
        for (Infeasibility.Demand one : clash) {
            List<Infeasibility.Demand> others = new ArrayList<>(clash);
            others.remove(one);
            assertTrue(isPossible(problem, others), () -> problem + " " + clash + " also without " + one);
        }
    }

    /** Any choice of bit sets for the slots, as many as the model of members may have, that meets the demands. */
    private static boolean isPossible(GroupingProblem problem, List<Infeasibility.Demand> demands) {
        int tasks = problem.affinity().size();
        List<GroupingConstraint> items = new ArrayList<>();
        boolean[][] forbidden = new boolean[tasks][tasks];
        boolean cover = false;
        for (Infeasibility.Demand demand : demands) {
            if (demand instanceof Infeasibility.Demand.Condition condition) {
                items.add(condition.item());
            } else if (demand instanceof Infeasibility.Demand.Forbidden pair) {
                forbidden[pair.first()][pair.second()] = true;
            } else {
                cover = true;
            }
        }
        GroupingConstraints constraints = new GroupingConstraints(Infeasibility.withCount(items, tasks, problem.groups()));
        int[][] candidates = new int[constraints.count().maximum()][];
        for (int slot = 0; slot < candidates.length; slot++) {
            int at = slot;
            candidates[slot] = IntStream.range(0, 1 << tasks).filter(mask -> mask == 0
                    || constraints.admits(at, Subsets.tasks(mask)) && !holds(mask, forbidden)).toArray();
        }
        return isPossible(constraints, tasks, cover, candidates, new int[candidates.length], 0);
    }

    private static boolean holds(int mask, boolean[][] forbidden) {
        for (int i = 0; i < forbidden.length; i++) {
            for (int k = 0; k < forbidden.length; k++) {
                if (forbidden[i][k] && (mask >>> i & mask >>> k & 1) == 1) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isPossible(
            GroupingConstraints constraints, int tasks, boolean cover, int[][] candidates, int[] choice, int slot) {
        if (slot == choice.length) {
            return isSolution(constraints, tasks, cover, choice);
        }
        for (int mask : candidates[slot]) {
            // Interchangeable groups in descending order, the empty ones last.
            if (slot > 0 && !constraints.isSlotted() && mask > choice[slot - 1]) {
                continue;
            }
            choice[slot] = mask;
            if (isPossible(constraints, tasks, cover, candidates, choice, slot + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSolution(GroupingConstraints constraints, int tasks, boolean cover, int[] choice) {
        int union = IntStream.of(choice).reduce(0, (a, b) -> a | b);
        if (cover && union != (1 << tasks) - 1) {
            return false;
        }
        Grouping grouping = grouping(choice);
        return constraints.items().stream().allMatch(item -> constraints.isMetBy(item, tasks, grouping));
    }

    private static Grouping grouping(int[] choice) {
        return new Grouping(IntStream.of(choice).mapToObj(Subsets::tasks).toList());
    }
}
