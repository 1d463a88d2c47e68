package org.mtl.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/**
 * Where the labels of a task stand in a CSV file.
 *
 * <p>An item of {@code --targets} that is a column's name means that column, whatever characters it holds, and the task
 * has its name. {@code NAME=PATTERN}, split at the last {@code =}, makes the task NAME, which has a vector of the columns
 * that fit, in file order, with patterns as {@link FeaturePatterns} reads them. A pattern alone makes a task of each column
 * that fits and that no other item or option names.
 *
 * @param task the task's name
 * @param columns the columns of its label, at least one, ascending
 */
record TargetColumns(String task, int[] columns) {

    private static final String OPTION = "--targets";

    /**
     * Looks the columns of every task up.
     *
     * @param others columns that a pattern passes over, since they have another role
     * @param taken receives the positions of the columns
     * @throws MtlException (DATA) if a pattern fits no column; (USAGE) if a column has another role, two tasks have one
     *     name, or an item lacks a name or a pattern
     */
    static List<TargetColumns> ofTasks(List<String> items, ColumnNames columns, Set<Integer> others, Set<Integer> taken) {
        List<TargetColumns> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (TargetColumns target : found(items, columns, others)) {
            if (!names.add(target.task())) {
                throw MtlException.usage(OPTION + " names task " + Cells.quote(target.task()) + " twice");
            }
            for (int column : target.columns()) {
                if (!taken.add(column)) {
                    throw MtlException.usage(OPTION + ": column " + Cells.quote(columns.names().get(column))
                            + " is in two targets");
                }
            }
            targets.add(target);
        }
        return targets;
    }

    private static List<TargetColumns> found(List<String> items, ColumnNames columns, Set<Integer> others) {
        Set<Integer> named = new HashSet<>(others);
        Map<String, TargetColumns> single = new HashMap<>();
        for (String item : items) {
            if (!isPattern(item, columns)) {
                single.put(item, of(item, columns));
                IntStream.of(single.get(item).columns()).forEach(named::add);
            }
        }
        List<TargetColumns> found = new ArrayList<>();
        for (String item : items) {
            if (single.containsKey(item)) {
                found.add(single.get(item));
            } else {
                FeaturePatterns.choose(OPTION, List.of(item), columns, named).stream().forEach(column -> {
                    named.add(column);
                    found.add(new TargetColumns(columns.names().get(column), new int[] {column}));
                });
            }
        }
        return found;
    }

    private static boolean isPattern(String item, ColumnNames columns) {
        return item.lastIndexOf('=') < 0 && !columns.names().contains(item) && item.chars().anyMatch(c -> "*?:".indexOf(c) >= 0);
    }

    private static TargetColumns of(String item, ColumnNames columns) {
        int equals = item.lastIndexOf('=');
        if (equals < 0 || columns.names().contains(item)) {
            return new TargetColumns(item, new int[] {columns.find(item, OPTION)});
        }
        if (equals == 0 || equals == item.length() - 1) {
            throw MtlException.usage(OPTION + ": expected a column or NAME=PATTERN, found " + Cells.quote(item));
        }
        List<String> patterns = List.of(item.substring(equals + 1));
        int[] chosen = FeaturePatterns.choose(OPTION, patterns, columns, Set.of()).stream().toArray();
        return new TargetColumns(item.substring(0, equals), chosen);
    }

    /**
     * Adds the label in the current record, if there is one: a vector is missing where all its cells are empty.
     *
     * @throws MtlException (DATA) at a cell's place, if only some are empty, or a cell of a vector is no finite number
     */
    void read(CsvReader in, int row, LabelCollector labels) {
        int empty = 0;
        for (int column : columns) {
            empty += in.isEmpty(column) ? 1 : 0;
        }
        if (empty == columns.length) {
            return;
        }
        if (columns.length == 1) {
            labels.add(task, row, in, columns[0]);
            return;
        }
        double[] values = new double[columns.length];
        for (int c = 0; c < values.length; c++) {
            if (empty > 0 && in.get(columns[c]).isEmpty()) {
                throw MtlException.data(in.place(columns[c]) + ": expected a finite number, as other columns of target "
                        + Cells.quote(task) + " have, found an empty cell");
            }
            values[c] = Cells.number(in, columns[c]);
        }
        labels.addTask(task, values.length).add(row, values, 0);
    }
}
