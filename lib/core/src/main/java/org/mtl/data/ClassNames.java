package org.mtl.data;

import java.util.List;
import java.util.stream.Collectors;
import org.mtl.io.Numbers;

/** The names of classes, as they follow from the cells of a file. */
public final class ClassNames {

    /** How many classes a message lists. */
    private static final int MOST_SHOWN = 10;

    private ClassNames() {}

    /** The name of a cell's class: the shortest form of a number, other text as it is. */
    public static String of(String cell) {
        double value = number(cell);
        return Double.isNaN(value) ? cell : of(value);
    }

    /** The name of a number's class; −0 is 0. */
    public static String of(double value) {
        return Numbers.format(value + 0.0);
    }

    /** True where two cells are the same text, or the same number. */
    public static boolean same(String first, String second) {
        return first.equals(second) || of(first).equals(of(second));
    }

    /** The two classes of {@code --positive VALUE}: everything else, and the value. */
    static List<String> positive(String value) {
        return List.of("not " + value, value);
    }

    /** The number in a cell, NaN where it is none. */
    static double number(String cell) {
        try {
            return Numbers.parse(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Names in quotes, for messages. */
    static String list(List<String> names) {
        String more = names.size() > MOST_SHOWN ? " and " + (names.size() - MOST_SHOWN) + " more" : "";
        return names.stream().limit(MOST_SHOWN).map(Cells::quote).collect(Collectors.joining(", ")) + more;
    }
}
