package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Random constraints of every kind, for tests: many are binding, some cannot be met. */
final class RandomProblems {

    private final Random random;

    RandomProblems(long seed) {
        random = new Random(seed);
    }

    /** A problem with tasks and groups in the range of exhaustive search. */
    GroupingProblem problem() {
        int[] sizes = {1, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 8};
        int tasks = sizes[random.nextInt(sizes.length)];
        int most = tasks <= 5 ? 5 : tasks == 6 ? 4 : 3;
        boolean partition = random.nextInt(4) == 0;
        boolean slots = tasks < 7 && random.nextInt(3) == 0;
        int groups = 1 + random.nextInt(partition ? Math.max(most, tasks) : slots ? Math.min(3, most) : most);
        return new GroupingProblem(affinity(tasks), objective(), constraints(tasks, groups, partition, slots));
    }

    GroupingObjective objective() {
        return GroupingObjective.values()[random.nextInt(4)];
    }

    /** Affinities with ties, forbidden pairs now and then, often of one sign. */
    TaskAffinity affinity(int tasks) {
        double[][] values = new double[tasks][tasks];
        double shift = random.nextDouble() - 0.5;
        boolean forbids = random.nextInt(3) == 0;
        boolean round = random.nextInt(4) == 0;
        for (double[] row : values) {
            Arrays.setAll(row, k -> forbids && random.nextInt(10) == 0 ? Double.NaN
                    : round ? random.nextInt(3) - 1 : random.nextDouble() - 0.5 + shift);
        }
        return Matrices.of(values);
    }

    /** Conditions of every kind. */
    GroupingConstraints constraints(int tasks, int groups, boolean partition, boolean slots) {
        List<GroupingConstraint> items = new ArrayList<>();
        int least = random.nextInt(3) == 0 ? 1 + random.nextInt(groups) : groups;
        items.add(new GroupingConstraint.GroupCount(least, groups));
        if (random.nextInt(5) > 0) {
            items.add(new GroupingConstraint.Distinct());
        }
        if (partition) {
            items.add(new GroupingConstraint.Partition());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(item(tasks, groups, slots));
        }
        return new GroupingConstraints(items);
    }

    private OptionalInt slot(int groups, boolean slots) {
        return slots && random.nextBoolean() ? OptionalInt.of(random.nextInt(groups)) : OptionalInt.empty();
    }

    private GroupingConstraint item(int tasks, int groups, boolean slots) {
        int first = random.nextInt(tasks);
        int second = tasks == 1 ? 0 : (first + 1 + random.nextInt(tasks - 1)) % tasks;
        boolean pair = tasks > 1;
        return switch (random.nextInt(slots ? 10 : 9)) {
            case 0 -> new GroupingConstraint.MinimumSize(slot(groups, slots), 1 + random.nextInt(Math.min(3, tasks)));
            case 1 -> new GroupingConstraint.MaximumSize(slot(groups, slots), 1 + random.nextInt(tasks));
            case 2 -> new GroupingConstraint.GroupBudget(slot(groups, slots), costs(tasks), 0.5 + tasks * random.nextDouble());
            case 3, 4 -> new GroupingConstraint.TotalBudget(slots ? rows(tasks, groups) : new double[][] {costs(tasks)},
                    Math.ceil(tasks * (0.4 + 2 * random.nextDouble())));
            case 5 -> new GroupingConstraint.MaximumMemberships(
                    random.nextBoolean() ? OptionalInt.of(first) : OptionalInt.empty(), 1 + random.nextInt(groups));
            case 6 -> pair ? new GroupingConstraint.Together(first, second) : new GroupingConstraint.Partition();
            case 7 -> pair ? new GroupingConstraint.Apart(first, second) : new GroupingConstraint.Partition();
            case 8 -> new GroupingConstraint.Excluded(grouping(tasks, groups));
            default -> new GroupingConstraint.Pin(first, random.nextInt(groups));
        };
    }

    private double[][] rows(int tasks, int groups) {
        double[][] rows = new double[groups][];
        Arrays.setAll(rows, g -> costs(tasks));
        return rows;
    }

    /** Costs in tenths, which no double holds exactly: sums often meet a limit up to rounding. */
    private double[] costs(int tasks) {
        double[] costs = new double[tasks];
        Arrays.setAll(costs, k -> random.nextInt(16) / 10.0);
        return costs;
    }

    private Grouping grouping(int tasks, int groups) {
        List<int[]> lists = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            lists.add(Subsets.tasks(1 + random.nextInt((1 << tasks) - 1)));
        }
        return new Grouping(lists);
    }
}
