package org.mtl.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mtl.MtlException;

/** Hands out a stream and writes to a file what was handed out; what is not read is not copied. */
public final class CopyingStream extends FilterInputStream {

    private static final int LONGEST_SKIP = 1 << 16;

    private final Path file;
    private final OutputStream out;

    /**
     * Begins the file, replacing one that is there.
     *
     * @param in the bytes; closed with this stream
     * @param file the copy
     * @throws IOException if the file cannot be made
     */
    public CopyingStream(InputStream in, Path file) throws IOException {
        super(in);
        this.file = file;
        this.out = Files.newOutputStream(file);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads bytes and copies them.
     *
     * @throws MtlException (IO) if the copy cannot be written, which a reader must not take for a fault of its input
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        try {
            out.write(target, offset, Math.max(count, 0));
        } catch (IOException e) {
            throw MtlException.io(file + ": " + Inputs.reason(e), e);
        }
        return count;
    }

    /** Bytes are skipped by reading them, since they are to be copied. */
    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.max(0, Math.min(count, LONGEST_SKIP))).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            super.close();
        }
    }
}
