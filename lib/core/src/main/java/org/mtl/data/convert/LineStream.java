package org.mtl.data.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lines of a text file as UTF-8 bytes, each of them rewritten; line numbers stay as they are. */
final class LineStream extends InputStream {

    private final LineReader lines;
    private final UnaryOperator<String> rewriting;
    private byte[] current = {};
    private int at;

    /** Takes over the reader, which is closed with the stream. */
    LineStream(LineReader lines, UnaryOperator<String> rewriting) {
        this.lines = lines;
        this.rewriting = rewriting;
    }

    private boolean advance() {
        Optional<String> line = lines.nextWithReturn();
        current = line.map(text -> (rewriting.apply(text) + "\n").getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]);
        at = 0;
        return line.isPresent();
    }

    @Override
    public int read() throws IOException {
        return at < current.length || advance() ? current[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == current.length && !advance()) {
            return -1;
        }
        int count = Math.min(length, current.length - at);
        System.arraycopy(current, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
