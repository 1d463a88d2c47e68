package org.mtl.data.synthetic;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.ClassNames;
import org.mtl.data.Dataset;
import org.mtl.data.LoadedData;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.SplitRule;
import org.mtl.data.TaskData;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;
import org.mtl.io.RawCsv;

/**
 * Copies a CSV file with some targets replaced; every other cell stays as it is written, quotes and line ends included.
 *
 * <p>Where no column held the splits, a column {@code split} does afterwards: a new last one, or one of that name which
 * had no role.
 */
public final class CorruptedCsv {

    private final RawCsv in;
    private final String name;
    private final LoadedData data;
    private final Deque<Corruption.Change> changes;
    private final Writer out;

    private CorruptedCsv(RawCsv in, String name, LoadedData data, List<Corruption.Change> changes, Writer out) {
        this.in = in;
        this.name = name;
        this.data = data;
        this.changes = new ArrayDeque<>(changes);
        this.out = out;
    }

    /**
     * Copies the file. A target whose change is none keeps its text.
     *
     * @param in the file's bytes, from which {@code data} was read; the caller closes it
     * @param name how messages name the file
     * @param data what was read from it
     * @param changes by row, as {@link Corruption#draw} gives them
     * @param out receives the copy, and is flushed
     * @throws MtlException (USAGE) if the splits need a column and the one of their name has another role; (DATA) if the
     *     file is not the one that {@code data} was read from
     * @throws IOException if reading or writing fails
     */
    public static void write(InputStream in, String name, LoadedData data, List<Corruption.Change> changes,
            OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        new CorruptedCsv(new RawCsv(in), name, data, changes, text).copy();
        text.flush();
    }

    private void copy() throws IOException {
        RawCsv.Line line = in.next().orElseThrow(this::changed);
        List<String> header = line.fields().stream().map(RawCsv::value).toList();
        int[] targets = targets(header);
        int splitColumn = splitColumn(header);
        Optional<Split[]> splits = splitColumn < 0 ? Optional.empty() : Optional.of(splits());
        if (splitColumn == header.size()) {
            line.fields().add(SplitRule.DEFAULT_COLUMN);
        }
        write(line);
        int row = 0;
        for (Optional<RawCsv.Line> next = in.next(); next.isPresent(); next = in.next()) {
            List<String> fields = next.get().fields();
            if (!next.get().isBlank()) {
                if (row == data.rows() || fields.size() != header.size()) {
                    throw changed();
                }
                replace(row, fields, targets);
                if (splits.isPresent()) {
                    set(fields, splitColumn, splits.get()[row].label());
                }
                row++;
            }
            write(next.get());
        }
        if (row != data.rows()) {
            throw changed();
        }
    }

    private static void set(List<String> fields, int column, String text) {
        if (column == fields.size()) {
            fields.add(text);
        } else {
            fields.set(column, text);
        }
    }

    private void replace(int row, List<String> fields, int[] targets) {
        while (!changes.isEmpty() && changes.peek().row() == row) {
            Corruption.Change change = changes.remove();
            int column = targets[change.task()];
            TaskData task = data.dataset().tasks().get(change.task());
            String cell = RawCsv.value(fields.get(column));
            if (task.classes().isEmpty()) {
                requireSame(cell, change.before());
            } else {
                requireSameClass(cell, task.classes(), (int) change.before());
            }
            if (change.after() != change.before()) {
                fields.set(column, CsvWriter.quoted(task.label(change.after())));
            }
        }
    }

    /** With one label against all others, class 0 is every other label. */
    private void requireSameClass(String cell, List<String> classes, int expected) {
        boolean opposite = data.roles().asked().positive().isPresent() && expected == 0;
        if (ClassNames.same(cell, classes.get(opposite ? 1 : expected)) == opposite) {
            throw changed();
        }
    }

    private void requireSame(String text, double expected) {
        try {
            if (Numbers.parse(text) == expected) {
                return;
            }
        } catch (NumberFormatException e) {
            throw changed();
        }
        throw changed();
    }

    private void write(RawCsv.Line line) throws IOException {
        String separator = "";
        for (String field : line.fields()) {
            out.write(separator);
            out.write(field);
            separator = ",";
        }
        out.write(line.end());
    }

    /** The column of each task's targets. */
    private int[] targets(List<String> header) {
        Roles roles = data.roles().asked();
        int[] columns = data.dataset().tasks().stream()
                .map(task -> data.dataset().form() == Dataset.Form.LONG ? roles.target().orElseThrow() : task.name())
                .mapToInt(header::indexOf)
                .toArray();
        for (int column : columns) {
            if (column < 0) {
                throw changed();
            }
        }
        return columns;
    }

    /** Where splits are to be written, at most one past the last column; −1 where a column holds them already. */
    private int splitColumn(List<String> header) {
        LoadedData.ResolvedRoles resolved = data.roles();
        int column = header.indexOf(SplitRule.DEFAULT_COLUMN);
        if (resolved.splitColumn().isPresent()) {
            return -1;
        }
        if (column < 0) {
            return header.size();
        }
        String taken = SplitRule.DEFAULT_COLUMN;
        Roles asked = resolved.asked();
        if (asked.task().equals(Optional.of(taken)) || asked.target().equals(Optional.of(taken))
                || asked.id().equals(Optional.of(taken)) || asked.targets().contains(taken)
                || resolved.features().contains(taken)) {
            throw MtlException.usage("column 'split' has another role, but the splits are to be written to a column of"
                    + " that name; rename it in " + name);
        }
        return column;
    }

    /** The split of each row; where tasks share rows, they share its split. An unlabelled row counts as training row. */
    private Split[] splits() {
        Split[] splits = new Split[data.rows()];
        Arrays.fill(splits, Split.TRAIN);
        for (TaskData task : data.dataset().tasks()) {
            for (Split split : Split.values()) {
                task.in(split).forEachRow(row -> splits[row] = split);
            }
        }
        return splits;
    }

    private MtlException changed() {
        return MtlException.data(name + ": changed while it was being read");
    }
}
