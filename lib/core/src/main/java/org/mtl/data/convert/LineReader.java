package org.mtl.data.convert;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.mtl.MtlException;

/**
 * Reads lines that end in LF, and in nothing else: data holds 0x85 and other characters that some readers take for line
 * ends. Bytes are split first and decoded line by line, so that a wrong byte is known by its line.
 */
final class LineReader implements Closeable {

    private static final int BUFFER_SIZE = 1 << 16;
    private static final int LONGEST_LINE = 1 << 28;

    private final Input input;
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private byte[] gathered = new byte[1 << 10];
    private int length;
    private int from;
    private int to;
    private long line;

    /**
     * Opens a file.
     *
     * @throws MtlException (MISSING) or (DATA) if it cannot be opened
     */
    LineReader(Input input) {
        this.input = input;
        this.in = input.open();
        this.decoder = input.charset().newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** The next line without its end, LF or CRLF; empty at the end of the file. */
    Optional<String> next() {
        return nextWithReturn().map(text -> text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    /**
     * The next line without its LF, but with a CR that stands before it; empty at the end of the file.
     *
     * @throws MtlException (DATA) if it is not in the file's encoding, holds NUL or is far too long, or gzip data is
     *     damaged; (IO) if reading fails
     */
    Optional<String> nextWithReturn() {
        length = 0;
        boolean found = false;
        try {
            while (from < to || fill()) {
                found = true;
                int end = from;
                while (end < to && buffer[end] != '\n' && buffer[end] != 0) {
                    end++;
                }
                gather(end);
                if (end < to && buffer[end] == 0) {
                    throw MtlException.data(input.name() + ":" + (line + 1) + ": expected lines of text, found a NUL byte");
                }
                boolean complete = end < to;
                from = complete ? end + 1 : end;
                if (complete) {
                    break;
                }
            }
        } catch (IOException e) {
            throw input.failure(e);
        }
        if (!found) {
            return Optional.empty();
        }
        line++;
        return Optional.of(decoded());
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    private void gather(int end) {
        int count = end - from;
        if (count > LONGEST_LINE - length) {
            throw MtlException.data(input.name() + ":" + (line + 1) + ": expected lines of text, found one of more than "
                    + LONGEST_LINE + " bytes");
        }
        if (gathered.length < length + count) {
            gathered = Arrays.copyOf(gathered, Math.max(length + count, 2 * gathered.length));
        }
        System.arraycopy(buffer, from, gathered, length, count);
        length += count;
    }

    private String decoded() {
        try {
            String text = decoder.decode(ByteBuffer.wrap(gathered, 0, length)).toString();
            boolean mark = line == 1 && input.charset().equals(StandardCharsets.UTF_8) && text.startsWith("\uFEFF");
            return mark ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw MtlException.data(place() + ": expected " + input.charset().name()
                    + " text, found other bytes; --encoding names another encoding");
        }
    }

    /** The 1-based number of the line that was read last. */
    long line() {
        return line;
    }

    /** The place of the line that was read last, as messages begin. */
    String place() {
        return input.name() + ":" + line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
