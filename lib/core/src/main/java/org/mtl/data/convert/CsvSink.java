package org.mtl.data.convert;

import java.io.IOException;
import java.io.OutputStream;
import org.mtl.data.Split;
import org.mtl.io.CsvWriter;

/** Writes rows as CSV: the columns of task and split where there are any, then targets, then features. */
public final class CsvSink {

    private final Layout layout;
    private final CsvWriter out;
    private long rows;

    private CsvSink(Layout layout, OutputStream out) {
        this.layout = layout;
        this.out = new CsvWriter(out);
    }

    /**
     * Writes all rows of a source.
     *
     * @param out is flushed and not closed
     * @throws org.mtl.MtlException (DATA) or (IO) if the source fails
     * @throws IOException if writing fails
     */
    public static void write(RowSource source, OutputStream out, Report report) throws IOException {
        CsvSink sink = new CsvSink(source.layout(), out);
        source.forEach(sink::row, report);
        report.requireRows(sink.rows);
        sink.out.flush();
    }

    private void header() throws IOException {
        if (layout.taskColumn().isPresent()) {
            out.field(layout.taskColumn().get());
        }
        if (layout.splitColumn().isPresent()) {
            out.field(layout.splitColumn().get());
        }
        for (Layout.Target target : layout.targets()) {
            for (String column : target.columns()) {
                out.field(column);
            }
        }
        for (String feature : layout.features().names()) {
            out.field(feature);
        }
        out.end();
    }

    private void row(Row row) throws IOException {
        if (rows++ == 0) {
            header();
        }
        if (layout.taskColumn().isPresent()) {
            out.field(row.task());
        }
        if (layout.splitColumn().isPresent()) {
            out.field(row.split().map(Split::label).orElse(""));
        }
        int at = 0;
        for (Layout.Target target : layout.targets()) {
            for (int i = 0; i < target.columns().size(); i++) {
                label(target, row.targets()[at++]);
            }
        }
        for (double feature : row.features()) {
            number(feature);
        }
        out.end();
    }

    private void label(Layout.Target target, double value) throws IOException {
        if (target.classes().isEmpty() || Double.isNaN(value)) {
            number(value);
        } else {
            out.field(target.classes().get((int) value));
        }
    }

    private void number(double value) throws IOException {
        if (Double.isNaN(value)) {
            out.field("");
        } else if (value == (long) value && Math.abs(value) < 1e15 && !isNegativeZero(value)) {
            // The same digits, without the search for the shortest ones; most cells of sparse data are 0.
            out.field((long) value);
        } else {
            out.field(value);
        }
    }

    private static boolean isNegativeZero(double value) {
        return value == 0 && Double.doubleToRawLongBits(value) != 0;
    }
}
