package org.mtl.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Writes an NPY file (format version 1, C order, little-endian), byte for byte as NumPy does. */
public final class NpyWriter implements Closeable {

    private static final int BUFFER_SIZE = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final int BYTES_BEFORE_DICTIONARY = 10;
    private static final int LONGEST_FIRST_AXIS = 21;

    private final OutputStream out;
    private final NpyHeader header;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private long written;

    /**
     * Writes the header.
     *
     * @param out where the bytes go; closed with this writer
     * @param type the type of the elements in the file
     * @param shape the sizes of the axes, first axis slowest; none for a single number
     * @throws IllegalArgumentException if a size is negative
     */
    public NpyWriter(OutputStream out, NpyType type, long... shape) throws IOException {
        for (long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("negative size in the shape " + NpyHeader.shapeText(shape));
            }
        }
        this.out = out;
        byte[] start = headerBytes(type, shape);
        this.header = new NpyHeader(type, shape.clone(), start.length);
        this.size = header.size();
        out.write(start);
    }

    /** The bytes before the data; how many they are does not depend on the size of the first axis. */
    static byte[] headerBytes(NpyType type, long... shape) {
        String dictionary = "{'descr': '" + type.descriptor() + "', 'fortran_order': False, 'shape': "
                + NpyHeader.shapeText(shape) + ", }";
        // NumPy leaves room for the first axis to grow in place, and pads even a header that is aligned already.
        int room = shape.length == 0 ? 0 : LONGEST_FIRST_AXIS - Long.toString(shape[0]).length();
        int unpadded = BYTES_BEFORE_DICTIONARY + dictionary.length() + room + 1;
        int padding = room + ALIGNMENT - unpadded % ALIGNMENT;
        byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(BYTES_BEFORE_DICTIONARY + text.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0).putShort((short) text.length).put(text).array();
    }

    /**
     * Appends elements in C order; NaN and infinities are written as they are by the floating types.
     *
     * @throws IllegalArgumentException if an integer type cannot hold a value exactly
     * @throws IllegalStateException if there are more elements than the shape has
     * @throws IndexOutOfBoundsException if the range is outside {@code values}
     */
    public void write(double[] values, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, values.length);
        if (count > size - written) {
            throw new IllegalStateException("more than the " + header.size() + " elements of " + header.shapeText());
        }
        for (int i = from; i < from + count; i++) {
            if (buffer.remaining() < header.type().bytes()) {
                drain();
            }
            header.type().encode(values[i], buffer);
            written++;
        }
    }

    private void drain() throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    /**
     * Closes the stream.
     *
     * @throws IllegalStateException if fewer elements were written than the shape has
     */
    @Override
    public void close() throws IOException {
        try (out) {
            drain();
        }
        if (written != size) {
            throw new IllegalStateException("wrote " + written + " of the " + header.size() + " elements of "
                    + header.shapeText());
        }
    }
}
