package org.mtl.data.convert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.io.CsvReader;
import org.mtl.io.Numbers;

/**
 * A table whose columns become arrays: labels as they are named, features from every other column of numbers. A first pass
 * finds out which columns are numbers and which text labels there are. An empty label cell is no label.
 */
public final class TableSource implements RowSource {

    private static final int MOST_CLASSES = 10_000;
    private static final int NONE = -1;

    private final Table table;
    private final List<String> header;
    private final List<Integer> labels;
    private final int task;
    private final int split;
    private final List<Integer> features;
    private final List<String> text = new ArrayList<>();
    private final List<TreeSet<String>> words = new ArrayList<>();
    private final boolean[] wordy;
    private final Layout layout;

    /**
     * Reads the table once.
     *
     * @throws MtlException (DATA) if it is malformed, a named column is not there, or no column is left for features;
     *     (USAGE) if nothing says which columns are labels
     */
    public TableSource(Table table, Columns columns) {
        this.table = table;
        String name = table.input().name();
        if (columns.targets().isEmpty() && columns.firstLabels() + columns.lastLabels() == 0) {
            throw MtlException.usage(name + ": which columns are labels? Give --target, --targets, --labels-last N or"
                    + " --labels-first N");
        }
        try (CsvReader in = table.open()) {
            this.header = in.header();
            this.labels = columns.labels(header, name + ":1");
            this.task = columns.task().map(column -> Columns.find(header, column, "--task", name + ":1")).orElse(NONE);
            int named = header.indexOf(Layout.SPLIT);
            this.split = columns.split().map(column -> Columns.find(header, column, "--split", name + ":1")).orElse(named);
            this.wordy = new boolean[labels.size()];
            labels.forEach(label -> words.add(new TreeSet<>()));
            this.features = numericColumns(in);
        } catch (IOException e) {
            throw table.input().failure(e);
        }
        List<Layout.Target> targets = IntStream.range(0, labels.size()).mapToObj(k -> Layout.Target.of(
                header.get(labels.get(k)), wordy[k] ? List.copyOf(words.get(k)) : List.of())).toList();
        this.layout = new Layout(targets, Layout.Features.of(features.stream().map(header::get).toList()),
                columns.task(), split == NONE ? Optional.empty() : Optional.of(header.get(split)));
    }

    private List<Integer> numericColumns(CsvReader in) {
        List<Integer> candidates = new ArrayList<>(IntStream.range(0, header.size()).boxed()
                .filter(column -> !labels.contains(column) && column != task && column != split).toList());
        boolean rows = false;
        while (in.next()) {
            rows = true;
            candidates.removeIf(column -> {
                boolean drop = !in.get(column).isEmpty() && !Numbers.isNumber(in.get(column));
                if (drop) {
                    text.add(header.get(column));
                }
                return drop;
            });
            for (int k = 0; k < labels.size(); k++) {
                noteLabel(in, k);
            }
        }
        if (!rows) {
            throw MtlException.data(in.name() + ": expected at least one row, found none");
        }
        if (candidates.isEmpty()) {
            throw MtlException.data(in.name() + ": expected feature columns, found no numeric column without another role");
        }
        return candidates;
    }

    private void noteLabel(CsvReader in, int k) {
        String label = in.get(labels.get(k));
        if (label.isEmpty()) {
            return;
        }
        wordy[k] |= !Numbers.isNumber(label);
        if (words.get(k).size() <= MOST_CLASSES) {
            words.get(k).add(label);
        }
        if (wordy[k] && words.get(k).size() > MOST_CLASSES) {
            throw MtlException.data(in.place(labels.get(k)) + ": expected numbers or at most " + MOST_CLASSES
                    + " classes, found more, with text among them");
        }
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public void forEach(RowSink sink, Report report) throws IOException {
        Row row = new Row(layout);
        long rows = 0;
        long unlabelled = 0;
        long missing = 0;
        List<List<String>> classes = layout.targets().stream().map(Layout.Target::classes).toList();
        try (CsvReader in = table.open()) {
            while (in.next()) {
                rows++;
                for (int k = 0; k < labels.size(); k++) {
                    row.targets()[k] = label(in, labels.get(k), classes.get(k));
                }
                if (Arrays.stream(row.targets()).allMatch(Double::isNaN)) {
                    unlabelled++;
                    continue;
                }
                missing += fillFeatures(row, in);
                fillRoles(row, in);
                sink.accept(row);
            }
        }
        report.note(table.input().name() + ": " + Report.count(rows, "row") + ", "
                + Report.count(features.size(), "feature") + ", " + Report.count(labels.size(), "label"));
        text.forEach(name -> report.note(table.input().name() + ": column '" + name + "' left out, since it holds text"));
        report.loss(table.input(), "rows dropped, since they have no label", unlabelled, rows);
        report.loss(table.input(), "feature values missing, left empty", missing, (rows - unlabelled) * features.size());
    }

    private static double label(CsvReader in, int column, List<String> classes) {
        if (in.get(column).isEmpty()) {
            return Double.NaN;
        }
        return classes.isEmpty() ? finite(in, column) : classes.indexOf(in.get(column));
    }

    private static double finite(CsvReader in, int column) {
        double value = in.number(column);
        if (!Double.isFinite(value)) {
            throw MtlException.data(in.place(column) + ": expected a finite number, found '" + in.get(column) + "'");
        }
        return value;
    }

    private long fillFeatures(Row row, CsvReader in) {
        long missing = 0;
        for (int j = 0; j < row.features().length; j++) {
            boolean empty = in.get(features.get(j)).isEmpty();
            row.features()[j] = empty ? Double.NaN : finite(in, features.get(j));
            missing += empty ? 1 : 0;
        }
        return missing;
    }

    private void fillRoles(Row row, CsvReader in) {
        if (task != NONE) {
            if (in.get(task).isEmpty()) {
                throw MtlException.data(in.place(task) + ": expected a task, found an empty cell");
            }
            row.setTask(in.get(task));
        }
        if (split != NONE) {
            row.setSplit(Optional.of(Split.parse(in.get(split)).orElseThrow(() -> MtlException.data(
                    in.place(split) + ": expected train, val, test, 0, 1 or 2, found '" + in.get(split) + "'"))));
        }
    }
}
