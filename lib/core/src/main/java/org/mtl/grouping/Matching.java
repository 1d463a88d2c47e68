package org.mtl.grouping;

import java.util.Arrays;

/**
 * The assignment of rows to different columns of the largest total worth, with its dual: Hungarian algorithm in whole
 * numbers, O(rows²·columns).
 *
 * @param columns the column of each row
 * @param rowPrices α with α_r + β_c ≥ worth[r][c] for some β ≥ 0 that is 0 for all columns not taken, and Σα + Σβ the total
 * @param total the worth of the assignment
 */
record Matching(int[] columns, long[] rowPrices, long total) {

    /** The worth of a column that a row cannot have. */
    static final long NEVER = -(1L << 58);

    /** Whether every row has a column that it can have. */
    boolean isPossible(long[][] worth) {
        for (int row = 0; row < columns.length; row++) {
            if (worth[row][columns[row]] == NEVER) {
                return false;
            }
        }
        return true;
    }

    /** Assigns rows, of which there are no more than columns. */
    static Matching of(long[][] worth) {
        int rows = worth.length;
        int width = worth[0].length;
        // Position 0 stands for the row that is being added; costs are the negative worth.
        long[] u = new long[rows + 1];
        long[] v = new long[width + 1];
        int[] rowOf = new int[width + 1];
        for (int row = 1; row <= rows; row++) {
            rowOf[0] = row;
            augment(worth, u, v, rowOf);
        }
        int[] columns = new int[rows];
        long total = 0;
        for (int column = 1; column <= width; column++) {
            if (rowOf[column] > 0) {
                columns[rowOf[column] - 1] = column - 1;
                total += worth[rowOf[column] - 1][column - 1];
            }
        }
        long[] prices = new long[rows];
        Arrays.setAll(prices, row -> -u[row + 1]);
        return new Matching(columns, prices, total);
    }

    /** Finds the cheapest alternating path from the new row to a free column and assigns along it. */
    private static void augment(long[][] worth, long[] u, long[] v, int[] rowOf) {
        int width = v.length;
        long[] slack = new long[width];
        int[] from = new int[width];
        boolean[] reached = new boolean[width];
        Arrays.fill(slack, Long.MAX_VALUE);
        int last = 0;
        while (rowOf[last] != 0) {
            reached[last] = true;
            int row = rowOf[last];
            int next = 0;
            long least = Long.MAX_VALUE;
            for (int column = 1; column < width; column++) {
                if (!reached[column]) {
                    long reduced = -worth[row - 1][column - 1] - u[row] - v[column];
                    if (reduced < slack[column]) {
                        slack[column] = reduced;
                        from[column] = last;
                    }
                    if (slack[column] < least) {
                        least = slack[column];
                        next = column;
                    }
                }
            }
            for (int column = 0; column < width; column++) {
                if (reached[column]) {
                    u[rowOf[column]] += least;
                    v[column] -= least;
                } else if (slack[column] != Long.MAX_VALUE) {
                    slack[column] -= least;
                }
            }
            last = next;
        }
        while (last != 0) {
            rowOf[last] = rowOf[from[last]];
            last = from[last];
        }
    }
}
