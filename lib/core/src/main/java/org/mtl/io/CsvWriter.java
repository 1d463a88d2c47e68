package org.mtl.io;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Writes CSV (RFC 4180 quoting, UTF-8, LF line ends), numbers as {@link Numbers#format} gives them. */
public final class CsvWriter implements Closeable, Flushable {

    private final Writer out;
    private boolean startOfRecord = true;

    /** Writes to {@code out}, which is closed with this writer. */
    public CsvWriter(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    /** Appends a text field, quoted where it has to be. */
    public CsvWriter field(String text) throws IOException {
        separate();
        out.write(quoted(text));
        return this;
    }

    /** Appends a number. */
    public CsvWriter field(double value) throws IOException {
        separate();
        out.write(Numbers.format(value));
        return this;
    }

    /** Appends a number, or an empty field for NaN: a number that is not known. */
    public CsvWriter known(double value) throws IOException {
        return Double.isNaN(value) ? field("") : field(value);
    }

    /** Appends a whole number. */
    public CsvWriter field(long value) throws IOException {
        separate();
        out.write(Long.toString(value));
        return this;
    }

    /** Ends the record. */
    public void end() throws IOException {
        out.write('\n');
        startOfRecord = true;
    }

    /** Writes a whole record of text fields. */
    public void record(Iterable<String> fields) throws IOException {
        for (String text : fields) {
            field(text);
        }
        end();
    }

    /** A text field as a file holds it: quoted where it has to be. */
    public static String quoted(String text) {
        return needsQuotes(text) ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private void separate() throws IOException {
        if (!startOfRecord) {
            out.write(',');
        }
        startOfRecord = false;
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A leading byte-order mark left bare would be taken for the file's own.
            if (c == ',' || c == '"' || c == '\n' || c == '\r' || c == '\uFEFF') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
