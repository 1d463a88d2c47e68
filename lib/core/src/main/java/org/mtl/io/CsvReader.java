package org.mtl.io;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.mtl.MtlException;

/**
 * Reads CSV with a header, record by record (RFC 4180, UTF-8, an optional byte-order mark, LF or CRLF).
 *
 * <p>Every record has as many fields as the header; a ragged one is an error that names its line. Memory does not grow
 * with the number of records.
 */
public final class CsvReader implements Closeable {

    private final String name;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;
    private CSVRecord record;
    private long line;
    private long lineAfter;
    private long parserLines;

    private CsvReader(String name, CSVParser parser) {
        this.name = name;
        this.parser = parser;
        this.records = parser.iterator();
        if (!advance()) {
            throw MtlException.data(name + ": expected a CSV header, found an empty file");
        }
        this.header = List.of(record.values());
        checkHeader();
    }

    /**
     * Starts reading and consumes the header.
     *
     * @param in the bytes; closed with this reader, and also when this method throws
     * @param name how messages name the input, usually the path as the user gave it
     * @throws MtlException (DATA) if the input is empty, is no UTF-8, or has an empty or repeated column name
     */
    public static CsvReader open(InputStream in, String name) {
        // RFC 4180 has no comments and no null marker, and a blank line is a record of one empty field; a file of
        // one column needs those records, so they are kept here and judged by their field count.
        CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();
        var text = new CsvText(in, name);
        try {
            return new CsvReader(name, CSVParser.builder().setReader(text).setFormat(format).get());
        } catch (IOException e) {
            closeAfterFailure(text, e);
            throw failure(name, 1, e);
        } catch (MtlException e) {
            // The caller has no reader yet that it could close.
            closeAfterFailure(text, e);
            throw e;
        }
    }

    private static void closeAfterFailure(Closeable open, Exception failure) {
        try {
            open.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void checkHeader() {
        Set<String> seen = new HashSet<>();
        for (int column = 0; column < header.size(); column++) {
            String title = header.get(column);
            if (title.isEmpty()) {
                throw MtlException.data(name + ":1: column " + (column + 1) + " of the header has no name");
            }
            if (!seen.add(title)) {
                throw MtlException.data(name + ":1: column '" + title + "' appears twice in the header");
            }
        }
    }

    /** The column names, in file order, all different. */
    public List<String> header() {
        return header;
    }

    /** The position of a column, or −1 if the header does not hold it. */
    public int indexOf(String column) {
        return header.indexOf(column);
    }

    /**
     * Moves to the next record.
     *
     * @return false at the end of the input
     * @throws MtlException (DATA) on a ragged record, misplaced quotes, a lone CR as line end, bytes that are no UTF-8 or
     *     damaged gzip data; (IO) if reading fails
     */
    public boolean next() {
        while (advance()) {
            if (record.size() == header.size()) {
                return true;
            }
            boolean blank = record.size() == 1 && record.get(0).isEmpty();
            if (!blank) {
                throw MtlException.data(name + ":" + line + ": expected " + header.size()
                        + " fields as in the header, found " + record.size());
            }
        }
        return false;
    }

    private boolean advance() {
        try {
            line = lineAfter + 1;
            if (!records.hasNext()) {
                return false;
            }
            record = records.next();
            lineAfter = line + lineFeedsInside();
            return true;
        } catch (UncheckedIOException e) {
            throw failure(name, line, e.getCause());
        } catch (IllegalStateException e) {
            throw MtlException.data(name + ":" + line + ": " + e.getMessage());
        }
    }

    /** Counts lines as editors do, by LF; the parser also counts a lone CR that stands inside quotes. */
    private long lineFeedsInside() {
        long parserLine = parser.getCurrentLineNumber();
        boolean severalLines = parserLine - parserLines > 1;
        parserLines = parserLine;
        if (!severalLines) {
            return 0;
        }
        long count = 0;
        for (String field : record) {
            count += field.chars().filter(c -> c == '\n').count();
        }
        return count;
    }

    /** A field of the current record. */
    public String get(int column) {
        return record.get(column);
    }

    /**
     * A field of the current record as a number, possibly NaN or infinite.
     *
     * @throws MtlException (DATA) at the field's place if it is no number
     */
    public double number(int column) {
        try {
            return Numbers.parse(get(column));
        } catch (NumberFormatException e) {
            throw MtlException.data(place(column) + ": '" + get(column) + "' is not a number");
        }
    }

    /** The 1-based line on which the current record starts. */
    public long line() {
        return line;
    }

    /** The place of a field of the current record, as messages begin: {@code file:line: column 'name'}. */
    public String place(int column) {
        return name + ":" + line + ": column '" + header.get(column) + "'";
    }

    /** How messages name this input. */
    public String name() {
        return name;
    }

    private static MtlException failure(String name, long line, IOException e) {
        if (e instanceof ZipException || e instanceof EOFException) {
            return MtlException.data(name + ": damaged gzip data: " + e.getMessage());
        }
        if (e instanceof CSVException) {
            return MtlException.data(name + ":" + line + ": malformed CSV: " + e.getMessage());
        }
        return MtlException.io(name + ": " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
