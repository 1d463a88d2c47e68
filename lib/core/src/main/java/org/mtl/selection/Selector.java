package org.mtl.selection;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Chooses the training rows to drop: those with the largest scores, worst first (METHODS §7).
 *
 * <p>A task keeps at least one row whatever is asked. Of rows with equal scores, the one that comes first in the file is
 * dropped first.
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

    /**
     * Decides about every line.
     *
     * @param scores one finite score per line
     * @param tasks the position of each line's task, from 0
     * @return true for lines to keep
     */
    public boolean[] keep(double[] scores, int[] tasks) {
        int taskCount = Arrays.stream(tasks).max().orElse(-1) + 1;
        int[] remaining = new int[taskCount];
        for (int task : tasks) {
            remaining[task]++;
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
            boolean allowed = !harmfulOnly || scores[line] > 0;
            if (total > 0 && allowed && quota[task] > 0 && remaining[task] > 1) {
                keep[line] = false;
                remaining[task]--;
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
