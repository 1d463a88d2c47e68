package org.mtl.cli;

import java.util.List;
import org.mtl.MtlException;
import org.mtl.io.Numbers;
import org.mtl.selection.Selector;

/** Shares and numbers of rows, as options give them. */
final class Amounts {

    private Amounts() {}

    /**
     * Reads a share below 1, or a whole number of rows.
     *
     * @throws MtlException (USAGE) naming the option for anything else
     */
    static Selector.Amount parse(String option, String word) {
        double value;
        try {
            value = Numbers.parse(word);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (value >= 0 && value < 1) {
            return new Selector.Share(value);
        }
        if (value >= 1 && value == Math.rint(value) && value <= Integer.MAX_VALUE) {
            return new Selector.Count((int) value);
        }
        throw MtlException.usage(option + ": expected a share below 1 or a whole number of rows, found '" + word + "'");
    }

    /**
     * Makes sure that there are so many rows.
     *
     * @param where how messages name what has them
     * @throws MtlException (DATA) if there are not
     */
    static void requireRows(String option, List<Selector.Amount> amounts, int rows, String where) {
        for (Selector.Amount amount : amounts) {
            if (amount instanceof Selector.Count count && count.count() > rows) {
                throw MtlException.data(option + ": " + count.count() + " rows to drop, but " + where + " has " + rows);
            }
        }
    }
}
