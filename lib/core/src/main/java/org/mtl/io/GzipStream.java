package org.mtl.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip data of one or more members (RFC 1952).
 *
 * <p>The JDK's own stream asks {@code available()} whether another member follows and takes a pipe's "nothing yet" for
 * the end, and it ignores a damaged second header. Either would drop rows without a word, so this one reads on until the
 * true end and accepts nothing after a member but another member or padding with zeros.
 */
final class GzipStream extends InputStream {

    static final int MAGIC_SIZE = 2;

    private static final int BUFFER_SIZE = 1 << 16;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA_FIELD = 4;
    private static final int FILE_NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int from;
    private int to;
    private boolean insideMember;
    private boolean ended;

    GzipStream(InputStream in) {
        this.in = in;
    }

    static boolean isMagic(byte[] start) {
        return start.length == MAGIC_SIZE && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (!insideMember && (ended || !startMember())) {
                ended = true;
                return -1;
            }
            int count = inflate(target, offset, length);
            if (inflater.finished()) {
                finishMember(target, offset, count);
            }
            if (count > 0) {
                return count;
            }
        }
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(target, offset, length);
            if (count == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw new ZipException("the data needs a dictionary");
                }
                if (from == to) {
                    require(fill());
                }
                inflater.setInput(buffer, from, to - from);
                from = to;
                count = inflater.inflate(target, offset, length);
            }
            if (!inflater.finished()) {
                checksum.update(target, offset, count);
            }
            return count;
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage() == null ? "invalid compressed data" : e.getMessage());
        }
    }

    private void finishMember(byte[] target, int offset, int count) throws IOException {
        checksum.update(target, offset, count);
        from = to - inflater.getRemaining();
        if (little(4) != checksum.getValue()) {
            throw new ZipException("the checksum does not match");
        }
        if (little(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("the length does not match");
        }
        insideMember = false;
    }

    /** Reads a member's header; false at the end of the data. */
    private boolean startMember() throws IOException {
        if (from == to && !fill()) {
            return false;
        }
        int first = next();
        if (first == 0) {
            skipPadding();
            return false;
        }
        if (first != 0x1f || next() != 0x8b) {
            throw new ZipException("other data follows the compressed data");
        }
        if (next() != DEFLATE) {
            throw new ZipException("unknown compression method");
        }
        int flags = next();
        skip(6);
        if ((flags & EXTRA_FIELD) != 0) {
            skip((int) little(2));
        }
        if ((flags & FILE_NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
        insideMember = true;
        return true;
    }

    private void skipPadding() throws IOException {
        while (from < to || fill()) {
            if (next() != 0) {
                throw new ZipException("other data follows the compressed data");
            }
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int c = next();
        while (c != 0) {
            c = next();
        }
    }

    private long little(int size) throws IOException {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) next() << (8 * i);
        }
        return value;
    }

    private int next() throws IOException {
        require(from < to || fill());
        return buffer[from++] & 0xff;
    }

    private static void require(boolean more) throws EOFException {
        if (!more) {
            throw new EOFException("the data ends too early");
        }
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        from = 0;
        to = Math.max(count, 0);
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
