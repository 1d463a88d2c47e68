package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.Inputs;
import org.mtl.io.NpyReader;

/**
 * A matrix of tasks from an NPY file, whose names stand in a file beside it.
 *
 * @param sources the tasks of the rows
 * @param targets the tasks of the columns
 * @param values sources × targets; NaN where a cell is empty
 */
record AffinityArray(List<String> sources, List<String> targets, double[][] values) {

    private static final List<String> HEADER = List.of("axis", "index", "row", "task");

    /**
     * Reads a matrix.
     *
     * @throws MtlException (DATA) if the names are not beside it or do not fit, or name rows and not tasks, or a value is
     *     infinite
     */
    static AffinityArray read(Path file) {
        Path names = Path.of(file + ResultOptions.NAMES);
        try (NpyReader in = NpyReader.open(file)) {
            if (!Files.exists(names)) {
                throw MtlException.data(file + ": expected the names of its tasks in " + names + ", found no such file");
            }
            List<String> sources = new ArrayList<>();
            List<String> targets = new ArrayList<>();
            readNames(names, sources, targets);
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
            throw MtlException.io(file + ": " + e.getMessage(), e);
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

    private static void readNames(Path file, List<String> sources, List<String> targets) throws IOException {
        try (CsvReader in = CsvReader.open(Inputs.open(file), file.toString())) {
            if (!in.header().equals(HEADER)) {
                throw MtlException.data(in.name() + ":1: expected the columns " + String.join(", ", HEADER) + ", found "
                        + String.join(", ", in.header()));
            }
            while (in.next()) {
                List<String> axis = switch (in.get(0)) {
                    case "0" -> sources;
                    case "1" -> targets;
                    default -> throw MtlException.data(in.place(0) + ": expected 0 or 1, found '" + in.get(0) + "'");
                };
                if (!in.get(1).equals(Integer.toString(axis.size()))) {
                    throw MtlException.data(in.place(1) + ": expected " + axis.size() + ", found '" + in.get(1) + "'");
                }
                if (!in.get(2).isEmpty()) {
                    throw MtlException.data(in.place(2) + ": expected an empty cell, since a matrix has tasks on both axes,"
                            + " found '" + in.get(2) + "'");
                }
                axis.add(in.get(3));
            }
        }
    }
}
