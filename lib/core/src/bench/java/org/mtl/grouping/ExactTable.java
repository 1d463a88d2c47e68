package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints how long exact grouping takes, in process after a warm-up: for each number of tasks and groups, easy matrices
 * (entries in [−0.2, 0.4]) and hard ones ([−0.4, 0.2], where covering binds), with and without limits of 2 to 5 tasks,
 * median and largest of the seeds in milliseconds and how many were proven.
 *
 * <p>Arguments: the objective, the solver ({@code columns} or {@code cp-sat}), the seeds, tasks and groups as lists such as
 * {@code 15,20}, and a limit in seconds.
 */
public final class ExactTable {

    private ExactTable() {}

    /** Prints the table. */
    public static void main(String[] arguments) {
        GroupingObjective objective = GroupingObjective.valueOf(arguments[0]);
        CpSatFactory solvers = new CpSatFactory(2);
        GroupingSolver solver = arguments[1].equals("cp-sat") ? new AllColumnsGrouping(solvers) : new ColumnGrouping(solvers);
        int seeds = Integer.parseInt(arguments[2]);
        double limit = Double.parseDouble(arguments[5]);
        run(solver, problem(8, 3, 0, true, false, objective), limit);
        System.out.println("objective,tasks,groups,matrix,sizes,median_ms,max_ms,proven");
        for (int tasks : list(arguments[3])) {
            for (int groups : list(arguments[4])) {
                for (int kind = 0; kind < 4; kind++) {
                    row(solver, objective, tasks, groups, kind, seeds, limit);
                }
            }
        }
    }

    private static void row(
            GroupingSolver solver, GroupingObjective objective, int tasks, int groups, int kind, int seeds, double limit) {
        boolean easy = kind % 2 == 0;
        boolean sizes = kind / 2 == 1;
        if (sizes && 5 * groups < tasks) {
            return;
        }
        double[] times = new double[seeds];
        int proven = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            GroupingProblem problem = problem(tasks, groups, seed, easy, sizes, objective);
            long start = System.nanoTime();
            proven += run(solver, problem, limit) ? 1 : 0;
            times[seed - 1] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        double median = (times[(seeds - 1) / 2] + times[seeds / 2]) / 2;
        System.out.printf("%s,%d,%d,%s,%s,%.0f,%.0f,%d/%d%n", objective, tasks, groups, easy ? "easy" : "hard",
                sizes ? "2..5" : "any", median, times[seeds - 1], proven, seeds);
    }

    private static boolean run(GroupingSolver solver, GroupingProblem problem, double limit) {
        return solver.solve(problem, SearchSettings.UNLIMITED.until(Deadline.after(limit))).status()
                == GroupingResult.Status.OPTIMAL;
    }

    private static int[] list(String numbers) {
        return Arrays.stream(numbers.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    private static GroupingProblem problem(
            int tasks, int groups, long seed, boolean easy, boolean sizes, GroupingObjective objective) {
        Random random = new Random(seed);
        double low = easy ? -0.2 : -0.4;
        double[][] values = new double[tasks][tasks];
        for (double[] row : values) {
            Arrays.setAll(row, k -> low + 0.6 * random.nextDouble());
        }
        List<String> names = IntStream.range(0, tasks).mapToObj(i -> "t" + i).toList();
        List<GroupingConstraint> items = new ArrayList<>(GroupingConstraints.exactly(groups).items());
        if (sizes) {
            items.add(new GroupingConstraint.MinimumSize(OptionalInt.empty(), 2));
            items.add(new GroupingConstraint.MaximumSize(OptionalInt.empty(), 5));
        }
        return new GroupingProblem(new TaskAffinity(names, values), objective, new GroupingConstraints(items));
    }
}
