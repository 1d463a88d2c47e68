package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mtl.data.SplitRule;
import org.mtl.data.Summary;

/** What is worth a line about the columns of a CSV file, before anyone says what they are for. */
public final class ColumnFindings {

    /** A column that counts fewer rows than this may do so by chance. */
    private static final int LEAST_COUNTED = 10;

    /** With fewer rows per value on average, a column names rows rather than tasks. */
    private static final int LEAST_ROWS_PER_TASK = 5;

    /** So many columns may be the one that names tasks; among more, a guess would be noise. */
    private static final int MOST_GUESSES = 2;

    private ColumnFindings() {}

    /** What predicts trouble, one line each. */
    public static List<String> warnings(Summary summary) {
        List<String> lines = new ArrayList<>();
        warn(summary, column -> column.kind() == Summary.Kind.EMPTY && summary.rows() > 0, "without a value", lines);
        warn(summary, column -> column.isConstant() && column.missing() == 0 && summary.rows() > 1, "with one value only",
                lines);
        for (Summary.Column column : summary.columns()) {
            column.stray().ifPresent(stray -> lines.add("column " + Names.quote(column.name())
                    + " is text, and no feature, because of " + Names.count(stray.cells(), "cell") + ", the first on line "
                    + stray.line() + ": " + Names.quote(stray.text()) + "; all others are numbers"));
            if (column.countsRows() && summary.rows() >= LEAST_COUNTED) {
                lines.add("column " + Names.quote(column.name())
                        + " counts the rows and would become a feature: name it with --id, or leave it out with --features");
            }
        }
        return lines;
    }

    private static void warn(Summary summary, Predicate<Summary.Column> which, String what, List<String> lines) {
        List<String> names = summary.columns().stream().filter(which).map(Summary.Column::name).toList();
        if (!names.isEmpty()) {
            lines.add((names.size() == 1 ? "a column " : names.size() + " columns ") + what + ": " + Names.list(names));
        }
    }

    /** A guess at the column that names tasks: text, or else whole numbers without gaps, with few values that repeat. */
    public static Optional<String> likelyTask(Summary summary) {
        List<String> text = names(summary, column -> column.kind() == Summary.Kind.TEXT && column.stray().isEmpty());
        List<String> guesses = text.isEmpty() ? names(summary, ColumnFindings::isNumbered) : text;
        return guesses.isEmpty() || guesses.size() > MOST_GUESSES ? Optional.empty() : Optional.of(guesses.get(0));
    }

    private static List<String> names(Summary summary, Predicate<Summary.Column> which) {
        return summary.columns().stream()
                .filter(column -> !column.splits() && column.missing() == 0
                        && !column.distinctCapped() && column.distinct() > 1
                        && (long) column.distinct() * LEAST_ROWS_PER_TASK <= summary.rows())
                .filter(which)
                .map(Summary.Column::name)
                .toList();
    }

    /** Columns of split words that only {@code --split} can tell from text. */
    public static List<String> splitColumns(Summary summary) {
        return summary.columns().stream()
                .filter(column -> column.splits() && !column.name().equals(SplitRule.DEFAULT_COLUMN))
                .map(Summary.Column::name)
                .toList();
    }

    /** Whole numbers without a gap from the least to the greatest, and more than 0, 1, 2, which splits are. */
    private static boolean isNumbered(Summary.Column column) {
        return column.distinct() > 3 && column.numbers()
                .filter(found -> found.nonFinite() == 0 && found.min() == Math.rint(found.min())
                        && found.max() - found.min() + 1 == column.distinct())
                .isPresent();
    }
}
