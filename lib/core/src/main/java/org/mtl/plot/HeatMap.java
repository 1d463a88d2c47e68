package org.mtl.plot;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A matrix whose cells have colours about white at 0.
 *
 * @param labels what is written around it
 * @param rows the names of the rows
 * @param columns those of the columns
 * @param values rows × columns; NaN is a cell without a value
 * @param bounds the rows and columns that blocks reach over, which are outlined
 * @param helpfulAbove whether values above 0 are good, and so have the blue of what helps; else they have the orange
 */
public record HeatMap(Labels labels, List<String> rows, List<String> columns, double[][] values, List<Block> bounds,
        boolean helpfulAbove) implements Panel {

    /**
     * What is written around a matrix.
     *
     * @param title what the matrix is
     * @param row what a row is
     * @param column what a column is
     * @param below what values below 0 mean
     * @param above what values above 0 mean
     */
    public record Labels(String title, String row, String column, String below, String above) {}

    /** A block: rows and columns from the first to before the last, and its name. */
    public record Block(int firstRow, int endRow, int firstColumn, int endColumn, String name) {}

    private static final int LARGEST_CELL = 56;
    private static final int SMALLEST_CELL = 11;
    private static final int WIDE = 560;
    private static final double LETTERS = 11;
    private static final double LEAST_LETTERS = 5;
    private static final double LONGEST_NAME = 150;
    private static final double TITLE = 24;
    private static final int LEGEND = 160;
    private static final int BAR = 14;
    /** So many rows or columns at most have numbers in their cells. */
    private static final int MOST_NUMBERED = 12;
    /** Cells that are so much larger than most may have the colour of the end. */
    private static final double OUTLYING = 2;

    @Override
    public int width() {
        int drawn = (int) Math.ceil(left(letters(cell()))) + cell() * Math.max(1, columns.size()) + LEGEND;
        return Math.max(Lettering.heading(labels.title(), ""), drawn);
    }

    @Override
    public int height() {
        return (int) Math.ceil(top(letters(cell()))) + Math.max(cell() * Math.max(1, rows.size()), 140) + 8;
    }

    private int cell() {
        int most = Math.max(1, Math.max(rows.size(), columns.size()));
        return Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, WIDE / most));
    }

    private static double letters(int cell) {
        return Math.max(LEAST_LETTERS, Math.min(LETTERS, 0.88 * cell));
    }

    private double left(double letters) {
        return 34 + longest(rows, letters);
    }

    private double top(double letters) {
        return TITLE + 26 + longest(columns, letters);
    }

    private static double longest(List<String> names, double letters) {
        return Lettering.widest(names, letters, LONGEST_NAME);
    }

    @Override
    public void paint(Canvas canvas, int width, int height) {
        int cell = fittingCell(width, height);
        double letters = letters(cell);
        double left = Math.round(left(letters));
        double top = Math.round(top(letters));
        double right = left + cell * columns.size();
        canvas.bold(Lettering.fitted(labels.title(), 14, width - 12), 14, 8, 19, Canvas.Anchor.START);
        canvas.text(labels.column(), 12, left, TITLE + 15, Canvas.Anchor.START);
        canvas.textUp(labels.row(), 12, 18, top + cell * rows.size() / 2.0, Canvas.Anchor.MIDDLE);
        names(canvas, cell, letters, left, top);
        double limit = limit();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < columns.size(); j++) {
                cell(canvas, values[i][j], limit, cell, left + j * cell, top + i * cell);
            }
        }
        canvas.frame(Palette.GREY, 1, left, top, cell * columns.size(), cell * rows.size());
        for (Block block : bounds) {
            canvas.frame(Color.BLACK, 2, left + block.firstColumn() * cell, top + block.firstRow() * cell,
                    (block.endColumn() - block.firstColumn()) * cell, (block.endRow() - block.firstRow()) * cell);
            double middle = top + (block.firstRow() + block.endRow()) * cell / 2.0;
            canvas.bold(block.name(), 11, right + 5, middle + 4, Canvas.Anchor.START);
        }
        legend(canvas, limit, right + 30, top);
    }

    private int fittingCell(int width, int height) {
        int cell = LARGEST_CELL;
        while (cell > 2 && (left(letters(cell)) + cell * columns.size() + LEGEND > width
                || top(letters(cell)) + cell * rows.size() + 8 > height)) {
            cell--;
        }
        return cell;
    }

    private void names(Canvas canvas, int cell, double letters, double left, double top) {
        for (int i = 0; i < rows.size(); i++) {
            canvas.text(Lettering.fitted(rows.get(i), letters, LONGEST_NAME), letters, left - 4,
                    top + (i + 0.5) * cell + 0.36 * letters, Canvas.Anchor.END);
        }
        for (int j = 0; j < columns.size(); j++) {
            canvas.textUp(Lettering.fitted(columns.get(j), letters, LONGEST_NAME), letters,
                    left + (j + 0.5) * cell + 0.36 * letters, top - 4, Canvas.Anchor.START);
        }
    }

    private void cell(Canvas canvas, double value, double limit, int cell, double x, double y) {
        Color colour = colour(value, limit);
        canvas.fill(colour, x, y, cell, cell);
        if (Double.isNaN(value)) {
            canvas.line(Palette.GREY, 1, x, y + cell, x + cell, y);
        } else if (Math.max(rows.size(), columns.size()) <= MOST_NUMBERED && cell >= 40) {
            String number = Scale.rounded(value);
            double size = Math.min(LETTERS, LETTERS * (cell - 4) / Lettering.width(number, LETTERS));
            canvas.text(number, Palette.isDark(colour) ? Palette.WHITE : Palette.INK, size, x + cell / 2.0,
                    y + cell / 2.0 + 0.36 * size, Canvas.Anchor.MIDDLE);
        }
    }

    /** The colour of a value whose scale ends at ±limit. */
    Color colour(double value, double limit) {
        return Palette.diverging((helpfulAbove ? -1 : 1) * value / limit);
    }

    /**
     * Where the scale of colours ends: the largest size of a value off the diagonal. A few outliers would leave all else
     * white: where the largest is more than twice as large as 98 of 100 values, the scale ends there.
     */
    double limit() {
        double[] sizes = sizes(false);
        if (sizes.length == 0) {
            sizes = sizes(true);
        }
        if (sizes.length == 0 || sizes[sizes.length - 1] == 0) {
            return 1;
        }
        double most = sizes[(int) Math.ceil(0.98 * sizes.length) - 1];
        double largest = sizes[sizes.length - 1];
        return most > 0 && largest > OUTLYING * most ? most : largest;
    }

    /** The sizes of the values, ascending, with or without what a task does to itself. */
    private double[] sizes(boolean diagonal) {
        return IntStream.range(0, rows.size()).boxed().flatMapToDouble(i -> IntStream.range(0, columns.size())
                .filter(j -> diagonal || !rows.get(i).equals(columns.get(j)))
                .mapToDouble(j -> Math.abs(values[i][j])))
                .filter(Double::isFinite).sorted().toArray();
    }

    private boolean reachesBeyond(double limit) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).anyMatch(value -> Math.abs(value) > limit);
    }

    private boolean hasEmpty() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN);
    }

    private void legend(Canvas canvas, double limit, double x, double y) {
        int height = 100;
        for (int i = 0; i < height; i++) {
            canvas.fill(colour(limit * (1 - 2 * (i + 0.5) / height), limit), x, y + 14 + i, BAR, 1);
        }
        canvas.frame(Palette.GREY, 1, x, y + 14, BAR, height);
        String beyond = reachesBeyond(limit) ? " and beyond" : "";
        canvas.text(labels.above(), 10, x, y + 8, Canvas.Anchor.START);
        canvas.text(Scale.rounded(limit) + beyond, 10, x + BAR + 5, y + 18, Canvas.Anchor.START);
        canvas.text("0", 10, x + BAR + 5, y + 18 + height / 2.0, Canvas.Anchor.START);
        canvas.text(Scale.rounded(-limit) + beyond, 10, x + BAR + 5, y + 17 + height, Canvas.Anchor.START);
        canvas.text(labels.below(), 10, x, y + 28 + height, Canvas.Anchor.START);
        if (hasEmpty()) {
            canvas.fill(Palette.EMPTY, x, y + height + 34, BAR, 12);
            canvas.line(Palette.GREY, 1, x, y + height + 46, x + BAR, y + height + 34);
            canvas.text("no value", 10, x + BAR + 5, y + height + 44, Canvas.Anchor.START);
        }
    }

    /** A sign and a digit a cell: of ten equal parts of the scale, the one that the size lies in. */
    @Override
    public void print(TextCanvas text) {
        double limit = limit();
        int indent = Math.min(16, rows.stream().mapToInt(String::length).max().orElse(0));
        text.line(TextCanvas.ascii(labels.title()));
        text.line("rows: " + labels.row() + "; columns: " + labels.column());
        text.upright(columns.stream().map(name -> TextCanvas.cut(name, 16)).toList(), indent, 3);
        for (int i = 0; i < rows.size(); i++) {
            StringBuilder line = new StringBuilder(TextCanvas.right(TextCanvas.cut(rows.get(i), 16), indent));
            for (double value : values[i]) {
                line.append(text.onColour(" " + digit(value, limit), (helpfulAbove ? -1 : 1) * value / limit));
            }
            text.line(line.toString());
        }
        text.line("+9: " + Scale.rounded(limit) + (reachesBeyond(limit) ? " and beyond" : "") + ", " + labels.above()
                + "; -9: " + labels.below() + "; .: below " + Scale.rounded(limit / 10)
                + (hasEmpty() ? "; blank: no value" : ""));
    }

    private static String digit(double value, double limit) {
        if (Double.isNaN(value)) {
            return "  ";
        }
        int size = (int) Math.min(9, Math.floor(10 * Math.abs(value) / limit));
        return size == 0 ? " ." : (value < 0 ? "-" : "+") + size;
    }
}
