package org.mtl.data;

import java.util.Arrays;
import java.util.Random;
import org.mtl.MtlException;
import org.mtl.io.NumberRoom;
import org.mtl.io.Numbers;

/** How labelled rows are divided into training, validation and test rows: the option {@code --split}. */
public sealed interface SplitRule {

    /** The column that {@link Default} looks for. */
    String DEFAULT_COLUMN = "split";

    /** A column says it, in the words and codes of {@link Split#parse}. */
    record ByColumn(String name) implements SplitRule {}

    /** The column {@value SplitRule#DEFAULT_COLUMN} where the data has one, otherwise every row is a training row. */
    record Default() implements SplitRule {}

    /**
     * Rows are drawn at random: in long form within each task, in wide form once per row for all its tasks.
     *
     * @param train share of training rows, above 0
     * @param validation share of validation rows
     * @param test share of test rows; the three sum to 1 within 1e-9
     * @param seed the user's seed
     */
    record Fractions(double train, double validation, double test, long seed) implements SplitRule {

        private static final double TOLERANCE = 1e-9;

        /** Checks the shares. */
        public Fractions {
            String found = Numbers.format(train) + "," + Numbers.format(validation) + "," + Numbers.format(test);
            if (!(train >= 0 && validation >= 0 && test >= 0)) {
                throw MtlException.usage("--split: expected fractions of at least 0, found '" + found + "'");
            }
            double sum = train + validation + test;
            if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                throw MtlException.usage("--split: expected fractions that sum to 1, found a sum of " + Numbers.format(sum)
                        + " in '" + found + "'");
            }
            if (train == 0) {
                throw MtlException.usage("--split: expected a fraction of training rows above 0, found '" + found + "'");
            }
        }

        /**
         * How many of {@code count} rows each split gets, by largest remainder: the whole parts of the exact shares
         * first, then one more for the splits that lose most by that, earlier splits first where they lose the same.
         *
         * @return counts by {@link Split#ordinal}, which sum to {@code count}
         */
        public int[] counts(int count) {
            double[] shares = shares(count);
            int[] counts = new int[shares.length];
            double[] remainders = new double[shares.length];
            for (int i = 0; i < shares.length; i++) {
                counts[i] = (int) shares[i];
                remainders[i] = shares[i] - counts[i];
            }
            for (int left = count - Arrays.stream(counts).sum(); left > 0; left--) {
                int most = 0;
                for (int i = 1; i < shares.length; i++) {
                    most = remainders[i] > remainders[most] ? i : most;
                }
                counts[most]++;
                remainders[most] = -1;
            }
            return counts;
        }

        /** The exact shares of {@code count} rows by {@link Split#ordinal}. */
        double[] shares(int count) {
            double sum = train + validation + test;
            return new double[] {train / sum * count, validation / sum * count, test / sum * count};
        }

        /**
         * Draws the splits of {@code count} rows, each arrangement with the {@link #counts} being equally likely.
         *
         * @param purpose what the rows belong to; draws for different purposes are independent
         * @return the {@link Split#ordinal} of each row
         */
        SplitCodes draw(int count, String purpose) {
            return shuffled(counts(count), random(purpose));
        }

        /** The generator of the draws for one purpose. */
        Random random(String purpose) {
            return Seeds.random(seed, "split:" + purpose);
        }

        /** So many of each split, by {@link Split#ordinal}, in random order. */
        static SplitCodes shuffled(int[] counts, Random random) {
            int count = counts[0] + counts[1] + counts[2];
            SplitCodes splits = new SplitCodes(new NumberRoom());
            for (int code = 0; code < counts.length; code++) {
                for (int i = 0; i < counts[code]; i++) {
                    splits.add(code);
                }
            }
            for (int last = count - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                int kept = splits.get(last);
                splits.set(last, splits.get(other));
                splits.set(other, kept);
            }
            return splits;
        }
    }

    /**
     * Reads the value of {@code --split}: three fractions, or the name of a column. What begins with a number is taken
     * as fractions.
     *
     * @throws MtlException (USAGE) if it begins with a number and is no three fractions that sum to 1
     */
    static SplitRule parse(String text, long seed) {
        String[] parts = text.split(",", -1);
        if (!Numbers.isNumber(parts[0])) {
            return new ByColumn(text);
        }
        if (parts.length != 3 || !Numbers.isNumber(parts[1]) || !Numbers.isNumber(parts[2])) {
            throw MtlException.usage("--split: expected a column or three fractions for train, val and test such as"
                    + " 0.6,0.2,0.2, found '" + text + "'");
        }
        return new Fractions(Numbers.parse(parts[0]), Numbers.parse(parts[1]), Numbers.parse(parts[2]), seed);
    }
}
