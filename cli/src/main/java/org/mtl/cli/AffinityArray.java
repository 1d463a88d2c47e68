package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.io.CsvReader;
import org.mtl.io.NpyReader;

/**
 * A matrix of tasks from an NPY file, whose names stand in a file beside it.
 *
 * @param sources the tasks of the rows
 * @param targets the tasks of the columns
 * @param values sources × targets; NaN where a cell is empty
 */
record AffinityArray(List<String> sources, List<String> targets, double[][] values) {

    /**
     * Reads a matrix.
     *
     * @throws MtlException (DATA) if the names are not beside it or do not fit, or name rows and not tasks, or a value is
     *     infinite
     */
    static AffinityArray read(Path file) {
        Path names = NpyAxes.of(file);
        try (NpyReader in = NpyReader.open(file)) {
            if (!Files.exists(names)) {
                throw MtlException.data(file + ": expected the names of its tasks in " + names + ", found no such file");
            }
            List<String> sources = new ArrayList<>();
            List<String> targets = new ArrayList<>();
            NpyAxes.read(names, name -> sources.add(task(name)), name -> targets.add(task(name)));
            long[] shape = in.shape();
            if (shape.length != 2 || shape[0] != sources.size() || shape[1] != targets.size()) {
                throw MtlException.data(file + ": expected " + sources.size() + " sources and " + targets.size()
                        + " targets as in " + names + ", found the shape " + Arrays.toString(shape));
            }
            double[][] values = new double[sources.size()][targets.size()];
            for (int i = 0; i < values.length; i++) {
                in.read((long) i * targets.size(), targets.size(), values[i], 0);
                requireFinite(file, i, values[i]);
            }
            return new AffinityArray(sources, targets, values);
        } catch (IOException e) {
            throw Inputs.failure(file.toString(), e);
        }
    }

    private static void requireFinite(Path file, int row, double[] values) {
        for (int column = 0; column < values.length; column++) {
            if (Double.isInfinite(values[column])) {
                throw MtlException.data(file + ": row " + row + ", column " + column
                        + ": expected a finite number or NaN, found " + values[column]);
            }
        }
    }

    private static String task(CsvReader name) {
        if (!name.get(NpyAxes.ROW).isEmpty()) {
            throw MtlException.data(name.place(NpyAxes.ROW) + ": expected an empty cell, since a matrix has tasks on both"
                    + " axes, found '" + name.get(NpyAxes.ROW) + "'");
        }
        return name.get(NpyAxes.TASK);
    }
}
