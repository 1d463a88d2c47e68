package org.mtl.data.convert;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * Files in svmlight format, one task each; sparse rows become dense ones.
 *
 * <p>A first pass finds the largest index and whether indices count from 0 or 1. Tribuo's {@code LibSVMDataSource} has to
 * be told the latter and keeps all rows as objects, so it is not used here; tests compare with it.
 */
public final class SvmlightSource implements RowSource {

    /** The most features that a dense row may have; readers of NPY folders take no more. */
    private static final int MOST_FEATURES = 1 << 18;

    private final List<Input> inputs;
    private final FileTasks tasks;
    private final Layout layout;
    private final int base;
    private final boolean detected;

    /** The smallest and largest index of all rows. */
    private static final class Bounds {
        private int least = Integer.MAX_VALUE;
        private int most = -1;
        private String mostPlace = "";
        private String leastPlace = "";
    }

    /**
     * Reads the files once.
     *
     * @param wide whether several tasks have a column each
     * @param base 0 or 1, the index of the first feature; empty to find it out: 0 if an index 0 is there
     * @param width the number of features; empty for the largest index that is there
     * @throws MtlException (USAGE) if base or width make no sense; (DATA) if a file is malformed or an index is outside
     */
    public SvmlightSource(List<Input> inputs, boolean wide, OptionalInt base, OptionalInt width) {
        if (base.isPresent() && base.getAsInt() != 0 && base.getAsInt() != 1) {
            throw MtlException.usage("--svmlight-base: expected 0 or 1, found '" + base.getAsInt() + "'");
        }
        if (width.isPresent() && (width.getAsInt() < 1 || width.getAsInt() > MOST_FEATURES)) {
            throw MtlException.usage("--width: expected a whole number from 1 to " + MOST_FEATURES + ", found '"
                    + width.getAsInt() + "'");
        }
        this.inputs = List.copyOf(inputs);
        this.tasks = new FileTasks(inputs, wide);
        Bounds bounds = new Bounds();
        for (Input input : inputs) {
            scan(input, bounds);
        }
        this.detected = base.isEmpty();
        this.base = base.orElse(bounds.least == 0 ? 0 : 1);
        int features = width(bounds, width);
        this.layout = tasks.layout(Layout.Features.of(
                IntStream.range(0, features).mapToObj(j -> "f" + (j + this.base)).toList()), task -> List.of());
    }

    private void scan(Input input, Bounds bounds) {
        SvmlightLine parsed = new SvmlightLine();
        boolean rows = false;
        try (LineReader lines = new LineReader(input)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (parsed.parse(line.get(), lines.place())) {
                    rows = true;
                    for (int i = 0; i < parsed.count(); i++) {
                        if (parsed.index(i) < bounds.least) {
                            bounds.least = parsed.index(i);
                            bounds.leastPlace = lines.place();
                        }
                        if (parsed.index(i) > bounds.most) {
                            bounds.most = parsed.index(i);
                            bounds.mostPlace = lines.place();
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw input.failure(e);
        }
        if (!rows) {
            throw MtlException.data(input.name() + ": expected at least one row, found none");
        }
    }

    private int width(Bounds bounds, OptionalInt asked) {
        if (bounds.most < 0) {
            throw MtlException.data(inputs.get(0).name() + ": expected rows with features, found labels only");
        }
        if (base == 1 && bounds.least == 0) {
            throw MtlException.data(bounds.leastPlace + ": expected indices from 1, found 0; --svmlight-base 0 says that"
                    + " they begin there");
        }
        int most = asked.orElse(MOST_FEATURES);
        if (bounds.most - base >= most) {
            throw MtlException.data(bounds.mostPlace + ": expected at most " + most + " features, found the index "
                    + bounds.most);
        }
        return asked.orElse(bounds.most - base + 1);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public void forEach(RowSink sink, Report report) throws IOException {
        Row row = new Row(layout);
        if (detected) {
            report.note("indices begin at " + base + (base == 0 ? ", as an index 0 is there" : ", as no index 0 is there"));
        }
        for (Input input : inputs) {
            copy(input, row, sink, report);
        }
    }

    private void copy(Input input, Row row, RowSink sink, Report report) throws IOException {
        SvmlightLine parsed = new SvmlightLine();
        long rows = 0;
        long ranked = 0;
        long blank = 0;
        double[] features = row.features();
        try (LineReader lines = new LineReader(input)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (!parsed.parse(line.get(), lines.place())) {
                    blank++;
                    continue;
                }
                Arrays.fill(features, 0);
                for (int i = 0; i < parsed.count(); i++) {
                    features[parsed.index(i) - base] = parsed.value(i);
                }
                tasks.fill(row, input, parsed.label());
                sink.accept(row);
                rows++;
                ranked += parsed.isRanked() ? 1 : 0;
            }
        }
        report.note(input.name() + ": " + Report.count(rows, "row") + ", " + Report.count(features.length, "feature")
                + (blank == 0 ? "" : "; " + Report.count(blank, "blank or comment line")));
        report.loss(input, "rows without their qid, which has no column", ranked, rows);
    }
}
