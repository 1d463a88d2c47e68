package org.mtl.data.convert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.data.SplitRule;
import org.mtl.io.CsvReader;
import org.mtl.io.Numbers;

/**
 * Windows over time series, the numeric columns of a table in order of time. A row holds the last {@code window} values of
 * all series ({@code NAME-96}, …, {@code NAME-1}) and, as targets, the next {@code horizon} values of each
 * ({@code NAME+1}, …, {@code NAME+24}; {@code NAME} where the horizon is 1).
 *
 * <p>With shares the time is divided into training, validation and test, in this order. A window belongs to a part if all of
 * its values do; one across a border is dropped, so that no value of a target is an input elsewhere. A window with an empty
 * cell is dropped too.
 */
public final class SeriesSource implements RowSource {

    /**
     * How windows are cut.
     *
     * @param window how many values are inputs
     * @param horizon how many values are targets
     * @param step how many values lie from the beginning of a window to that of the next one
     * @param shares the shares of the time for training, validation and test, if it is to be divided
     */
    public record Cut(int window, int horizon, int step, Optional<SplitRule.Fractions> shares) {

        private static final int MOST = 1 << 20;

        /** Checks the lengths. */
        public Cut {
            require("--window", window);
            require("--horizon", horizon);
            require("--step", step);
        }

        private static void require(String option, int value) {
            if (value < 1 || value > MOST) {
                throw MtlException.usage(option + ": expected a whole number from 1 to " + MOST + ", found '" + value + "'");
            }
        }

        private int length() {
            return window + horizon;
        }
    }

    private final Table table;
    private final Cut cut;
    private final List<String> header;
    private final List<Integer> series;
    private final List<String> text = new ArrayList<>();
    private final long moments;
    private final Layout layout;

    /**
     * Reads the table once, for its length and its columns.
     *
     * @param names the series; empty for every numeric column
     * @throws MtlException (DATA) if the table is malformed, a series is not there, or it is too short for a window
     */
    public SeriesSource(Table table, List<String> names, Cut cut) {
        this.table = table;
        this.cut = cut;
        String name = table.input().name();
        try (CsvReader in = table.open()) {
            this.header = in.header();
            List<Integer> candidates = new ArrayList<>(names.isEmpty()
                    ? IntStream.range(0, header.size()).boxed().toList()
                    : names.stream().map(column -> Columns.find(header, column, "--series", name + ":1")).toList());
            this.moments = scan(in, candidates, !names.isEmpty());
            this.series = List.copyOf(candidates);
        } catch (IOException e) {
            throw table.input().failure(e);
        }
        if (series.isEmpty()) {
            throw MtlException.data(name + ": expected a series, found no numeric column");
        }
        if (moments < cut.length() || moments > Integer.MAX_VALUE) {
            throw MtlException.data(name + ": expected at least " + cut.length() + " rows, as --window and --horizon ask"
                    + " for, found " + moments);
        }
        this.layout = windows();
        layout.requireDifferentNames(name);
    }

    /** Counts rows; columns that nobody chose and that hold text are no series. */
    private long scan(CsvReader in, List<Integer> candidates, boolean chosen) {
        long rows = 0;
        while (in.next()) {
            rows++;
            if (!chosen) {
                candidates.removeIf(column -> {
                    boolean drop = !in.get(column).isEmpty() && !Numbers.isNumber(in.get(column));
                    if (drop) {
                        text.add(header.get(column));
                    }
                    return drop;
                });
            }
        }
        return rows;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    private Layout windows() {
        List<Layout.Target> targets = new ArrayList<>();
        List<String> features = new ArrayList<>();
        for (int column : series) {
            String name = header.get(column);
            List<String> steps = cut.horizon() == 1 ? List.of(name)
                    : IntStream.rangeClosed(1, cut.horizon()).mapToObj(step -> name + "+" + step).toList();
            targets.add(new Layout.Target(name, steps, List.of()));
            IntStream.range(0, cut.window()).mapToObj(step -> name + "-" + (cut.window() - step)).forEach(features::add);
        }
        return new Layout(targets, Layout.Features.of(features), Optional.empty(),
                cut.shares().isPresent() ? Optional.of(Layout.SPLIT) : Optional.empty());
    }

    @Override
    public void forEach(RowSink sink, Report report) throws IOException {
        Row row = new Row(layout);
        int[] ends = ends();
        double[][] recent = new double[cut.length()][series.size()];
        long windows = 0;
        long across = 0;
        long gaps = 0;
        long lastGap = -1;
        try (CsvReader in = table.open()) {
            for (long moment = 0; in.next(); moment++) {
                double[] values = recent[(int) (moment % recent.length)];
                read(in, values);
                lastGap = Arrays.stream(values).anyMatch(Double::isNaN) ? moment : lastGap;
                long start = moment - cut.length() + 1;
                if (start < 0 || start % cut.step() != 0) {
                    continue;
                }
                windows++;
                int part = part(start, ends);
                if (part != part(moment, ends)) {
                    across++;
                } else if (lastGap >= start) {
                    gaps++;
                } else {
                    fill(row, recent, start);
                    row.setSplit(cut.shares().map(shares -> Split.values()[part]));
                    sink.accept(row);
                }
            }
        }
        report.note(table.input().name() + ": " + Report.count(moments, "row") + ", " + series.size() + " series, "
                + Report.count(windows - across - gaps, "window"));
        text.forEach(name -> report.note(table.input().name() + ": column '" + name + "' left out, since it holds text"));
        report.loss(table.input(), "windows dropped, since they lie across a border of splits", across, windows);
        report.loss(table.input(), "windows dropped, since a cell in them is empty", gaps, windows);
    }

    /** The ends of the parts in time, all in one part where nothing is to be divided. */
    private int[] ends() {
        if (cut.shares().isEmpty()) {
            return new int[] {(int) moments};
        }
        int[] ends = cut.shares().get().counts((int) moments);
        for (int part = 1; part < ends.length; part++) {
            ends[part] += ends[part - 1];
        }
        return ends;
    }

    private static int part(long moment, int[] ends) {
        int part = 0;
        while (moment >= ends[part]) {
            part++;
        }
        return part;
    }

    private void read(CsvReader in, double[] values) {
        for (int k = 0; k < values.length; k++) {
            int column = series.get(k);
            values[k] = in.get(column).isEmpty() ? Double.NaN : in.number(column);
            if (Double.isInfinite(values[k]) || Double.isNaN(values[k]) && !in.get(column).isEmpty()) {
                throw MtlException.data(in.place(column) + ": expected a finite number, found '" + in.get(column) + "'");
            }
        }
    }

    private void fill(Row row, double[][] recent, long start) {
        int feature = 0;
        int target = 0;
        for (int k = 0; k < series.size(); k++) {
            for (int i = 0; i < cut.length(); i++) {
                double value = recent[(int) ((start + i) % recent.length)][k];
                if (i < cut.window()) {
                    row.features()[feature++] = value;
                } else {
                    row.targets()[target++] = value;
                }
            }
        }
    }
}
