package org.mtl.selection;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Chooses the training rows to drop: those with the largest scores, worst first (METHODS §7).
 *
 * <p>A task keeps at least one row whatever is asked, and where classes are known, one row of each of its classes. Of rows
 * with equal scores, the one that comes first in the file is dropped first.
 *
 * @param amount how many rows to drop
 * @param harmfulOnly whether only rows with a positive score may be dropped
 * @param perTask whether each task loses rows in proportion to its size
 */
public record Selector(Amount amount, boolean harmfulOnly, boolean perTask) {

    /** How many rows to drop. */
    public sealed interface Amount {

        /** The number of rows to drop of {@code rows}, at most all. */
        int of(int rows);
    }

    /** A share of all rows, 0 ≤ share < 1, rounded down. */
    public record Share(double share) implements Amount {
        @Override
        public int of(int rows) {
            // 0.1 · 30 is 3.0000000000000004 or 2.9999999999999996 depending on how it is reached; both mean 3.
            return (int) Math.floor(share * rows + 1e-9);
        }
    }

    /** A whole number of rows. */
    public record Count(int count) implements Amount {
        @Override
        public int of(int rows) {
            return Math.min(count, rows);
        }
    }

    /** The class code of a line without a class. */
    public static final int NO_CLASS = -1;

    /**
     * Decides about every line, with no classes to keep.
     *
     * @param scores one finite score per line
     * @param tasks the position of each line's task, from 0
     * @return true for lines to keep
     */
    public boolean[] keep(double[] scores, int[] tasks) {
        int[] classes = new int[tasks.length];
        Arrays.fill(classes, NO_CLASS);
        return keep(scores, tasks, classes);
    }

    /**
     * Decides about every line.
     *
     * @param scores one finite score per line
     * @param tasks the position of each line's task, from 0
     * @param classes the code of each line's class among those of its task, from 0, or {@link #NO_CLASS}
     * @return true for lines to keep
     */
    public boolean[] keep(double[] scores, int[] tasks, int[] classes) {
        int taskCount = Arrays.stream(tasks).max().orElse(-1) + 1;
        int[] remaining = new int[taskCount];
        int[][] ofClass = new int[taskCount][Arrays.stream(classes).max().orElse(NO_CLASS) + 1];
        for (int line = 0; line < tasks.length; line++) {
            remaining[tasks[line]]++;
            if (classes[line] != NO_CLASS) {
                ofClass[tasks[line]][classes[line]]++;
            }
        }
        int total = amount.of(scores.length);
        int[] quota = perTask ? proportional(total, remaining) : new int[taskCount];
        if (!perTask) {
            Arrays.fill(quota, total);
        }
        boolean[] keep = new boolean[scores.length];
        Arrays.fill(keep, true);
        for (int line : worstFirst(scores)) {
            int task = tasks[line];
            boolean classed = classes[line] != NO_CLASS;
            boolean last = remaining[task] == 1 || classed && ofClass[task][classes[line]] == 1;
            boolean allowed = !harmfulOnly || scores[line] > 0;
            if (total > 0 && allowed && quota[task] > 0 && !last) {
                keep[line] = false;
                remaining[task]--;
                if (classed) {
                    ofClass[task][classes[line]]--;
                }
                quota[task]--;
                total--;
            }
        }
        return keep;
    }

    private static int[] worstFirst(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer line) -> -scores[line]).thenComparing(line -> line))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Splits {@code total} in proportion to {@code sizes} by largest remainder, ties to the earlier task. */
    static int[] proportional(int total, int[] sizes) {
        long rows = Arrays.stream(sizes).asLongStream().sum();
        int[] quota = new int[sizes.length];
        int given = 0;
        for (int task = 0; task < sizes.length; task++) {
            quota[task] = (int) ((long) total * sizes[task] / Math.max(1, rows));
            given += quota[task];
        }
        int[] byRemainder = IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer task) -> -((long) total * sizes[task] % Math.max(1, rows)))
                        .thenComparing(task -> task))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; given < total; i++, given++) {
            quota[byRemainder[i]]++;
        }
        return quota;
    }
}
