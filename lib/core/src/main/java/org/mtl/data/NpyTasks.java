package org.mtl.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;

/** The task of every row of a folder in long form, two bytes a row where tasks are fewer than 2¹⁶, else four. */
final class NpyTasks {

    private static final int FEW = 1 << Character.SIZE;

    private final List<String> names = new ArrayList<>();
    private final List<int[]> counts = new ArrayList<>();
    private final char[] few;
    private int[] many = new int[0];

    /**
     * Reads {@code task.npy}.
     *
     * @param table the names of the codes, if there is a table
     * @param splits the splits of the rows, where they are known; otherwise all rows count as training rows
     * @throws MtlException (DATA) if a code is no whole number or has no name in the table
     */
    NpyTasks(NpyFolder folder, Optional<NpyNames> table, int rows, Optional<Division.ByRow> splits) {
        this.few = new char[rows];
        Map<Long, Integer> known = new HashMap<>();
        folder.forEachCode(NpyFolder.TASKS, rows, (row, code) -> {
            int task = known.computeIfAbsent(code, other -> add(name(table, other, row)));
            counts.get(task)[splits.map(division -> division.split(row)).orElse(Split.TRAIN.ordinal())]++;
            set(row, task);
        });
    }

    private int add(String name) {
        names.add(name);
        counts.add(new int[Split.values().length]);
        return names.size() - 1;
    }

    private void set(int row, int task) {
        if (task >= FEW && many.length == 0) {
            many = new int[few.length];
            for (int before = 0; before < row; before++) {
                many[before] = few[before];
            }
        }
        if (many.length > 0) {
            many[row] = task;
        } else {
            few[row] = (char) task;
        }
    }

    private static String name(Optional<NpyNames> table, long code, int row) {
        if (table.isEmpty()) {
            return Long.toString(code);
        }
        String name = table.get().names().get(code);
        if (name == null) {
            throw MtlException.data(table.get().file() + ": no name for task " + code + ", which task.npy holds in row " + row);
        }
        return name;
    }

    /** The task of a row. */
    String of(int row) {
        return names.get(many.length > 0 ? many[row] : few[row]);
    }

    /** The tasks in the order of their first rows, with the number of rows of each in each split. */
    Map<String, int[]> sizes() {
        Map<String, int[]> sizes = new LinkedHashMap<>();
        for (int task = 0; task < names.size(); task++) {
            sizes.put(names.get(task), counts.get(task));
        }
        return sizes;
    }
}
