package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.io.CsvReader;

/**
 * The lines of a score file, each with its scores aggregated to one.
 *
 * @param rows the row of each line
 * @param tasks the position in {@code taskNames} of each line's task
 * @param scores the score of each line, finite
 * @param taskNames the tasks in order of first appearance
 */
record ScoreLines(List<String> rows, int[] tasks, double[] scores, List<String> taskNames) {

    private static final String NPY = ".npy";

    /**
     * Reads {@code row,task} and one score per target, as {@code influence} writes them.
     *
     * @param input a path, or {@code -} for standard input
     * @param aggregates makes the aggregate for the targets of the header
     * @param model the model that the scores are about, where one is known
     * @throws MtlException (DATA) with the line if the file is something else, or names a row of a task twice
     */
    static ScoreLines read(String input, Function<List<String>, ToDoubleFunction<double[]>> aggregates,
            Optional<FittedModel> model, Context context) {
        Meta.requireKind(input, "influence", context);
        if (input.endsWith(NPY)) {
            return NpyScores.read(context.path(input), aggregates, model);
        }
        String name = context.displayName(input);
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            List<String> header = in.header();
            if (header.size() < 3 || !header.subList(0, 2).equals(List.of("row", "task"))) {
                throw MtlException.data(name + ":1: expected the columns row, task and a score per target, found "
                        + String.join(", ", header));
            }
            ToDoubleFunction<double[]> aggregate = aggregates.apply(header.subList(2, header.size()));
            return read(in, aggregate);
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
    }

    /** Whether these are scores in an array that no names stand beside. */
    static boolean lackNames(String input, Context context) {
        return input.endsWith(NPY) && !Files.exists(NpyAxes.of(context.path(input)));
    }

    private static ScoreLines read(CsvReader in, ToDoubleFunction<double[]> aggregate) {
        List<String> rows = new ArrayList<>();
        Map<String, Integer> positions = new LinkedHashMap<>();
        List<Set<String>> seen = new ArrayList<>();
        int[] tasks = new int[16];
        double[] scores = new double[16];
        double[] line = new double[in.header().size() - 2];
        while (in.next()) {
            int count = rows.size();
            if (count == tasks.length) {
                tasks = Arrays.copyOf(tasks, 2 * count);
                scores = Arrays.copyOf(scores, 2 * count);
            }
            int task = positions.computeIfAbsent(in.get(1), key -> positions.size());
            if (task == seen.size()) {
                seen.add(new HashSet<>());
            }
            if (!seen.get(task).add(in.get(0))) {
                throw MtlException.data(
                        in.name() + ":" + in.line() + ": row '" + in.get(0) + "' of task '" + in.get(1) + "' appears twice");
            }
            for (int target = 0; target < line.length; target++) {
                line[target] = score(in, target + 2);
            }
            rows.add(in.get(0));
            tasks[count] = task;
            scores[count] = aggregate.applyAsDouble(line);
        }
        if (rows.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one line of scores, found only the header");
        }
        return new ScoreLines(rows, Arrays.copyOf(tasks, rows.size()), Arrays.copyOf(scores, rows.size()),
                List.copyOf(positions.keySet()));
    }

    /** For each line, the number of its row, from 0 in order of first appearance. */
    int[] units() {
        Map<String, Integer> numbers = new HashMap<>();
        return rows.stream().mapToInt(row -> numbers.computeIfAbsent(row, key -> numbers.size())).toArray();
    }

    private static double score(CsvReader in, int column) {
        double value = in.number(column);
        if (!Double.isFinite(value)) {
            throw MtlException.data(in.place(column) + ": expected a finite number, found '" + in.get(column) + "'");
        }
        return value;
    }
}
