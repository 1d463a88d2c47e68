package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.grouping.TaskAffinity;
import org.mtl.io.CsvReader;
import org.mtl.io.Inputs;
import org.mtl.io.NpyReader;

/** Reads a matrix over tasks from an NPY file, K × K, whose names stand in a file beside it: {@code axis,index,row,task}. */
final class AffinityArray {

    private static final List<String> HEADER = List.of("axis", "index", "row", "task");

    private AffinityArray() {}

    /**
     * Reads a matrix with the same tasks on both axes, in whatever order; the tasks are in the order of the columns. NaN is
     * an empty cell.
     *
     * @throws MtlException (DATA) if the names are not beside it or do not fit, or a value is infinite
     */
    static TaskAffinity read(Path file) {
        Path namesFile = NpyScores.namesOf(file);
        if (!Files.exists(namesFile)) {
            throw MtlException.data(file + ": expected the names of its tasks in " + namesFile + ", found no such file");
        }
        List<List<String>> names = names(namesFile);
        List<String> sources = names.get(0);
        List<String> targets = names.get(1);
        AffinityFile.requireSameNames(namesFile.toString(), sources, targets);
        try (NpyReader in = NpyReader.open(file)) {
            int size = targets.size();
            if (!Arrays.equals(in.shape(), new long[] {size, size})) {
                throw MtlException.data(file + ": expected " + size + " sources and targets as in " + namesFile
                        + ", found the shape " + Arrays.toString(in.shape()));
            }
            double[][] values = new double[size][size];
            for (int source = 0; source < size; source++) {
                in.read((long) sources.indexOf(targets.get(source)) * size, size, values[source], 0);
                requireNumbers(file, values[source], source);
            }
            return new TaskAffinity(targets, values);
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    private static void requireNumbers(Path file, double[] line, int row) {
        for (int column = 0; column < line.length; column++) {
            if (Double.isInfinite(line[column])) {
                throw MtlException.data(file + ": row " + row + ", column " + column
                        + ": expected a finite number or NaN, found " + line[column]);
            }
        }
    }

    /** The tasks of both axes. */
    private static List<List<String>> names(Path file) {
        List<List<String>> names = List.of(new ArrayList<>(), new ArrayList<>());
        try (CsvReader in = CsvReader.open(Inputs.open(file), file.toString())) {
            if (!in.header().equals(HEADER)) {
                throw MtlException.data(in.name() + ":1: expected the columns " + String.join(", ", HEADER) + ", found "
                        + String.join(", ", in.header()));
            }
            while (in.next()) {
                int axis = List.of("0", "1").indexOf(in.get(0));
                if (axis < 0) {
                    throw MtlException.data(in.place(0) + ": expected 0 or 1, found '" + in.get(0) + "'");
                }
                NpyScores.requireIndex(in, names.get(axis).size());
                if (!in.get(2).isEmpty()) {
                    throw MtlException.data(in.place(2) + ": expected names of tasks, found the row '" + in.get(2)
                            + "'; groups are made from scores of whole tasks");
                }
                if (names.get(axis).contains(in.get(3))) {
                    throw MtlException.data(in.place(3) + ": task '" + in.get(3) + "' appears twice");
                }
                names.get(axis).add(in.get(3));
            }
            return names;
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }
}
