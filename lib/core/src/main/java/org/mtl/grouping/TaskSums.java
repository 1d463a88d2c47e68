package org.mtl.grouping;

/** Sums of whole numbers, one per task, over any group of up to 20 tasks, each from two tables of half the tasks. */
final class TaskSums {

    private static final int HALF = 10;
    private static final int LOW = (1 << HALF) - 1;

    private final long[] low = new long[LOW + 1];
    private final long[] high = new long[LOW + 1];

    /** Sums of these numbers. */
    TaskSums(long[] numbers) {
        for (int half = 1; half <= LOW; half++) {
            int task = Integer.numberOfTrailingZeros(half);
            low[half] = low[half & half - 1] + (task < numbers.length ? numbers[task] : 0);
            high[half] = high[half & half - 1] + (task + HALF < numbers.length ? numbers[task + HALF] : 0);
        }
    }

    /** The sum over the tasks of a bit set. */
    long of(int mask) {
        return low[mask & LOW] + high[mask >>> HALF];
    }
}
