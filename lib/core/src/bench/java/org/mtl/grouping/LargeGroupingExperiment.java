package org.mtl.grouping;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints value, bound, gap and seconds of {@link LargeGrouping} on matrices with uniform entries, easy in [−0.2, 0.4] and
 * hard in [−0.4, 0.2]: arguments are the seconds for each and the number of seeds, and then n and m of each case.
 */
public final class LargeGroupingExperiment {

    private LargeGroupingExperiment() {}

    /** Runs the cases one after the other, with two threads. */
    public static void main(String[] arguments) {
        double seconds = Double.parseDouble(arguments[0]);
        int seeds = Integer.parseInt(arguments[1]);
        System.out.println("n,m,entries,seed,value,bound,gap,status,seconds");
        for (int at = 2; at + 1 < arguments.length; at += 2) {
            for (double low : new double[] {-0.2, -0.4}) {
                for (int seed = 1; seed <= seeds; seed++) {
                    run(Integer.parseInt(arguments[at]), Integer.parseInt(arguments[at + 1]), low, seed, seconds);
                }
            }
        }
    }

    private static void run(int tasks, int groups, double low, int seed, double seconds) {
        Random random = new Random(seed);
        double[][] values = new double[tasks][tasks];
        for (double[] row : values) {
            for (int k = 0; k < tasks; k++) {
                row[k] = low + 0.6 * random.nextDouble();
            }
        }
        List<String> names = IntStream.range(0, tasks).mapToObj(i -> "t" + i).toList();
        GroupingProblem problem = GroupingProblem.exactly(new TaskAffinity(names, values), GroupingObjective.MEAN, groups);
        long start = System.nanoTime();
        GroupingResult result = new LargeGrouping(new CpSatFactory(2))
                .solve(problem, SearchSettings.UNLIMITED.until(Deadline.after(seconds)));
        System.out.printf(Locale.ROOT, "%d,%d,%s,%d,%.5f,%.5f,%.5f,%s,%.2f%n", tasks, groups, low == -0.2 ? "easy" : "hard",
                seed, result.objective(), result.bound(), result.gap(), result.status(), (System.nanoTime() - start) / 1e9);
    }
}
