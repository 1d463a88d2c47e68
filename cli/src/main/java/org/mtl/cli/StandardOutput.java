package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import org.mtl.MtlException;

/** The one channel for results. The first write that fails ends the command. */
final class StandardOutput extends OutputStream {

    private final OutputStream out;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Standard output stays open for whoever started the process. */
    @Override
    public void close() {
        flush();
    }

    private static RuntimeException failure(IOException e) {
        String message = String.valueOf(e.getMessage());
        boolean closed = message.contains("Broken pipe") || message.contains("Pipe closed")
                || message.contains("Connection reset");
        return closed ? new ClosedPipe() : MtlException.io("standard output: " + message, e);
    }
}
