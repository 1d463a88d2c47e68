package org.mtl.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mtl.MtlException;

/** The columns of one input, for looking names up and for saying which there are. */
final class ColumnNames {

    /** How many columns a message lists. */
    private static final int MOST_LISTED = 10;

    private final String place;
    private final List<String> names;

    /**
     * Columns in file order.
     *
     * @param place how messages begin, for instance {@code data.csv:1}
     */
    ColumnNames(String place, List<String> names) {
        this.place = place;
        this.names = List.copyOf(names);
    }

    List<String> names() {
        return names;
    }

    String place() {
        return place;
    }

    /**
     * The position of a column.
     *
     * @param option the option that names it
     * @throws MtlException (DATA) if there is none, naming some columns and the nearest one
     */
    int find(String column, String option) {
        int position = names.indexOf(column);
        if (position < 0) {
            throw unknown(column, option);
        }
        return position;
    }

    MtlException unknown(String column, String option) {
        String hint = nearest(column).map(name -> " (did you mean " + Cells.quote(name) + "?)").orElse("");
        return MtlException.data(
                place + ": " + option + ": no column '" + Cells.oneLine(column) + "'" + hint + "; columns are: " + listed());
    }

    private String listed() {
        List<String> first = names.subList(0, Math.min(MOST_LISTED, names.size()));
        String text = String.join(", ", first.stream().map(Cells::oneLine).toList());
        return names.size() > MOST_LISTED ? text + ", ..." : text;
    }

    /** The column with the fewest edits from a name, where that is at most a third of its length. */
    private Optional<String> nearest(String wanted) {
        Optional<String> nearest = Optional.empty();
        // One edit turns every name of one letter into every other, so short names must agree but for case.
        int fewest = wanted.length() <= 2 ? 1 : Math.max(1, wanted.length() / 3) + 1;
        for (String name : names) {
            int edits = name.equalsIgnoreCase(wanted) ? 0 : edits(lower(wanted), lower(name), fewest);
            if (edits < fewest) {
                fewest = edits;
                nearest = Optional.of(name);
            }
        }
        return nearest;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions, substitutions and swaps of neighbours from a to b, or {@code limit} if not fewer. */
    private static int edits(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, edits);
            }
        }
        return Math.min(limit, edits[a.length()][b.length()]);
    }

    private static int step(String a, String b, int i, int j, int[][] edits) {
        int substituted = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(substituted, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swap = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swap ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
