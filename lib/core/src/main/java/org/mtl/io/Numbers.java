package org.mtl.io;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;

/** Numbers as text: the shortest digits that read back to the same double, equal on every JDK. */
public final class Numbers {

    /** So many characters hold digits and a power of ten that are far from overflowing. */
    private static final int LONGEST_SHORT = 18;

    /** Up to here every integer is a double. */
    private static final long MOST_EXACT = 1L << 53;

    private static final double[] POWERS_OF_TEN =
            {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17};

    private Numbers() {}

    /**
     * Formats a double with the fewest significant digits that identify it.
     *
     * <p>Integers carry no fraction ({@code 3}, not {@code 3.0}); exponents are written {@code 1e-5}. Two digits count
     * as short as one, as for {@code Double.toString} since JDK 19, so that the smallest subnormal is {@code 4.9e-324}.
     * NaN and infinities become {@code NaN}, {@code Infinity} and {@code -Infinity}; callers decide whether those may be
     * written.
     */
    public static String format(double value) {
        String digits = DoubleToDecimal.toString(value);
        int exponent = digits.indexOf('E');
        String mantissa = exponent < 0 ? digits : digits.substring(0, exponent);
        if (mantissa.endsWith(".0")) {
            mantissa = mantissa.substring(0, mantissa.length() - 2);
        }
        return exponent < 0 ? mantissa : mantissa + "e" + digits.substring(exponent + 1);
    }

    /**
     * Parses a decimal number as it stands in a data file.
     *
     * <p>Stricter than {@link Double#parseDouble}: no hexadecimal digits, no type suffix such as {@code 1f}. Blanks around
     * the number are allowed.
     *
     * @return the number; NaN or an infinity where the text says so or overflows
     * @throws NumberFormatException if the text is no decimal number
     */
    public static double parse(String text) {
        // The JDK trims too, so that a suffix could hide before a trailing blank.
        String trimmed = text.trim();
        int last = trimmed.isEmpty() ? ' ' : trimmed.charAt(trimmed.length() - 1);
        boolean suffixed = last == 'd' || last == 'D' || last == 'f' || last == 'F';
        if (suffixed || trimmed.indexOf('x') >= 0 || trimmed.indexOf('X') >= 0) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(trimmed);
    }

    /** Whether {@link #parse(String)} takes the text, NaN and infinities included. */
    public static boolean isNumber(String text) {
        try {
            parse(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether {@link #parse(String)} makes a finite number of the text. */
    public static boolean isFinite(String text) {
        try {
            return Double.isFinite(parse(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Parses the characters {@code text[from]} to {@code text[to − 1]}: the same numbers as {@link #parse(String)}, bit for
     * bit, and the same refusals, without making a string of plain decimals.
     */
    public static double parse(char[] text, int from, int to) {
        double value = shortDecimal(text, from, to);
        if (!Double.isNaN(value)) {
            return value;
        }
        return isPlain(text, from, to)
                ? JavaDoubleParser.parseDouble(text, from, to - from)
                : parse(new String(text, from, to - from));
    }

    /**
     * A number of few digits without exponent, as most cells hold; NaN for all other text.
     *
     * <p>The digits and the power of ten are exact as doubles, so that their quotient is rounded once: the number nearest
     * to the text (W. D. Clinger, How to read floating point numbers accurately, 1990).
     */
    private static double shortDecimal(char[] text, int from, int to) {
        if (to - from > LONGEST_SHORT || from == to) {
            return Double.NaN;
        }
        boolean negative = text[from] == '-';
        int first = negative ? from + 1 : from;
        int point = to;
        long digits = 0;
        for (int i = first; i < to; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
            } else if (text[i] == '.' && point == to) {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        int decimals = Math.max(0, to - 1 - point);
        boolean any = to - first > (point < to ? 1 : 0);
        if (!any || digits > MOST_EXACT) {
            return Double.NaN;
        }
        double value = digits / POWERS_OF_TEN[decimals];
        return negative ? -value : value;
    }

    /** Starts and ends as decimals do: no blanks around it, no hexadecimal prefix, no suffix, no word. */
    private static boolean isPlain(char[] text, int from, int to) {
        if (from == to) {
            return false;
        }
        char first = text[from];
        char last = text[to - 1];
        boolean decimal = (isDigit(first) || first == '-' || first == '.' || first == '+') && (isDigit(last) || last == '.');
        // A hexadecimal prefix stands second, or third after a sign.
        return decimal && !isX(text, from + 1, to) && !isX(text, from + 2, to);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isX(char[] text, int at, int to) {
        return at < to && (text[at] == 'x' || text[at] == 'X');
    }
}
