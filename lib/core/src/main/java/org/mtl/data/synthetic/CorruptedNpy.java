package org.mtl.data.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.LoadedData;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

/**
 * Copies a folder of NPY files with some targets replaced. {@code y.npy} keeps its type and shape, {@code split.npy} says
 * which rows are for training, and all other arrays and tables are copied as they are.
 */
public final class CorruptedNpy {

    private static final String TARGETS = "y.npy";
    private static final String SPLITS = "split.npy";

    /** Values per piece. */
    private static final int PIECE = 1 << 18;

    private final LoadedData data;
    private final Deque<Corruption.Change> changes;

    private CorruptedNpy(LoadedData data, List<Corruption.Change> changes) {
        this.data = data;
        this.changes = new ArrayDeque<>(changes);
    }

    /**
     * The changes as {@code y.npy} can hold them: real targets are rounded to single precision in an array of that, and in
     * one of whole numbers to the nearest within its range; where that is the number it was, to the next in the direction of
     * the noise, at the end of the range in the other. Classes stay as they are.
     *
     * @param folder the data's folder
     * @throws MtlException (MISSING) or (DATA) if {@code y.npy} cannot be read any more
     */
    public static List<Corruption.Change> stored(Path folder, Dataset data, List<Corruption.Change> changes) throws IOException {
        NpyType type;
        try (NpyReader in = NpyReader.open(folder.resolve(TARGETS))) {
            type = in.type();
        }
        return changes.stream()
                .map(change -> data.tasks().get(change.task()).classes().isEmpty()
                        ? new Corruption.Change(change.row(), change.task(), change.before(), stored(change, type))
                        : change)
                .toList();
    }

    private static double stored(Corruption.Change change, NpyType type) {
        double before = change.before();
        double after = type.nearest(change.after());
        if (type.isFloating() || after != before || change.after() == before) {
            return after;
        }
        double direction = Math.signum(change.after() - before);
        double next = type.nearest(before + direction);
        return next != before ? next : type.nearest(before - direction);
    }

    /**
     * Copies the folder.
     *
     * @param from the folder from which {@code data} was read
     * @param changes by row, then task, as {@link #stored} gives them
     * @param to a new folder, which is made
     * @throws MtlException (DATA) if the folder is not what {@code data} was read from
     * @throws IOException if reading or writing fails
     */
    public static void write(Path from, LoadedData data, List<Corruption.Change> changes, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                boolean kept = name.endsWith(".csv") || name.endsWith(".npy") && !name.equals(TARGETS) && !name.equals(SPLITS);
                if (kept && Files.isRegularFile(file)) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
        CorruptedNpy copy = new CorruptedNpy(data, changes);
        copy.writeTargets(from.resolve(TARGETS), to.resolve(TARGETS));
        copy.writeSplits(to.resolve(SPLITS));
    }

    private void writeTargets(Path from, Path to) throws IOException {
        try (NpyReader in = NpyReader.open(from); NpyWriter out = new NpyWriter(Files.newOutputStream(to), in.type(), in.shape())) {
            if (in.size() % data.rows() != 0) {
                throw changed(in.name());
            }
            int columns = (int) (in.size() / data.rows());
            int step = Math.max(1, PIECE / columns);
            double[] piece = new double[Math.min(step, data.rows()) * columns];
            for (int row = 0; row < data.rows(); row += step) {
                int count = Math.min(step, data.rows() - row);
                in.read((long) row * columns, count * columns, piece, 0);
                replace(in.name(), row, row + count, piece, columns);
                out.write(piece, 0, count * columns);
            }
        }
    }

    private void replace(String name, int from, int to, double[] piece, int columns) {
        while (!changes.isEmpty() && changes.peek().row() < to) {
            Corruption.Change change = changes.remove();
            TaskData task = data.dataset().tasks().get(change.task());
            int at = (change.row() - from) * columns + (data.dataset().form() == Dataset.Form.LONG ? 0 : change.task());
            if (at >= piece.length || piece[at] != number(task, change.before())) {
                throw changed(name);
            }
            piece[at] = number(task, change.after());
        }
    }

    /** What stands in the array for a target; classes of arrays are named by their numbers. */
    private static double number(TaskData task, double target) {
        return task.classes().isEmpty() ? target : Double.parseDouble(task.label(target));
    }

    /** A code for each row; where tasks share rows, they share its split. An unlabelled row counts as training row. */
    private void writeSplits(Path file) throws IOException {
        double[] codes = new double[data.rows()];
        for (TaskData task : data.dataset().tasks()) {
            for (Split split : Split.values()) {
                task.in(split).forEachRow(row -> codes[row] = split.ordinal());
            }
        }
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(file), NpyType.I8, data.rows())) {
            out.write(codes, 0, codes.length);
        }
    }

    private static MtlException changed(String name) {
        return MtlException.data(name + ": changed while it was being read");
    }
}
