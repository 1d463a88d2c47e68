package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.grouping.TaskAffinity;
import org.mtl.io.CsvReader;

/** Reads {@code source,TASK1,…}, or the same as NPY: how much each task helps each, as {@code affinity} and others write it. */
final class AffinityFile {

    /** The first cell of a matrix whose larger values are better. */
    static final String GAIN = "source";

    /** The first cell of a matrix whose larger values are worse. */
    static final String HARM = "harm";

    private AffinityFile() {}

    /**
     * Reads a matrix with the same tasks on both axes, in whatever order; the tasks are in the order of the columns.
     *
     * <p>An empty cell is NaN: 0 on the diagonal, elsewhere never in one group.
     *
     * @param input a path, or {@code -} for standard input, which is CSV
     * @throws MtlException (DATA) if it is something else, or was cut short
     */
    static TaskAffinity read(String input, Context context) {
        Meta.requireKind(input, List.of("affinity", "influence"), context);
        String name = context.displayName(input);
        if (input.endsWith(".npy")) {
            return readArray(input, name, context);
        }
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            requireGain(in);
            List<String> targets = in.header().subList(1, in.header().size());
            Map<String, double[]> lines = new LinkedHashMap<>();
            while (in.next()) {
                if (lines.put(in.get(0), values(in)) != null) {
                    throw MtlException.data(in.place(0) + ": task '" + in.get(0) + "' appears twice");
                }
            }
            return matrix(name, lines, targets);
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
    }

    /** An NPY file does not say by itself which sign it has; where a file beside it does, that is heeded. */
    private static TaskAffinity readArray(String input, String name, Context context) {
        if (Meta.fact(input, "sign", context).filter("positive is harmful"::equals).isPresent()) {
            throw MtlException.data(name + ": positive is harmful here; write it with mtl influence --as gain");
        }
        AffinityArray array = AffinityArray.read(context.path(input));
        Map<String, double[]> lines = new LinkedHashMap<>();
        for (int i = 0; i < array.sources().size(); i++) {
            if (lines.put(array.sources().get(i), array.values()[i]) != null) {
                throw MtlException.data(name + ": task '" + array.sources().get(i) + "' appears twice");
            }
        }
        return matrix(name, lines, array.targets());
    }

    private static TaskAffinity matrix(String name, Map<String, double[]> lines, List<String> targets) {
        requireSameNames(name, new ArrayList<>(lines.keySet()), targets);
        return new TaskAffinity(targets, targets.stream().map(lines::get).toArray(double[][]::new));
    }

    private static void requireGain(CsvReader in) {
        String corner = in.header().get(0);
        if (corner.equals(HARM)) {
            throw MtlException.data(in.name() + ":1: positive is harmful here; write it with mtl influence --as gain");
        }
        if (!corner.equals(GAIN) || in.header().size() < 2) {
            throw MtlException.data(in.name() + ":1: expected the column " + GAIN + " and one for each task, found "
                    + String.join(", ", in.header()));
        }
    }

    /** The cells of a line after the first; NaN is an empty one. */
    static double[] values(CsvReader in) {
        double[] values = new double[in.header().size() - 1];
        Arrays.setAll(values, target -> value(in, target + 1));
        return values;
    }

    private static double value(CsvReader in, int column) {
        String text = in.get(column);
        if (text.isEmpty()) {
            return Double.NaN;
        }
        double value = in.number(column);
        if (!Double.isFinite(value)) {
            throw MtlException.data(in.place(column) + ": expected a finite number or nothing, found '" + text + "'");
        }
        return value;
    }

    private static void requireSameNames(String name, List<String> sources, List<String> targets) {
        String problem = only(sources, targets, "source").orElse(only(targets, sources, "target").orElse(""));
        if (!problem.isEmpty()) {
            throw MtlException.data(name + ": expected a square matrix with the same tasks on both axes, found "
                    + sources.size() + " sources and " + targets.size() + " targets: " + problem);
        }
    }

    private static Optional<String> only(List<String> axis, List<String> other, String role) {
        return axis.stream().filter(task -> !other.contains(task)).findFirst()
                .map(task -> "task '" + task + "' is a " + role + " only");
    }
}
