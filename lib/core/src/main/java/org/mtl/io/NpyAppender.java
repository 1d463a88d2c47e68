package org.mtl.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes an NPY file row by row without knowing how many rows will come.
 *
 * <p>NumPy leaves room in the header for the first axis to grow in place; so the header is written for no rows first, and
 * again with their number at the end. The result is the file that {@link NpyWriter} writes.
 */
public final class NpyAppender implements Closeable {

    private static final int BUFFER_SIZE = 1 << 16;

    private final FileChannel channel;
    private final NpyType type;
    private final long[] shape;
    private final int rowSize;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Begins a new file.
     *
     * @param rowShape the sizes of the axes after the first; none for one number a row
     * @throws IOException if it exists or cannot be written
     */
    public NpyAppender(Path file, NpyType type, long... rowShape) throws IOException {
        this.type = type;
        this.shape = new long[rowShape.length + 1];
        System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
        int size = 1;
        for (long length : rowShape) {
            size = Math.multiplyExact(size, Math.toIntExact(length));
        }
        this.rowSize = size;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        writeHeader();
        channel.position(channel.size());
    }

    private void writeHeader() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(NpyWriter.headerBytes(type, shape));
        long position = 0;
        while (header.hasRemaining()) {
            position += channel.write(header, position);
        }
    }

    /**
     * Appends a row; NaN and infinities are written as they are by the floating types.
     *
     * @param values holds the row's elements in C order
     * @param from where they start
     * @throws IllegalArgumentException if an integer type cannot hold a value exactly
     */
    public void append(double[] values, int from) throws IOException {
        Objects.checkFromIndexSize(from, rowSize, values.length);
        for (int i = from; i < from + rowSize; i++) {
            if (buffer.remaining() < type.bytes()) {
                drain();
            }
            type.encode(values[i], buffer);
        }
        shape[0]++;
    }

    /** Appends a row that is a single number. */
    public void append(double value) throws IOException {
        append(new double[] {value}, 0);
    }

    /** The number of rows so far. */
    public long rows() {
        return shape[0];
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Writes what is left and the header with the number of rows. */
    @Override
    public void close() throws IOException {
        try (channel) {
            drain();
            writeHeader();
        }
    }
}
