package org.mtl.data.convert;

import java.util.Arrays;
import org.mtl.MtlException;
import org.mtl.io.Numbers;

/** One line of an svmlight file, {@code LABEL [qid:N] INDEX:VALUE ... [# COMMENT]}, taken apart; used again and again. */
final class SvmlightLine {

    private String place = "";
    private double label;
    private int count;
    private int[] indices = new int[64];
    private double[] values = new double[64];
    private boolean ranked;

    /**
     * Takes a line apart.
     *
     * @param newPlace the line's place, as messages begin
     * @return false if it is blank or holds only a comment
     * @throws MtlException (DATA) if it is malformed, holds a number that is not finite, or an index twice
     */
    boolean parse(String text, String newPlace) {
        place = newPlace;
        count = 0;
        ranked = false;
        int comment = text.indexOf('#');
        int end = comment < 0 ? text.length() : comment;
        int at = skipBlanks(text, 0, end);
        if (at == end) {
            return false;
        }
        int next = wordEnd(text, at, end);
        label = number(text.substring(at, next), "label");
        for (at = skipBlanks(text, next, end); at < end; at = skipBlanks(text, next, end)) {
            next = wordEnd(text, at, end);
            pair(text.substring(at, next));
        }
        requireDifferent();
        return true;
    }

    private static int skipBlanks(String text, int from, int end) {
        int at = from;
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int wordEnd(String text, int from, int end) {
        int at = from;
        while (at < end && !isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void pair(String word) {
        int colon = word.indexOf(':');
        String key = colon < 0 ? "" : word.substring(0, colon);
        if (key.equals("qid") && count == 0) {
            ranked = true;
            return;
        }
        if (key.isEmpty() || !key.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw MtlException.data(place + ": expected INDEX:VALUE, found '" + shown(word) + "'");
        }
        if (count == indices.length) {
            indices = Arrays.copyOf(indices, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        try {
            indices[count] = Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw MtlException.data(place + ": expected an index below 2^31, found " + shown(key));
        }
        values[count] = number(word.substring(colon + 1), "feature " + key);
        count++;
    }

    private double number(String text, String what) {
        try {
            double value = Numbers.parse(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw MtlException.data(place + ": " + what + ": expected a number, found '" + shown(text) + "'");
        }
        throw MtlException.data(place + ": " + what + ": expected a finite number, found '" + shown(text) + "'");
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private void requireDifferent() {
        boolean ascending = true;
        for (int i = 1; i < count; i++) {
            ascending &= indices[i] > indices[i - 1];
        }
        if (ascending) {
            return;
        }
        int[] sorted = Arrays.copyOf(indices, count);
        Arrays.sort(sorted);
        for (int i = 1; i < count; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw MtlException.data(place + ": feature " + sorted[i] + " stands twice");
            }
        }
    }

    double label() {
        return label;
    }

    /** Whether the line named a query, which is not taken over. */
    boolean isRanked() {
        return ranked;
    }

    /** The number of features that are given. */
    int count() {
        return count;
    }

    /** The index of a given feature as it stands in the file. */
    int index(int i) {
        return indices[i];
    }

    double value(int i) {
        return values[i];
    }
}
