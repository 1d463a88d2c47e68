package org.mtl.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits CSV into fields as they are written, quotes kept, so that a file can be copied with single cells replaced and
 * all the rest the same byte for byte.
 *
 * <p>For files that {@link CsvReader} has read without an error: nothing is checked here. A byte-order mark is a part of
 * the first field.
 */
public final class RawCsv {

    /**
     * One record.
     *
     * @param fields the fields as written, a list that may be changed
     * @param end the line end as written: LF, CRLF or, at the end of the file, possibly nothing
     */
    public record Line(List<String> fields, String end) {

        /** True for a blank line, which is no record where the header has several columns. */
        public boolean isBlank() {
            return fields.size() == 1 && value(fields.get(0)).isEmpty();
        }
    }

    private final Reader in;

    /** Reads from {@code in}, UTF-8, which the caller closes. */
    public RawCsv(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    }

    /** What a field as written stands for: without quotes and byte-order mark. */
    public static String value(String field) {
        String text = field.startsWith("\uFEFF") ? field.substring(1) : field;
        return text.startsWith("\"") ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    }

    /**
     * The next record, or empty at the end of the file.
     *
     * @throws IOException if reading fails
     */
    public Optional<Line> next() throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0; c = in.read()) {
            // A doubled quote inside quotes switches twice.
            quoted ^= c == '"';
            if (!quoted && c == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (!quoted && c == '\n') {
                boolean carriageReturn = field.length() > 0 && field.charAt(field.length() - 1) == '\r';
                fields.add(field.substring(0, field.length() - (carriageReturn ? 1 : 0)));
                return Optional.of(new Line(fields, carriageReturn ? "\r\n" : "\n"));
            } else {
                field.append((char) c);
            }
        }
        fields.add(field.toString());
        return Optional.of(new Line(fields, ""));
    }
}
