package org.mtl.data;

import java.util.Locale;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/** Reads single cells, and shows them in messages. */
final class Cells {

    /** What a message shows of a cell, in UTF-16 units. */
    private static final int MOST_SHOWN = 60;

    /** How other tools write what is not finite; Java's own words parse. */
    private static final Set<String> NOT_FINITE =
            Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "nan");

    private Cells() {}

    /** The text in single quotes, or {@code an empty cell}; long text is cut, so that a message stays one line. */
    static String quote(String text) {
        return text.isEmpty() ? "an empty cell" : "'" + oneLine(text) + "'";
    }

    /** The text without line ends and other control characters, cut where it is long. */
    static String oneLine(String text) {
        int end = text.length() <= MOST_SHOWN ? text.length() : text.offsetByCodePoints(0, MOST_SHOWN / 2);
        return MtlException.oneLine(text.substring(0, end)) + (end < text.length() ? "..." : "");
    }

    /**
     * A finite number.
     *
     * @throws MtlException (DATA) at the cell's place, if it is empty, no number, NaN or infinite
     */
    static double number(CsvReader in, int column) {
        double value;
        try {
            value = in.parse(column);
        } catch (NumberFormatException e) {
            String text = in.get(column);
            throw text.isEmpty() || NOT_FINITE.contains(text.strip().toLowerCase(Locale.ROOT))
                    ? notFinite(in.place(column), text)
                    : MtlException.data(in.place(column) + ": " + quote(text) + " is not a number");
        }
        if (!Double.isFinite(value)) {
            throw notFinite(in.place(column), in.get(column));
        }
        return value;
    }

    /**
     * Refuses a cell that can be no label of any kind.
     *
     * @throws MtlException (DATA) at the cell's place, if it is empty, NaN or infinite
     */
    static void requireLabel(CsvReader in, int column) {
        if (in.isEmpty(column)) {
            throw MtlException.data(in.place(column) + ": expected a label, found an empty cell");
        }
        try {
            if (!Double.isFinite(in.parse(column))) {
                throw notFinite(in.place(column), in.get(column));
            }
        } catch (NumberFormatException e) {
            // Text is a label too.
            return;
        }
    }

    /** The error for a cell that is empty, NaN, infinite or too large. */
    static MtlException notFinite(String place, String text) {
        return MtlException.data(place + ": expected a finite number, found " + quote(text));
    }

    /**
     * A split word.
     *
     * @throws MtlException (DATA) at the cell's place
     */
    static Split split(CsvReader in, int column) {
        String word = in.get(column);
        return Split.parse(word).orElseThrow(() -> MtlException.data(
                in.place(column) + ": expected train, val, test, 0, 1 or 2, found " + quote(word)));
    }
}
