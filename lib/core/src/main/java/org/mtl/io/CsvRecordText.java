package org.mtl.io;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.Arrays;

/**
 * The fields of one record as characters in one buffer, reused from record to record; a field becomes a string only
 * where somebody asks for it.
 */
final class CsvRecordText extends CsvCallbackHandler<CsvRecordText> {

    /**
     * The most characters of a field or a record, some ten million numbers; the parser doubles its buffer up to this and
     * stops, so that a stream without line ends is an error before it fills the memory.
     */
    static final int LONGEST = 1 << 28;

    private char[] text = new char[1 << 12];
    private int[] ends = new int[1 << 6];
    private int count;
    private long lineFeeds;

    /** The number of fields. */
    int size() {
        return count;
    }

    /** The number of LF inside the fields, by which the record is longer than one line. */
    long lineFeeds() {
        return lineFeeds;
    }

    /** The characters of all fields, one field after the other. */
    char[] text() {
        return text;
    }

    /** Where a field starts in {@link #text}. */
    int start(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    /** Where a field ends in {@link #text}, exclusive. */
    int end(int field) {
        return ends[field];
    }

    @Override
    protected RecordType getRecordType() {
        return RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return count;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        count = 0;
        lineFeeds = 0;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        int start = count == 0 ? 0 : ends[count - 1];
        if (length > LONGEST - start) {
            throw new CsvParseException("a record of more than " + LONGEST + " characters");
        }
        int end = start + length;
        if (end > text.length) {
            text = Arrays.copyOf(text, (int) Math.min(LONGEST, 2L * end));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        System.arraycopy(buffer, offset, text, start, length);
        ends[count++] = end;
        if (quoted) {
            for (int i = start; i < end; i++) {
                lineFeeds += text[i] == '\n' ? 1 : 0;
            }
        }
    }

    @Override
    protected void setEmpty() {
        addField(text, 0, 0, false);
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {
        throw new IllegalStateException("CSV has no comments");
    }

    @Override
    protected CsvRecordText buildRecord() {
        return this;
    }
}
