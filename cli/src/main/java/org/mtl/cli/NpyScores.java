package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.Inputs;
import org.mtl.io.NpyReader;

/** Reads scores from an NPY file, whose names stand in a file beside it. */
final class NpyScores {

    private static final List<String> HEADER = List.of("axis", "index", "row", "task");

    private final List<String> targets = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private final List<Integer> tasks = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> taskNames = new ArrayList<>();
    private final List<Set<String>> seen = new ArrayList<>();

    private NpyScores() {}

    /**
     * Reads an array of lines × targets and its names.
     *
     * @param aggregates makes the aggregate for the targets
     * @throws MtlException (DATA) if the names are not beside it or do not fit, a row of a task is named twice, or a score
     *     is not finite
     */
    static ScoreLines read(Path file, Function<List<String>, ToDoubleFunction<double[]>> aggregates) {
        Path namesFile = Path.of(file + ResultOptions.NAMES);
        try (NpyReader in = NpyReader.open(file)) {
            if (!Files.exists(namesFile)) {
                throw MtlException.data(file + ": expected the names of its rows in " + namesFile + ", found no such file");
            }
            NpyScores names = new NpyScores();
            names.readNames(namesFile);
            long[] shape = in.shape();
            if (shape.length != 2 || shape[0] != names.rows.size() || shape[1] != names.targets.size()) {
                throw MtlException.data(file + ": expected " + names.rows.size() + " rows and " + names.targets.size()
                        + " targets as in " + namesFile + ", found the shape " + Arrays.toString(shape));
            }
            double[] scores = names.scores(in, file, aggregates.apply(names.targets));
            int[] tasks = names.tasks.stream().mapToInt(Integer::intValue).toArray();
            return new ScoreLines(names.rows, tasks, scores, names.taskNames);
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    private double[] scores(NpyReader in, Path file, ToDoubleFunction<double[]> aggregate) throws IOException {
        double[] scores = new double[rows.size()];
        double[] line = new double[targets.size()];
        for (int i = 0; i < scores.length; i++) {
            in.read((long) i * line.length, line.length, line, 0);
            for (int target = 0; target < line.length; target++) {
                if (!Double.isFinite(line[target])) {
                    throw MtlException.data(file + ": row " + i + ", column " + target
                            + ": expected a finite number, found " + line[target]);
                }
            }
            scores[i] = aggregate.applyAsDouble(line);
        }
        return scores;
    }

    private void readNames(Path file) throws IOException {
        try (CsvReader in = CsvReader.open(Inputs.open(file), file.toString())) {
            if (!in.header().equals(HEADER)) {
                throw MtlException.data(in.name() + ":1: expected the columns " + String.join(", ", HEADER) + ", found "
                        + String.join(", ", in.header()));
            }
            while (in.next()) {
                switch (in.get(0)) {
                    case "0" -> addRow(in);
                    case "1" -> addTarget(in);
                    default -> throw MtlException.data(in.place(0) + ": expected 0 or 1, found '" + in.get(0) + "'");
                }
            }
        }
        if (rows.isEmpty() || targets.isEmpty()) {
            throw MtlException.data(file + ": expected names of rows (axis 0) and of targets (axis 1), found "
                    + rows.size() + " and " + targets.size());
        }
    }

    private void addTarget(CsvReader in) {
        requireIndex(in, targets.size());
        targets.add(in.get(3));
    }

    private void addRow(CsvReader in) {
        requireIndex(in, rows.size());
        int task = positions.computeIfAbsent(in.get(3), name -> taskNames.size());
        if (task == taskNames.size()) {
            taskNames.add(in.get(3));
            seen.add(new HashSet<>());
        }
        if (in.get(2).isEmpty()) {
            throw MtlException.data(in.place(2) + ": expected the name of a row, found an empty cell;"
                    + " scores of whole tasks select no rows");
        }
        if (!seen.get(task).add(in.get(2))) {
            throw MtlException.data(in.name() + ":" + in.line() + ": row '" + in.get(2) + "' of task '" + in.get(3)
                    + "' appears twice");
        }
        rows.add(in.get(2));
        tasks.add(task);
    }

    private static void requireIndex(CsvReader in, int expected) {
        if (!in.get(1).equals(Integer.toString(expected))) {
            throw MtlException.data(in.place(1) + ": expected " + expected + ", found '" + in.get(1) + "'");
        }
    }
}
