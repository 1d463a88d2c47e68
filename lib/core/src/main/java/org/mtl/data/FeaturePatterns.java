package org.mtl.data;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.mtl.MtlException;

/**
 * Chooses columns by the patterns of {@code --features} and {@code --targets}.
 *
 * <p>A pattern that is a column's name means that column, whatever characters it holds. Otherwise {@code *} stands for
 * any text and {@code ?} for one character, and {@code a:b} for the columns from a to b in file order, both included.
 * Globs and ranges pass over columns that have another role.
 */
final class FeaturePatterns {

    private FeaturePatterns() {}

    /**
     * The positions of the chosen columns, which keep their file order whatever the order of the patterns.
     *
     * @param option the option that holds the patterns, for messages
     * @param taken positions of columns that have another role
     * @throws MtlException (DATA) if a pattern fits no column that is free; (USAGE) if it names one with another role
     */
    static BitSet choose(String option, List<String> patterns, ColumnNames columns, Set<Integer> taken) {
        BitSet chosen = new BitSet();
        for (String pattern : patterns) {
            chosen.or(one(option, pattern, columns, taken));
        }
        return chosen;
    }

    private static BitSet one(String option, String pattern, ColumnNames columns, Set<Integer> taken) {
        BitSet chosen = new BitSet();
        int exact = columns.names().indexOf(pattern);
        if (exact >= 0) {
            if (taken.contains(exact)) {
                throw MtlException.usage(option + ": column " + Cells.quote(pattern) + " already has another role");
            }
            chosen.set(exact);
            return chosen;
        }
        if (pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0) {
            glob(pattern, columns.names(), chosen);
        } else {
            range(option, pattern, columns, chosen);
        }
        taken.forEach(chosen::clear);
        if (chosen.isEmpty()) {
            throw MtlException.data(
                    columns.place() + ": " + option + ": " + Cells.quote(pattern) + " fits no column without another role");
        }
        return chosen;
    }

    private static void glob(String pattern, List<String> names, BitSet chosen) {
        StringBuilder expression = new StringBuilder();
        pattern.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(Character.toString(c)));
            }
        });
        Pattern compiled = Pattern.compile(expression.toString(), Pattern.DOTALL);
        for (int column = 0; column < names.size(); column++) {
            if (compiled.matcher(names.get(column)).matches()) {
                chosen.set(column);
            }
        }
    }

    private static void range(String option, String pattern, ColumnNames columns, BitSet chosen) {
        int colon = boundary(pattern, columns.names());
        if (colon < 0) {
            throw columns.unknown(pattern, option);
        }
        int first = columns.find(pattern.substring(0, colon), option);
        int last = columns.find(pattern.substring(colon + 1), option);
        if (first > last) {
            throw MtlException.data(columns.place() + ": " + option + ": the range " + Cells.quote(pattern)
                    + " ends before it begins");
        }
        chosen.set(first, last + 1);
    }

    /** The colon between two names, which may hold colons themselves: the first that leaves two columns, else any. */
    private static int boundary(String pattern, List<String> names) {
        int first = pattern.indexOf(':');
        for (int colon = first; colon >= 0; colon = pattern.indexOf(':', colon + 1)) {
            if (names.contains(pattern.substring(0, colon)) && names.contains(pattern.substring(colon + 1))) {
                return colon;
            }
        }
        return first;
    }
}
