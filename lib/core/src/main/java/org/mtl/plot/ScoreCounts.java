package org.mtl.plot;

import java.util.Arrays;
import java.util.List;

/**
 * Counts of scores in narrow bins about 0, one row of bins per cell, in one pass and with memory that does not grow with the
 * number of scores.
 *
 * <p>The range doubles when a score lies outside; widths are powers of two, so that the result does not depend on the order
 * in which scores come.
 */
public final class ScoreCounts {

    /** Bins on each side of 0. */
    static final int SIDE = 512;

    private static final double MOST_SHOWN = 0.99;

    private final int[][] counts;
    private double width;

    /** Empty counts for so many cells. */
    public ScoreCounts(int cells) {
        this(new int[cells][2 * SIDE]);
    }

    private ScoreCounts(int[][] counts) {
        this.counts = counts;
    }

    /** Counts a score, which is finite; 0 is counted with what is below. */
    public void add(int cell, double score) {
        double size = Math.abs(score);
        if (width == 0 && size > 0) {
            // All that was counted so far is 0, which lies in the same bin whatever the width.
            width = Math.scalb(2.0, Math.getExponent(size)) / SIDE;
        }
        while (size > 0 && size / width >= SIDE) {
            halve();
        }
        int bin = size == 0 ? 0 : (int) (size / width);
        counts[cell][score > 0 ? SIDE + bin : SIDE - 1 - bin]++;
    }

    private void halve() {
        width *= 2;
        for (int[] cell : counts) {
            int[] merged = new int[cell.length];
            for (int i = 0; i < SIDE; i++) {
                merged[SIDE + i / 2] += cell[SIDE + i];
                merged[SIDE - 1 - i / 2] += cell[SIDE - 1 - i];
            }
            System.arraycopy(merged, 0, cell, 0, cell.length);
        }
    }

    /**
     * The counts of all, cell after cell, in bins of the width that the widest range needs.
     *
     * @param parts at least one; they are left with that width
     */
    public static ScoreCounts together(List<ScoreCounts> parts) {
        double widest = parts.stream().mapToDouble(part -> part.width).max().orElse(0);
        for (ScoreCounts part : parts) {
            // Where all scores are 0, the width is still open.
            part.width = part.width == 0 ? widest : part.width;
            while (part.width < widest) {
                part.halve();
            }
        }
        int[][] counts = parts.stream().map(part -> part.counts).flatMap(Arrays::stream).toArray(int[][]::new);
        ScoreCounts all = new ScoreCounts(counts);
        all.width = widest;
        return all;
    }

    /** How many bins of one side hold 99 of 100 scores of all cells, rounded up to a multiple. */
    private int shown(int multiple) {
        long all = Arrays.stream(counts).flatMapToInt(Arrays::stream).asLongStream().sum();
        long within = 0;
        int bins = 0;
        while (bins < SIDE && within < MOST_SHOWN * all) {
            int bin = bins++;
            within += Arrays.stream(counts).mapToLong(cell -> (long) cell[SIDE + bin] + cell[SIDE - 1 - bin]).sum();
        }
        return Math.max(1, (bins + multiple - 1) / multiple) * multiple;
    }

    /**
     * The counts in a few bins.
     *
     * @param side how many there are on each side of 0
     */
    public Coarse coarse(int side) {
        int fine = shown(side) / side;
        int[][] coarse = new int[counts.length][2 * side];
        for (int c = 0; c < counts.length; c++) {
            for (int i = 0; i < SIDE; i++) {
                int bin = Math.min(side - 1, i / fine);
                coarse[c][side + bin] += counts[c][SIDE + i];
                coarse[c][side - 1 - bin] += counts[c][SIDE - 1 - i];
            }
        }
        return new Coarse(coarse, width == 0 ? 1 : width * fine * side);
    }

    /**
     * Counts in a few bins of equal width.
     *
     * @param counts for each cell, those from −limit to limit; what lies beyond is in the outermost
     * @param limit where the range ends
     */
    public record Coarse(int[][] counts, double limit) {}
}
