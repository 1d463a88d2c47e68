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
     * Decides about every line, where lines that belong together stay or go together: the lines of a row that several
     * tasks share. The score of such a unit is the sum over its lines, and amounts count units.
     *
     * @param scores one finite score per line
     * @param tasks the position of each line's task, from 0; the lines of a unit are of different tasks
     * @param classes the code of each line's class among those of its task, from 0, or {@link #NO_CLASS}
     * @param units the number of each line's unit, from 0 in order of first appearance
     * @return true for lines to keep
     * @throws IllegalArgumentException if units of several lines are to be dropped {@link #perTask}
     */
    public boolean[] keep(double[] scores, int[] tasks, int[] classes, int[] units) {
        double[] unitScores = unitScores(scores, units);
        if (perTask && unitScores.length < scores.length) {
            throw new IllegalArgumentException("a row that tasks share counts for none of them alone");
        }
        int[][] linesOf = linesOf(units, unitScores.length);
        Stock stock = new Stock(tasks, classes);
        int total = amount.of(unitScores.length);
        int[] quota = perTask ? proportional(total, stock.remaining) : new int[stock.remaining.length];
        if (!perTask) {
            Arrays.fill(quota, total);
        }
        boolean[] keep = new boolean[scores.length];
        Arrays.fill(keep, true);
        for (int unit : worstFirst(unitScores)) {
            int first = tasks[linesOf[unit][0]];
            boolean allowed = !harmfulOnly || unitScores[unit] > 0;
            if (total > 0 && allowed && quota[first] > 0 && stock.canSpare(linesOf[unit])) {
                stock.take(linesOf[unit]);
                for (int line : linesOf[unit]) {
                    keep[line] = false;
                }
                quota[first]--;
                total--;
            }
        }
        return keep;
    }

    /**
     * The scores of units: sums over their lines, in the order of the lines.
     *
     * @param scores one score per line
     * @param units the number of each line's unit, from 0 in order of first appearance
     */
    public static double[] unitScores(double[] scores, int[] units) {
        double[] sums = new double[Arrays.stream(units).max().orElse(-1) + 1];
        for (int line = 0; line < scores.length; line++) {
            sums[units[line]] += scores[line];
        }
        return sums;
    }

    private static int[][] linesOf(int[] units, int count) {
        int[] sizes = new int[count];
        for (int unit : units) {
            sizes[unit]++;
        }
        int[][] lines = new int[count][];
        Arrays.setAll(lines, unit -> new int[sizes[unit]]);
        for (int line = units.length - 1; line >= 0; line--) {
            lines[units[line]][--sizes[units[line]]] = line;
        }
        return lines;
    }

    /** The lines that each task and each of its classes has left. */
    private static final class Stock {
        private final int[] tasks;
        private final int[] classes;
        private final int[] remaining;
        private final int[][] ofClass;

        Stock(int[] tasks, int[] classes) {
            this.tasks = tasks;
            this.classes = classes;
            this.remaining = new int[Arrays.stream(tasks).max().orElse(-1) + 1];
            this.ofClass = new int[remaining.length][Arrays.stream(classes).max().orElse(NO_CLASS) + 1];
            for (int line = 0; line < tasks.length; line++) {
                change(line, 1);
            }
        }

        private void change(int line, int by) {
            remaining[tasks[line]] += by;
            if (classes[line] != NO_CLASS) {
                ofClass[tasks[line]][classes[line]] += by;
            }
        }

        /** Whether none of the lines is the last of its task or class. */
        boolean canSpare(int[] lines) {
            for (int line : lines) {
                boolean lastOfClass = classes[line] != NO_CLASS && ofClass[tasks[line]][classes[line]] == 1;
                if (remaining[tasks[line]] == 1 || lastOfClass) {
                    return false;
                }
            }
            return true;
        }

        void take(int[] lines) {
            for (int line : lines) {
                change(line, -1);
            }
        }
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
