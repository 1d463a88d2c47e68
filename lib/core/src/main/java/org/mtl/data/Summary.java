package org.mtl.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mtl.io.CsvReader;

/**
 * What a CSV file holds, column by column, in one pass with memory that does not grow with the rows.
 *
 * @param rows the number of data rows
 * @param columns the columns in file order
 */
public record Summary(long rows, List<Column> columns) {

    /** Above this many different values of a column, they are no longer counted. */
    public static final int MOST_DISTINCT = 1000;

    /** What the cells of a column hold. */
    public enum Kind {
        /** Every cell that is not empty is a number, and there is one. */
        NUMERIC,
        /** A cell is no number. */
        TEXT,
        /** All cells are empty. */
        EMPTY;

        /** The word that files use. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One column.
     *
     * @param name its name
     * @param kind what its cells hold
     * @param missing the number of empty cells
     * @param distinct the number of different texts other than empty, at most {@link #MOST_DISTINCT}
     * @param distinctCapped whether there are more
     * @param numbers statistics of a numeric column that has finite numbers
     * @param stray the cells that make text of a column of numbers, where it is one but for a few
     * @param countsRows whether the column holds whole numbers each of which is one more than that of the row before
     * @param splits whether the column holds the words of {@link Split#parse} and nothing else
     */
    public record Column(String name, Kind kind, long missing, int distinct, boolean distinctCapped,
            Optional<NumberSummary> numbers, Optional<StrayText> stray, boolean countsRows,
            boolean splits) {

        /** True where all cells that are not empty hold one and the same value. */
        public boolean isConstant() {
            return distinct == 1 || numbers.isPresent() && numbers.get().isConstant();
        }
    }

    /**
     * Text in a column that otherwise holds numbers: at most one cell in ten.
     *
     * @param cells how many cells hold text
     * @param line the line of the first one
     * @param text what it holds
     */
    public record StrayText(long cells, long line, String text) {}

    /**
     * Statistics of the finite numbers of a column or an array.
     *
     * @param count how many there are
     * @param nonFinite how many are NaN or infinite, which are left out of the rest
     * @param min the least
     * @param max the greatest
     * @param mean the mean
     * @param deviation the population standard deviation; 0 where all are equal
     */
    public record NumberSummary(long count, long nonFinite, double min, double max, double mean, double deviation) {

        /** True where all numbers are equal, however they are written, and none is NaN or infinite. */
        public boolean isConstant() {
            return min == max && nonFinite == 0;
        }
    }

    /** Copies the list. */
    public Summary {
        columns = List.copyOf(columns);
    }

    /**
     * Reads all records.
     *
     * @throws org.mtl.MtlException (DATA) if the file is malformed; values of any kind are fine
     */
    public static Summary read(CsvReader in) {
        List<Collector> collectors = in.header().stream().map(Collector::new).toList();
        long rows = 0;
        while (in.next()) {
            for (int column = 0; column < collectors.size(); column++) {
                collectors.get(column).add(in, column);
            }
            rows++;
        }
        List<Column> columns = new ArrayList<>();
        collectors.forEach(collector -> columns.add(collector.finish()));
        return new Summary(rows, columns);
    }

    /** A column while it is being read. */
    private static final class Collector {
        /** So many cells of text, more than one in ten, make a column text for good: parsing on would take long. */
        private static final int MOST_STRAY = 100;

        private final String name;
        private final Set<String> distinct = new HashSet<>();
        private String latest = "";
        private String before = "";
        private boolean capped;
        private final RunningSummary numbers = new RunningSummary();
        private long cells;
        private long textCells;
        private long firstTextLine;
        private String firstText = "";
        private boolean text;
        private long missing;
        private double last = Double.NaN;
        private boolean counts = true;

        Collector(String name) {
            this.name = name;
        }

        void add(CsvReader in, int column) {
            if (in.isEmpty(column)) {
                missing++;
                return;
            }
            cells++;
            if (!capped) {
                addDistinct(in.get(column));
            }
            if (!text) {
                addNumber(in, column);
            }
        }

        /** The reader gives the same object for a text that came lately: two of them spare most look-ups of flags. */
        private void addDistinct(String cell) {
            if (cell == latest || cell == before) {
                return;
            }
            before = latest;
            latest = cell;
            if (distinct.size() < MOST_DISTINCT) {
                distinct.add(cell);
            } else {
                capped = !distinct.contains(cell);
            }
        }

        private void addNumber(CsvReader in, int column) {
            try {
                double value = in.parse(column);
                numbers.add(value);
                counts &= cells == 1 ? value == Math.rint(value) : value == last + 1;
                last = value;
            } catch (NumberFormatException e) {
                if (textCells++ == 0) {
                    firstTextLine = in.line();
                    firstText = in.get(column);
                }
                text = textCells > MOST_STRAY && mostlyText();
            }
        }

        private boolean mostlyText() {
            return 10 * textCells > cells;
        }

        private boolean isSplit() {
            return distinct.stream().allMatch(cell -> Split.parse(cell).isPresent());
        }

        Column finish() {
            Kind kind = textCells > 0 ? Kind.TEXT : distinct.isEmpty() ? Kind.EMPTY : Kind.NUMERIC;
            boolean numeric = kind == Kind.NUMERIC;
            Optional<StrayText> stray = kind == Kind.TEXT && !text && !mostlyText()
                    ? Optional.of(new StrayText(textCells, firstTextLine, firstText)) : Optional.empty();
            return new Column(name, kind, missing, distinct.size(), capped, numeric ? numbers.finish() : Optional.empty(),
                    stray, numeric && counts && missing == 0, kind == Kind.TEXT && !capped && isSplit());
        }
    }
}
