package org.mtl.data.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;

/**
 * A table of text cells with a header: CSV, or TSV as IANA registers it, without quotes and escapes.
 *
 * @param input the file
 * @param tabs whether fields are separated by tabs
 */
public record Table(Input input, boolean tabs) {

    /**
     * Opens the table; in another encoding than UTF-8, or with tabs, it is rewritten line by line on its way.
     *
     * @throws org.mtl.MtlException (DATA) if it is empty, in another encoding, or a column has no name or another's;
     *     (MISSING) if it cannot be opened
     */
    CsvReader open() {
        if (tabs) {
            return CsvReader.open(new LineStream(new LineReader(input), Table::withCommas), input.name());
        }
        boolean utf8 = input.charset().equals(StandardCharsets.UTF_8);
        InputStream text = utf8 ? input.open() : new LineStream(new LineReader(input), line -> line);
        return CsvReader.open(text, input.name());
    }

    private static String withCommas(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        List<String> cells = new ArrayList<>();
        for (String cell : text.split("\t", -1)) {
            cells.add(CsvWriter.quoted(cell));
        }
        return String.join(",", cells);
    }

    /**
     * Copies all cells to CSV.
     *
     * @param out is flushed and not closed
     * @throws org.mtl.MtlException (DATA) if a row has another number of cells than the header
     * @throws IOException if reading or writing fails
     */
    public void copy(OutputStream out, Report report) throws IOException {
        try (CsvReader in = open()) {
            CsvWriter writer = new CsvWriter(out);
            writer.record(in.header());
            String[] cells = new String[in.header().size()];
            long rows = 0;
            while (in.next()) {
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = in.get(i);
                }
                writer.record(Arrays.asList(cells));
                rows++;
            }
            writer.flush();
            report.note(input.name() + ": " + Report.count(rows, "row") + ", "
                    + Report.count(cells.length, "column"));
        }
    }
}
