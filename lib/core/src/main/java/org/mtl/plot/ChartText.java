package org.mtl.plot;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A chart as text: a character for each series where it has points, the later over the earlier. */
final class ChartText {

    private static final int LINES = 20;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final Chart chart;
    private final TextCanvas text;
    private final int columns;
    private final char[][] cells;

    ChartText(Chart chart, TextCanvas text) {
        this.chart = chart;
        this.text = text;
        this.columns = text.columns() - margin() - 3;
        this.cells = new char[LINES][columns];
        Arrays.stream(cells).forEach(line -> Arrays.fill(line, ' '));
    }

    private int margin() {
        return chart.y().ticks().stream().mapToInt(tick -> tick.label().length()).max().orElse(0);
    }

    void print() {
        text.line(TextCanvas.ascii(chart.labels().title()));
        if (!chart.labels().facts().isEmpty()) {
            text.line(TextCanvas.ascii(chart.labels().facts()));
        }
        chart.guides().forEach(this::guide);
        Map<String, Character> letters = letters();
        for (Series series : chart.series()) {
            for (int i = 0; i < series.x().length; i++) {
                put(series.x()[i], series.y()[i], letters.get(series.name()));
            }
        }
        text.line(TextCanvas.ascii("y: " + chart.labels().y()));
        lines();
        axis();
        String guides = chart.guides().stream().map(Chart.Guide::name).filter(name -> !name.isEmpty())
                .map(name -> ".=" + name).collect(Collectors.joining(" "));
        legend(letters, guides);
    }

    private Map<String, Character> letters() {
        Map<String, Character> letters = new LinkedHashMap<>();
        for (Series series : chart.series()) {
            letters.computeIfAbsent(series.name(), name -> LETTERS.charAt(letters.size() % LETTERS.length()));
        }
        return letters;
    }

    private void guide(Chart.Guide guide) {
        for (int step = 0; step <= 2 * columns; step++) {
            double share = step / (2.0 * columns);
            put(guide.x1() + share * (guide.x2() - guide.x1()), guide.y1() + share * (guide.y2() - guide.y1()), '.');
        }
    }

    private void put(double x, double y, char letter) {
        int column = (int) Math.floor(chart.x().share(x) * columns);
        int line = LINES - 1 - (int) Math.floor(chart.y().share(y) * LINES);
        if (column >= 0 && column < columns && line >= 0 && line < LINES) {
            cells[line][column] = letter;
        }
    }

    private void lines() {
        String[] labels = new String[LINES];
        for (Scale.Tick tick : chart.y().ticks()) {
            int line = LINES - 1 - (int) Math.floor(chart.y().share(tick.value()) * LINES);
            if (line >= 0 && line < LINES) {
                labels[line] = tick.label();
            }
        }
        for (int line = 0; line < LINES; line++) {
            String label = labels[line] == null ? "" : labels[line];
            text.line(TextCanvas.right(label, margin()) + (labels[line] == null ? " |" : " +") + new String(cells[line]));
        }
    }

    /** The ticks of the first axis, as far as their labels do not run into each other. */
    private void axis() {
        StringBuilder marks = new StringBuilder("-".repeat(columns));
        StringBuilder labels = new StringBuilder(" ".repeat(columns + 12));
        int free = 0;
        for (Scale.Tick tick : chart.x().ticks()) {
            int column = (int) Math.floor(chart.x().share(tick.value()) * columns);
            String label = TextCanvas.cut(tick.label(), 11);
            if (column >= free && column < columns) {
                marks.setCharAt(column, '+');
                labels.replace(column, column + label.length(), label);
                free = column + label.length() + 1;
            }
        }
        text.line(" ".repeat(margin()) + " +" + marks);
        text.line(" ".repeat(margin()) + "  " + labels);
        text.line(TextCanvas.ascii("x: " + chart.labels().x()));
    }

    private void legend(Map<String, Character> letters, String guides) {
        List<String> entries = letters.entrySet().stream().filter(entry -> !entry.getKey().isEmpty())
                .map(entry -> entry.getValue() + "=" + TextCanvas.cut(entry.getKey(), 24)).collect(Collectors.toList());
        if (!guides.isEmpty()) {
            entries.add(TextCanvas.ascii(guides));
        }
        StringBuilder line = new StringBuilder();
        for (String entry : entries) {
            if (line.length() > 0 && line.length() + entry.length() + 2 > text.columns()) {
                text.line(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : "  ").append(entry);
        }
        if (line.length() > 0) {
            text.line(line.toString());
        }
    }
}
