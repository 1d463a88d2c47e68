package org.mtl.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A histogram for each row and column of a grid.
 *
 * @param labels what is written around it
 * @param rows the names of the rows
 * @param columns those of the columns
 * @param lower the counts of each bin of each cell, row by row, that stand below
 * @param upper as many, that stand on them
 * @param from where the first bin begins
 * @param to where the last one ends
 */
public record Histograms(Labels labels, List<String> rows, List<String> columns, int[][] lower, int[][] upper, double from,
        double to) implements Panel {

    /**
     * What is written around it.
     *
     * @param title what it shows
     * @param facts what else is to be said of the scale
     * @param row what a row is
     * @param column what a column is
     * @param lower what the lower parts count
     * @param upper what the upper parts count
     */
    public record Labels(String title, String facts, String row, String column, String lower, String upper) {}

    private static final int WIDE = 600;
    private static final int HIGH = 520;
    private static final int WIDEST = 210;
    private static final int HIGHEST = 110;
    private static final int LEAST = 13;
    private static final double LONGEST_NAME = 130;
    private static final int LEGEND = 150;
    private static final int TITLE = 44;

    @Override
    public int width() {
        int drawn = (int) Math.ceil(left()) + columns.size() * cellWidth() + LEGEND;
        return Math.max(Lettering.heading(labels.title(), labels.facts()), drawn);
    }

    @Override
    public int height() {
        return (int) Math.ceil(top()) + Math.max(80, rows.size() * cellHeight()) + 24;
    }

    private int cellWidth() {
        return Math.max(LEAST, Math.min(WIDEST, WIDE / columns.size()));
    }

    private int cellHeight() {
        return Math.max(LEAST, Math.min(HIGHEST, HIGH / rows.size()));
    }

    private double letters() {
        return Math.max(5, Math.min(11, 0.85 * Math.min(cellWidth(), cellHeight())));
    }

    private double left() {
        return 34 + longest(rows);
    }

    private double top() {
        return TITLE + 26 + longest(columns);
    }

    private double longest(List<String> names) {
        return Lettering.widest(names, letters(), LONGEST_NAME);
    }

    @Override
    public void paint(Canvas canvas, int width, int height) {
        double left = Math.round(left());
        double top = Math.round(top());
        int wide = (int) Math.max(4, (width - left - LEGEND) / columns.size());
        int high = (int) Math.max(4, (height - top - 24) / rows.size());
        canvas.bold(Lettering.fitted(labels.title(), 14, width - 12), 14, 8, 19, Canvas.Anchor.START);
        canvas.text(Lettering.fitted(labels.facts(), 11, width - 12), 11, 8, 36, Canvas.Anchor.START);
        canvas.text(labels.column(), 12, left, TITLE + 15, Canvas.Anchor.START);
        canvas.textUp(labels.row(), 12, 18, top + high * rows.size() / 2.0, Canvas.Anchor.MIDDLE);
        for (int j = 0; j < columns.size(); j++) {
            double middle = Math.floor(left + (j + 0.5) * wide);
            canvas.line(Palette.LIGHT, 1, middle, top, middle, top + high * rows.size());
            canvas.textUp(Lettering.fitted(columns.get(j), letters(), LONGEST_NAME), letters(), middle + 0.36 * letters(),
                    top - 4, Canvas.Anchor.START);
        }
        for (int i = 0; i < rows.size(); i++) {
            canvas.text(Lettering.fitted(rows.get(i), letters(), LONGEST_NAME), letters(), left - 4,
                    top + (i + 0.5) * high + 0.36 * letters(), Canvas.Anchor.END);
            row(canvas, i, left, top + i * high, wide, high);
        }
        grid(canvas, left, top, wide, high);
        legend(canvas, left + columns.size() * wide + 16, top + 10);
    }

    private void row(Canvas canvas, int row, double left, double top, int wide, int high) {
        int bins = lower[0].length;
        double[] low = new double[columns.size() * bins];
        double[] up = new double[columns.size() * bins];
        for (int j = 0; j < columns.size(); j++) {
            int cell = row * columns.size() + j;
            double most = most(cell);
            for (int b = 0; b < bins; b++) {
                double all = Math.sqrt((lower[cell][b] + upper[cell][b]) / most);
                low[j * bins + b] = all * lower[cell][b] / Math.max(1, lower[cell][b] + upper[cell][b]);
                up[j * bins + b] = all - low[j * bins + b];
            }
        }
        int width = wide * columns.size();
        Marks.bars(canvas.part(left, top + 2, width, high - 2), low, up, Palette.BLUE, Palette.ORANGE, width, high - 2);
    }

    /** The largest count of a cell's bins, at least 1. */
    private double most(int cell) {
        return Math.max(1, IntStream.range(0, lower[cell].length).map(b -> lower[cell][b] + upper[cell][b]).max().orElse(1));
    }

    private void grid(Canvas canvas, double left, double top, int wide, int high) {
        for (int i = 0; i <= rows.size(); i++) {
            canvas.line(Palette.LIGHT, 1, left, top + i * high, left + wide * columns.size(), top + i * high);
        }
        for (int j = 0; j <= columns.size(); j++) {
            canvas.line(Palette.LIGHT, 1, left + j * wide, top, left + j * wide, top + high * rows.size());
        }
        double below = top + high * rows.size() + 13;
        for (int j = 0; j < columns.size() && wide >= 110; j++) {
            canvas.text(Scale.rounded(from), 9, left + j * wide + 2, below, Canvas.Anchor.START);
            canvas.text(Scale.rounded((from + to) / 2), 9, left + (j + 0.5) * wide, below, Canvas.Anchor.MIDDLE);
            canvas.text(Scale.rounded(to), 9, left + (j + 1) * wide - 2, below, Canvas.Anchor.END);
        }
    }

    private void legend(Canvas canvas, double x, double y) {
        canvas.fill(Palette.BLUE, x, y, 12, 12);
        canvas.text(labels.lower(), 10, x + 18, y + 10, Canvas.Anchor.START);
        canvas.fill(Palette.ORANGE, x, y + 18, 12, 12);
        canvas.text(labels.upper(), 10, x + 18, y + 28, Canvas.Anchor.START);
    }

    /** A line of characters a histogram: the higher, the more of its rows are in the bin. */
    @Override
    public void print(TextCanvas text) {
        String heights = " .:-=+*#%@";
        text.line(TextCanvas.ascii(labels.title()));
        text.line(TextCanvas.ascii(labels.facts()));
        text.line(labels.row() + " -> " + labels.column());
        int longest = Math.min(16, IntStream.concat(rows.stream().mapToInt(String::length),
                columns.stream().mapToInt(String::length)).max().orElse(0));
        for (int cell = 0; cell < lower.length; cell++) {
            StringBuilder bars = new StringBuilder();
            int bins = lower[cell].length;
            for (int b = 0; b < bins; b++) {
                int count = lower[cell][b] + upper[cell][b];
                int height = count == 0 ? 0 : (int) Math.ceil((heights.length() - 1) * Math.sqrt(count / most(cell)));
                bars.append(b == bins / 2 ? "|" : "").append(heights.charAt(height));
            }
            String row = TextCanvas.cut(rows.get(cell / columns.size()), 16);
            String column = TextCanvas.cut(columns.get(cell % columns.size()), 16);
            text.line(TextCanvas.right(row, longest) + " -> " + TextCanvas.left(column, longest) + " [" + bars + "] n = "
                    + Arrays.stream(lower[cell]).sum() + " + " + Arrays.stream(upper[cell]).sum());
        }
        text.line("[" + Scale.rounded(from) + " | " + Scale.rounded(to) + "]; n = " + labels.lower() + " + "
                + labels.upper());
    }
}
