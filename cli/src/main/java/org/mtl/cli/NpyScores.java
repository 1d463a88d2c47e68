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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.CsvReader;
import org.mtl.io.NpyReader;

/** Reads scores from an NPY file, whose names stand in a file beside it. */
final class NpyScores {

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
     * @param model the model that the scores are about, where one is known; its training rows in file order are the lines
     *     where no names are beside the array
     * @throws MtlException (DATA) if the names are not known or do not fit, a row of a task is named twice, or a score is
     *     not finite
     */
    static ScoreLines read(
            Path file, Function<List<String>, ToDoubleFunction<double[]>> aggregates, Optional<FittedModel> model) {
        Path namesFile = NpyAxes.of(file);
        try (NpyReader in = NpyReader.open(file)) {
            NpyScores names = new NpyScores();
            long[] shape = in.shape();
            String source = namesFile.toString();
            if (Files.exists(namesFile)) {
                names.readNames(namesFile);
            } else if (model.isPresent()) {
                names.takeNames(model.get(), shape);
                source = model.get().folder().path().toString();
            } else {
                throw MtlException.data(file + ": expected the names of its rows in " + namesFile
                        + ", found no such file; without it the model is needed, --model");
            }
            if (shape.length != 2 || shape[0] != names.rows.size() || shape[1] != names.targets.size()) {
                throw MtlException.data(file + ": expected " + names.rows.size() + " rows and " + names.targets.size()
                        + " targets as in " + source + ", found the shape " + Arrays.toString(shape));
            }
            double[] scores = names.scores(in, file, aggregates.apply(names.targets));
            int[] tasks = names.tasks.stream().mapToInt(Integer::intValue).toArray();
            return new ScoreLines(names.rows, tasks, scores, names.taskNames);
        } catch (IOException e) {
            throw Inputs.failure(file.toString(), e);
        }
    }

    /** The model's training lines, by row and then by task, and as many targets as the shape asks for, if they can be told. */
    private void takeNames(FittedModel model, long[] shape) {
        Dataset data = model.data();
        taskNames.addAll(data.taskNames());
        long count = taskNames.size();
        long[] lines = IntStream.range(0, taskNames.size()).boxed()
                .flatMapToLong(task -> Arrays.stream(data.tasks().get(task).in(Split.TRAIN).rows())
                        .mapToLong(row -> row * count + task))
                .sorted()
                .toArray();
        for (long line : lines) {
            rows.add(data.ids().name((int) (line / count)));
            tasks.add((int) (line % count));
        }
        List<String> validated = data.tasks().stream().filter(task -> task.size(Split.VALIDATION) > 0).map(TaskData::name).toList();
        long columns = shape.length == 2 ? shape[1] : 0;
        targets.addAll(columns == 1 && validated.size() != 1 ? List.of("self")
                : columns == validated.size() ? validated : data.taskNames());
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
        NpyAxes.read(file, this::addRow, this::addTarget);
        if (rows.isEmpty() || targets.isEmpty()) {
            throw MtlException.data(file + ": expected names of rows (axis 0) and of targets (axis 1), found "
                    + rows.size() + " and " + targets.size());
        }
    }

    private void addTarget(CsvReader in) {
        if (!in.get(NpyAxes.ROW).isEmpty()) {
            throw MtlException.data(in.place(NpyAxes.ROW) + ": expected an empty cell, found '" + in.get(NpyAxes.ROW)
                    + "': these are scores on single rows, of influence --per-row");
        }
        targets.add(in.get(NpyAxes.TASK));
    }

    private void addRow(CsvReader in) {
        int task = positions.computeIfAbsent(in.get(NpyAxes.TASK), name -> taskNames.size());
        if (task == taskNames.size()) {
            taskNames.add(in.get(NpyAxes.TASK));
            seen.add(new HashSet<>());
        }
        if (in.get(NpyAxes.ROW).isEmpty()) {
            throw MtlException.data(in.place(NpyAxes.ROW) + ": expected the name of a row, found an empty cell;"
                    + " scores of whole tasks select no rows");
        }
        if (!seen.get(task).add(in.get(NpyAxes.ROW))) {
            throw MtlException.data(in.name() + ":" + in.line() + ": row '" + in.get(NpyAxes.ROW) + "' of task '"
                    + in.get(NpyAxes.TASK) + "' appears twice");
        }
        rows.add(in.get(NpyAxes.ROW));
        tasks.add(task);
    }
}
