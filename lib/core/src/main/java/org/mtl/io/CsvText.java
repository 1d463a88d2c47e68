package org.mtl.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.mtl.MtlException;

/**
 * The characters of a CSV file, checked against RFC 4180 on their way to the parser.
 *
 * <p>The parser behind {@link CsvReader} forgives blanks after a closing quote, quotes inside an unquoted field and lone
 * carriage returns, each of which moves field or record borders without a word. Here they are errors that name their
 * line, and so are NUL and bytes that are no UTF-8: a device that never ends, such as {@code /dev/zero}, ends here.
 * Everything before the fault is handed out first, so that a fault further
 * down never hides one above it.
 */
final class CsvText extends Reader {

    private static final int BUFFER_SIZE = 1 << 15;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private enum State { FIELD_START, UNQUOTED, QUOTED, QUOTE_SEEN, CARRIAGE_RETURN }

    private final InputStream in;
    private final String name;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.wrap(new byte[BUFFER_SIZE]).limit(0);
    private final char[] text = new char[BUFFER_SIZE + 1];
    private int from;
    private int to;
    private boolean started;
    private boolean lastBytes;
    private boolean ended;
    private MtlException fault;
    private State state = State.FIELD_START;
    private long line = 1;
    private long quoteLine;

    CsvText(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /**
     * Reads checked characters.
     *
     * @throws MtlException (DATA) at the first fault, once all before it has been read
     */
    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (from == to) {
            if (fault != null) {
                throw fault;
            }
            if (ended) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, to - from);
        System.arraycopy(text, from, target, offset, count);
        from += count;
        return count;
    }

    private void fill() throws IOException {
        int held = state == State.CARRIAGE_RETURN ? 1 : 0;
        text[0] = '\r';
        CharBuffer chars = CharBuffer.wrap(text).position(held);
        CoderResult result = decoder.decode(bytes, chars, lastBytes);
        if (result.isUnderflow() && lastBytes) {
            result = decoder.flush(chars);
            ended = result.isUnderflow();
        }
        from = 0;
        to = chars.position();
        if (!started && to > 0) {
            started = true;
            from = text[0] == BYTE_ORDER_MARK ? 1 : 0;
        }
        check(from + held);
        if (fault != null) {
            return;
        }
        if (result.isError()) {
            fault = at(line, "expected UTF-8 text, found other bytes");
        } else if (ended) {
            checkEnd();
        } else if (result.isUnderflow()) {
            fetch();
        }
    }

    private void fetch() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            lastBytes = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }

    private void check(int start) {
        int i = start;
        while (i < to) {
            i = uneventful(i);
            if (i < to) {
                char c = text[i];
                State before = state;
                state = after(c);
                if (fault != null) {
                    // The parser ends a record at a CR already; before a fault, that record must not count as read.
                    to = before == State.CARRIAGE_RETURN ? i - 1 : i;
                    return;
                }
                line += c == '\n' ? 1 : 0;
                i++;
            }
        }
        // Handed out with what follows it, for the same reason.
        to -= state == State.CARRIAGE_RETURN ? 1 : 0;
    }

    /** Goes on to the next character that can change more than the field and the line, as few of a data file can. */
    private int uneventful(int start) {
        int i = start;
        if (state == State.QUOTED) {
            for (; i < to && text[i] != '"' && text[i] != 0; i++) {
                line += text[i] == '\n' ? 1 : 0;
            }
        } else if (state == State.FIELD_START || state == State.UNQUOTED) {
            for (; i < to; i++) {
                char c = text[i];
                // One comparison for most characters: digits, letters and commas come after the quote.
                if (c <= '"') {
                    if (c == '"' || c == '\r' || c == 0) {
                        break;
                    }
                    line += c == '\n' ? 1 : 0;
                }
            }
            if (i > start) {
                state = outside(text[i - 1]);
            }
        }
        return i;
    }

    private State after(char c) {
        if (c == 0) {
            fault = at(line, "expected UTF-8 text, found a NUL byte");
            return state;
        }
        return switch (state) {
            case QUOTED -> c == '"' ? State.QUOTE_SEEN : State.QUOTED;
            case QUOTE_SEEN -> {
                if (c == '"') {
                    yield State.QUOTED;
                }
                if (c != ',' && c != '\n' && c != '\r') {
                    fault = at(line, "expected a comma or a line end after a closing quote, found '" + c + "'");
                }
                yield outside(c);
            }
            case CARRIAGE_RETURN -> {
                if (c != '\n') {
                    fault = loneCarriageReturn();
                }
                yield State.FIELD_START;
            }
            case FIELD_START -> {
                if (c == '"') {
                    quoteLine = line;
                    yield State.QUOTED;
                }
                yield outside(c);
            }
            case UNQUOTED -> {
                if (c == '"') {
                    fault = at(line, "a quote inside an unquoted field; quote the whole field and double the quote");
                }
                yield outside(c);
            }
        };
    }

    private static State outside(char c) {
        return switch (c) {
            case ',', '\n' -> State.FIELD_START;
            case '\r' -> State.CARRIAGE_RETURN;
            default -> State.UNQUOTED;
        };
    }

    private void checkEnd() {
        if (state == State.QUOTED) {
            fault = at(quoteLine, "a quoted field starts here and is never closed");
        } else if (state == State.CARRIAGE_RETURN) {
            fault = loneCarriageReturn();
        }
    }

    private MtlException loneCarriageReturn() {
        return at(line, "expected lines to end in LF or CRLF, found a lone CR");
    }

    private MtlException at(long place, String message) {
        return MtlException.data(name + ":" + place + ": " + message);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
