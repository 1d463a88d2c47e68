package org.mtl.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.mtl.grouping.GroupingConstraint.Apart;
import org.mtl.grouping.GroupingConstraint.Distinct;
import org.mtl.grouping.GroupingConstraint.GroupBudget;
import org.mtl.grouping.GroupingConstraint.GroupCount;
import org.mtl.grouping.GroupingConstraint.MaximumMemberships;
import org.mtl.grouping.GroupingConstraint.MaximumSize;
import org.mtl.grouping.GroupingConstraint.MinimumSize;
import org.mtl.grouping.GroupingConstraint.Partition;
import org.mtl.grouping.GroupingConstraint.Pin;
import org.mtl.grouping.GroupingConstraint.Together;
import org.mtl.grouping.GroupingConstraint.TotalBudget;

/** Problems with conditions of every kind, drawn at random; about one in ten cannot be met. */
final class RandomConstraints {

    private final Random random;
    private final int tasks;
    private final int groups;

    private RandomConstraints(Random random, int tasks, int groups) {
        this.random = random;
        this.tasks = tasks;
        this.groups = groups;
    }

    static GroupingProblem problem(Random random, int tasks, int groups) {
        double[][] values = new double[tasks][tasks];
        double low = -random.nextDouble();
        for (double[] row : values) {
            for (int k = 0; k < tasks; k++) {
                row[k] = random.nextInt(12) == 0 ? Double.NaN : low + random.nextDouble();
            }
        }
        GroupingObjective objective = GroupingObjective.values()[random.nextInt(GroupingObjective.values().length)];
        return new GroupingProblem(Matrices.of(values), objective, new RandomConstraints(random, tasks, groups).draw());
    }

    private GroupingConstraints draw() {
        List<GroupingConstraint> items = new ArrayList<>();
        items.add(new GroupCount(random.nextBoolean() ? groups : 1 + random.nextInt(groups), groups));
        if (random.nextInt(4) > 0) {
            items.add(new Distinct());
        }
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            items.add(one());
        }
        return new GroupingConstraints(items);
    }

    private OptionalInt some(int limit) {
        return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(limit));
    }

    private double[] costs() {
        return random.doubles(tasks).toArray();
    }

    private GroupingConstraint one() {
        int first = random.nextInt(tasks);
        int second = (first + 1 + random.nextInt(tasks - 1)) % tasks;
        return switch (random.nextInt(9)) {
            case 0 -> new MinimumSize(some(groups), 1 + random.nextInt(3));
            case 1 -> new MaximumSize(some(groups), 2 + random.nextInt(tasks));
            case 2 -> new GroupBudget(some(groups), costs(), 0.3 * tasks);
            case 3 -> new TotalBudget(random.nextBoolean() ? new double[][] {costs()}
                    : random.doubles(groups).mapToObj(unused -> costs()).toArray(double[][]::new), 0.7 * tasks);
            case 4 -> new MaximumMemberships(some(tasks), 1 + random.nextInt(2));
            case 5 -> new Partition();
            case 6 -> new Together(first, second);
            case 7 -> new Apart(first, second);
            default -> new Pin(first, random.nextInt(groups));
        };
    }
}
