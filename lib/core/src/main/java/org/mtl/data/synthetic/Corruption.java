package org.mtl.data.synthetic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.Numbers;

/** Spoils labels of some training rows, to see whether a method finds them (METHODS §10). */
public final class Corruption {

    /** The noise of a spoilt target, in standard deviations of its task's training targets. */
    private static final double NOISE = 3;

    /**
     * A label that was spoilt.
     *
     * @param row the 0-based data row
     * @param task the task's position
     * @param before the target in the data: a number or the code of a class
     * @param after the target to put in its place, likewise
     */
    public record Change(int row, int task, double before, double after) {}

    private Corruption() {}

    /**
     * Checks a share before any work.
     *
     * @throws MtlException (USAGE) if it is out of range
     */
    public static void requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw MtlException.usage("--labels: expected a share between 0 and 1, found " + Numbers.format(share));
        }
    }

    /**
     * Draws the labels to spoil and their new targets. A number becomes y + 3·sd(y)·N(0, 1), where sd(y) is the population
     * standard deviation of the task's training targets; a task whose targets are all equal keeps them. A class becomes
     * any other class of the task's list, each equally likely.
     *
     * @param share the share of the training (row, task) pairs of all tasks together, in [0, 1]; their number is rounded
     *     to the nearest, and every choice of so many pairs is equally likely
     * @param seed the user's seed
     * @return the changes by row, then task
     * @throws MtlException (USAGE) if the share is out of range
     * @throws IllegalArgumentException if a task's targets are vectors
     */
    public static List<Change> draw(Dataset data, double share, long seed) {
        requireShare(share);
        if (data.tasks().stream().anyMatch(task -> task.width() > 1)) {
            throw new IllegalArgumentException("vectors cannot be corrupted");
        }
        long left = data.tasks().stream().mapToLong(task -> task.size(Split.TRAIN)).sum();
        long needed = Math.round(share * left);
        Random choice = Seeds.random(seed, "corruption:choice");
        Random noise = Seeds.random(seed, "corruption:noise");
        List<Change> changes = new ArrayList<>();
        for (int task = 0; task < data.tasks().size(); task++) {
            TaskData.Labelled training = data.tasks().get(task).in(Split.TRAIN);
            int classes = data.tasks().get(task).classes().size();
            double deviation = classes == 0 ? deviation(training) : 0;
            for (int i = 0; i < training.size(); i++) {
                // Selection sampling (Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S).
                if (choice.nextDouble() * left < needed) {
                    double before = training.target(i, 0);
                    double after = classes == 0 ? before + NOISE * deviation * noise.nextGaussian()
                            : otherClass((int) before, classes, noise);
                    changes.add(new Change(training.row(i), task, before, after));
                    needed--;
                }
                left--;
            }
        }
        changes.sort(Comparator.comparingInt(Change::row).thenComparingInt(Change::task));
        return changes;
    }

    private static int otherClass(int code, int classes, Random random) {
        int other = random.nextInt(classes - 1);
        return other < code ? other : other + 1;
    }

    /** Population standard deviation; deviations from the first value make it exactly 0 for equal values. */
    private static double deviation(TaskData.Labelled rows) {
        if (rows.size() == 0) {
            return 0;
        }
        double first = rows.target(0, 0);
        double[] sums = new double[2];
        rows.forEachTarget(value -> sums[0] += value - first);
        double mean = first + sums[0] / rows.size();
        rows.forEachTarget(value -> sums[1] += (value - mean) * (value - mean));
        return Math.sqrt(sums[1] / rows.size());
    }
}
