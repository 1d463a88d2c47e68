package org.mtl.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.io.NumberRoom;
import org.mtl.io.Numbers;

/**
 * The file {@code split.npy} of a model of NPY data, a byte for each label: n codes in the long form, where a row belongs to
 * one task, and n × K in the wide form, with the model's tasks in their order. 0 is train, 1 val, 2 test, and −1 a row that
 * has no label or was left out. It says what {@link RecordedSplits} says of other data.
 */
public final class SplitArray {

    private static final byte NONE = -1;

    /** Codes per piece. */
    private static final int PIECE = 1 << 18;

    private SplitArray() {}

    /** Whether a model of these data records its splits in an array. */
    public static boolean suits(Dataset data) {
        return data.features() instanceof NpyFeatures || data.features() instanceof WordFeatures;
    }

    /**
     * Writes the file, piece by piece.
     *
     * @throws IOException if writing fails
     */
    public static void write(Path file, Dataset data) throws IOException {
        int rows = data.features().rows();
        int columns = columns(data.form(), data.tasks().size());
        long[] shape = data.form() == Dataset.Form.LONG ? new long[] {rows} : new long[] {rows, columns};
        int step = Math.max(1, PIECE / columns);
        double[] piece = new double[Math.min(step, rows) * columns];
        int[][] next = new int[data.tasks().size()][Split.values().length];
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(file), NpyType.I8, shape)) {
            for (int from = 0; from < rows; from += step) {
                int to = Math.min(rows, from + step);
                Arrays.fill(piece, NONE);
                for (int task = 0; task < next.length; task++) {
                    fill(data.tasks().get(task), next[task], from, to, piece, columns == 1 ? 0 : task, columns);
                }
                out.write(piece, 0, (to - from) * columns);
            }
        }
    }

    private static int columns(Dataset.Form form, int tasks) {
        return form == Dataset.Form.LONG ? 1 : tasks;
    }

    /** Fills in the codes of a task's rows {@code from} to {@code to} − 1. */
    private static void fill(TaskData task, int[] next, int from, int to, double[] piece, int column, int columns) {
        for (Split split : Split.values()) {
            TaskData.Labelled labelled = task.in(split);
            int first = next[split.ordinal()];
            int found = labelled.find(to);
            int end = found < 0 ? -1 - found : found;
            for (int row : labelled.rows(first, end)) {
                piece[(row - from) * columns + column] = split.ordinal();
            }
            next[split.ordinal()] = end;
        }
    }

    /**
     * Divides data as a file says. Labels without a code are left out, and so are tasks that the model does not have.
     *
     * @param all the data, divided in any way
     * @param tasks the names of the model's tasks, in order
     * @throws MtlException (DATA) if the file is of another shape, holds another code, or has one where the data has no label
     */
    public static Dataset apply(Dataset all, List<String> tasks, NpyReader in) {
        int columns = columns(all.form(), tasks.size());
        SplitCodes[] codes = codes(in, all.features().rows(), all.form(), columns);
        List<TaskData> divided = new ArrayList<>();
        long used = 0;
        for (int k = 0; k < tasks.size(); k++) {
            int position = all.taskNames().indexOf(tasks.get(k));
            if (position < 0) {
                throw MtlException.data(in.name() + ": the data has no task " + Cells.quote(tasks.get(k)));
            }
            TaskData task = divided(all.tasks().get(position), codes[columns == 1 ? 0 : k]);
            divided.add(task);
            used += Arrays.stream(Split.values()).mapToLong(task::size).sum();
        }
        long found = 0;
        for (SplitCodes column : codes) {
            for (int row = 0; row < column.size(); row++) {
                found += column.get(row) != SplitCodes.NONE ? 1 : 0;
            }
        }
        if (used != found) {
            throw MtlException.data(in.name() + ": expected a code for labels of the model's tasks only, found " + found
                    + " codes and " + used + " labels");
        }
        return new Dataset(all.features(), all.ids(), all.form(), divided);
    }

    /** The codes by column. */
    private static SplitCodes[] codes(NpyReader in, int rows, Dataset.Form form, int columns) {
        long[] expected = form == Dataset.Form.LONG ? new long[] {rows} : new long[] {rows, columns};
        if (!Arrays.equals(in.shape(), expected)) {
            throw MtlException.data(in.name() + ": expected the shape " + Arrays.toString(expected) + ", found "
                    + Arrays.toString(in.shape()));
        }
        NumberRoom room = new NumberRoom();
        SplitCodes[] codes = new SplitCodes[columns];
        Arrays.setAll(codes, column -> new SplitCodes(room));
        int step = Math.max(1, PIECE / columns);
        double[] piece = new double[Math.min(step, rows) * columns];
        for (int from = 0; from < rows; from += step) {
            int count = Math.min(step, rows - from) * columns;
            in.read((long) from * columns, count, piece, 0);
            for (int i = 0; i < count; i++) {
                int code = (int) piece[i];
                if (code != piece[i] || code < NONE || code >= Split.values().length) {
                    throw MtlException.data(in.name() + ": row " + (from + i / columns)
                            + ": expected 0 (train), 1 (val), 2 (test) or -1 (none), found " + Numbers.format(piece[i]));
                }
                codes[i % columns].add(code == NONE ? SplitCodes.NONE : code);
            }
        }
        return codes;
    }

    /** A task whose rows go where their codes say, whatever their split was; the same rows where all are in place. */
    private static TaskData divided(TaskData task, SplitCodes codes) {
        int[] elsewhere = new int[1];
        for (Split split : Split.values()) {
            task.in(split).forEachRow(row -> elsewhere[0] += codes.get(row) == split.ordinal() ? 0 : 1);
        }
        if (elsewhere[0] == 0) {
            return task;
        }
        Map<Split, LabelledBuilder> chosen = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            chosen.put(split, new LabelledBuilder(task.in(Split.TRAIN).room(), task.width()));
        }
        AscendingLabels ascending = new AscendingLabels(task);
        while (ascending.advance()) {
            int code = codes.get(ascending.row());
            if (code != SplitCodes.NONE) {
                ascending.addTo(chosen.get(Split.values()[code]));
            }
        }
        Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
        chosen.forEach((split, labels) -> splits.put(split, labels.build()));
        return task.with(splits);
    }
}
