package org.mtl.io;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;

/** Numbers as text: the shortest digits that read back to the same double, equal on every JDK. */
public final class Numbers {

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
}
