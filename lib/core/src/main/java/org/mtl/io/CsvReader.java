package org.mtl.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * Reads CSV with a header, record by record (RFC 4180, UTF-8, an optional byte-order mark, LF or CRLF).
 *
 * <p>Every record has as many fields as the header; a ragged one is an error that names its line. Memory does not grow
 * with the number of records, and a field that is only asked for as a number never becomes a string.
 */
public final class CsvReader implements Closeable {

    private final String name;
    private final de.siegmar.fastcsv.reader.CsvReader<CsvRecordText> parser;
    private final Iterator<CsvRecordText> records;
    private final CsvRecordText record = new CsvRecordText();
    private final RecentStrings strings = new RecentStrings();
    private final List<String> header;
    private long line;

    private CsvReader(String name, CsvText text) {
        this.name = name;
        // RFC 4180 has no comments and no null marker, and a blank line is a record of one empty field; a file of
        // one column needs those records, so they are kept here and judged by their field count.
        this.parser = de.siegmar.fastcsv.reader.CsvReader.builder()
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(CsvRecordText.LONGEST)
                .build(record, text);
        this.records = parser.iterator();
        if (!advance()) {
            throw MtlException.data(name + ": expected a CSV header, found an empty file");
        }
        this.header = IntStream.range(0, record.size()).mapToObj(this::get).toList();
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
        var text = new CsvText(in, name);
        try {
            return new CsvReader(name, text);
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
            boolean blank = record.size() == 1 && isEmpty(0);
            if (!blank) {
                throw MtlException.data(name + ":" + line + ": expected " + header.size()
                        + " fields as in the header, found " + record.size() + otherSeparator());
            }
        }
        return false;
    }

    /** Tables of other programs, whose cells end in semicolons or tabs, are one column here until a decimal comma comes. */
    private String otherSeparator() {
        if (header.size() > 1) {
            return "";
        }
        String names = header.get(0);
        return names.contains(";") ? "; the names in the header lie between semicolons, where CSV has commas"
                : names.contains("\t") ? "; the names in the header lie between tabs, which convert --from tsv reads" : "";
    }

    private boolean advance() {
        line += 1 + record.lineFeeds();
        try {
            return records.hasNext() && records.next() == record;
        } catch (UncheckedIOException e) {
            throw Inputs.failure(name, e.getCause());
        } catch (CsvParseException e) {
            throw unwrapped(e);
        }
    }

    /** The parser wraps what its source throws, errors included; of its own it only finds a record too long. */
    private RuntimeException unwrapped(CsvParseException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        return MtlException.data(name + ":" + line + ": expected records of at most " + CsvRecordText.LONGEST
                + " characters, found a longer one");
    }

    /** A field of the current record. */
    public String get(int column) {
        return strings.of(record.text(), record.start(column), record.end(column));
    }

    /** Whether a field of the current record is empty. */
    public boolean isEmpty(int column) {
        return record.start(column) == record.end(column);
    }

    /**
     * A field of the current record as a number, possibly NaN or infinite.
     *
     * @throws NumberFormatException if it is no number, as {@link Numbers#parse} says
     */
    public double parse(int column) {
        return Numbers.parse(record.text(), record.start(column), record.end(column));
    }

    /**
     * A field of the current record as a number, possibly NaN or infinite.
     *
     * @throws MtlException (DATA) at the field's place if it is no number
     */
    public double number(int column) {
        try {
            return parse(column);
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

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
