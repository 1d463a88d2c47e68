package org.mtl.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.mtl.clustering.LeafOrder;

/**
 * A matrix of effects of tasks on tasks, to be put in an order.
 *
 * @param sources the tasks of the rows, all different
 * @param targets the tasks of the columns, all different; not necessarily the same
 * @param values sources × targets; NaN where there is none
 */
public record TaskMatrix(List<String> sources, List<String> targets, double[][] values) {

    /** Copies the names. */
    public TaskMatrix {
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
    }

    /** All tasks, those of the rows first. */
    public List<String> tasks() {
        Set<String> tasks = new LinkedHashSet<>(sources);
        tasks.addAll(targets);
        return List.copyOf(tasks);
    }

    /**
     * The tasks in an order that puts those that help each other side by side.
     *
     * @param helpfulAbove whether values above 0 are good
     */
    public List<String> clustered(boolean helpfulAbove) {
        List<String> tasks = tasks();
        Map<String, Integer> rows = positions(sources);
        Map<String, Integer> columns = positions(targets);
        int n = tasks.size();
        double[][] alike = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double there = value(rows.get(tasks.get(i)), columns.get(tasks.get(j)));
                double back = value(rows.get(tasks.get(j)), columns.get(tasks.get(i)));
                alike[i][j] = (helpfulAbove ? 1 : -1) * mean(there, back);
            }
        }
        return IntStream.of(LeafOrder.of(alike)).mapToObj(tasks::get).toList();
    }

    /** The mean of what is known of two values; without any, no effect. */
    private static double mean(double a, double b) {
        double known = Double.isNaN(a) ? b : Double.isNaN(b) ? a : a / 2 + b / 2;
        return Double.isNaN(known) ? 0 : known;
    }

    private double value(Integer row, Integer column) {
        return row == null || column == null ? Double.NaN : values[row][column];
    }

    private static Map<String, Integer> positions(List<String> names) {
        Map<String, Integer> positions = new HashMap<>();
        names.forEach(name -> positions.put(name, positions.size()));
        return positions;
    }

    /**
     * The matrix with its tasks in an order.
     *
     * @param order tasks, of which those that are no source or no target are passed over on that axis; one may come twice
     */
    public Arranged arranged(List<String> order) {
        Map<String, Integer> rows = positions(sources);
        Map<String, Integer> columns = positions(targets);
        List<String> rowNames = order.stream().filter(rows::containsKey).toList();
        List<String> columnNames = order.stream().filter(columns::containsKey).toList();
        double[][] cells = new double[rowNames.size()][columnNames.size()];
        for (int i = 0; i < cells.length; i++) {
            for (int j = 0; j < columnNames.size(); j++) {
                cells[i][j] = values[rows.get(rowNames.get(i))][columns.get(columnNames.get(j))];
            }
        }
        return new Arranged(rowNames, columnNames, cells);
    }

    /** A matrix as it is drawn; names may come twice. */
    public record Arranged(List<String> rows, List<String> columns, double[][] values) {}

    /** Where groups lie along both axes of a matrix that is arranged by group. */
    public List<HeatMap.Block> blocks(List<String> names, List<List<String>> groups) {
        List<HeatMap.Block> blocks = new ArrayList<>();
        int row = 0;
        int column = 0;
        for (int g = 0; g < groups.size(); g++) {
            int endRow = row + (int) groups.get(g).stream().filter(sources::contains).count();
            int endColumn = column + (int) groups.get(g).stream().filter(targets::contains).count();
            if (endRow > row && endColumn > column) {
                blocks.add(new HeatMap.Block(row, endRow, column, endColumn, names.get(g)));
            }
            row = endRow;
            column = endColumn;
        }
        return blocks;
    }
}
