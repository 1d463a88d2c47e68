package org.mtl.data;

import java.util.Arrays;
import java.util.Random;

/**
 * Divides rows by class, so that each split gets each class's share to less than one row.
 *
 * <p>The splits together have the sizes of {@link SplitRule.Fractions#counts}. Each class gives each split the whole part
 * of its exact share; the rows that are left of a class go, one for each split at most, to the splits with the largest
 * remainders that still have room. Rounding three columns to such totals is always possible: a choice for one class
 * leaves a solution for the rest exactly if every split has room for between none and as many of the remaining classes as
 * have a remainder there, and such a choice exists. Classes choose in random order, so that none is favoured.
 */
final class Strata {

    /** Remainders nearer to a whole number than this come from rounding. */
    private static final double ROUNDING = 1e-9;

    /** Which splits get one more row: all ways to choose one or two of three. */
    private static final int[] CHOICES = {0b001, 0b010, 0b100, 0b011, 0b101, 0b110};

    private final SplitRule.Fractions fractions;
    private final TaskData.Labelled labels;
    private final int classes;

    /**
     * Rows to divide.
     *
     * @param labels their targets are the codes of classes
     * @param classes the number of classes
     */
    Strata(SplitRule.Fractions fractions, TaskData.Labelled labels, int classes) {
        this.fractions = fractions;
        this.labels = labels;
        this.classes = classes;
    }

    /**
     * Draws the splits, each arrangement within a class being equally likely. With one class this is
     * {@link SplitRule.Fractions#draw}.
     *
     * @return the {@link Split#ordinal} of each row
     */
    SplitCodes draw(String purpose) {
        Random random = fractions.random(purpose);
        int[] sizes = new int[classes];
        labels.forEachTarget(code -> sizes[(int) code]++);
        int[][] counts = counts(sizes, order(sizes, random));
        SplitCodes[] drawn = new SplitCodes[classes];
        for (int code = 0; code < classes; code++) {
            drawn[code] = SplitRule.Fractions.shuffled(counts[code], random);
        }
        int[] next = new int[classes];
        SplitCodes splits = new SplitCodes(labels.room());
        labels.forEachTarget(code -> splits.add(drawn[(int) code].get(next[(int) code]++)));
        return splits;
    }

    /** The classes that have rows, in random order. */
    private static int[] order(int[] sizes, Random random) {
        int[] order = new int[sizes.length];
        int count = 0;
        for (int code = 0; code < sizes.length; code++) {
            if (sizes[code] > 0) {
                order[count++] = code;
            }
        }
        for (int last = count - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int kept = order[last];
            order[last] = order[other];
            order[other] = kept;
        }
        return Arrays.copyOf(order, count);
    }

    /** How many rows of each class each split gets. */
    private int[][] counts(int[] sizes, int[] order) {
        int splits = Split.values().length;
        int[][] counts = new int[classes][splits];
        double[][] remainders = new double[classes][splits];
        int[] room = fractions.counts(labels.size());
        int[] waiting = new int[splits];
        for (int code : order) {
            double[] shares = fractions.shares(sizes[code]);
            for (int split = 0; split < splits; split++) {
                double nearest = Math.rint(shares[split]);
                double share = Math.abs(shares[split] - nearest) < ROUNDING ? nearest : shares[split];
                counts[code][split] = (int) share;
                remainders[code][split] = share - counts[code][split];
                room[split] -= counts[code][split];
                waiting[split] += remainders[code][split] > 0 ? 1 : 0;
            }
        }
        for (int code : order) {
            int left = sizes[code];
            for (int split = 0; split < splits; split++) {
                left -= counts[code][split];
                waiting[split] -= remainders[code][split] > 0 ? 1 : 0;
            }
            int chosen = left == 0 ? 0 : choose(left, remainders[code], room, waiting);
            for (int split = 0; split < splits; split++) {
                int more = chosen >> split & 1;
                counts[code][split] += more;
                room[split] -= more;
            }
        }
        return counts;
    }

    private static int choose(int left, double[] remainders, int[] room, int[] waiting) {
        int best = 0;
        double most = -1;
        for (int choice : CHOICES) {
            double mass = 0;
            boolean possible = Integer.bitCount(choice) == left;
            for (int split = 0; split < remainders.length; split++) {
                int more = choice >> split & 1;
                possible &= more == 0 || remainders[split] > 0;
                possible &= room[split] - more >= 0 && room[split] - more <= waiting[split];
                mass += more * remainders[split];
            }
            if (possible && mass > most) {
                best = choice;
                most = mass;
            }
        }
        if (best == 0) {
            throw new IllegalStateException("no rounding of the classes' shares fits the sizes of the splits");
        }
        return best;
    }
}
