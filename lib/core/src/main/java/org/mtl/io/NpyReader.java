package org.mtl.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.mtl.MtlException;

/**
 * Reads an NPY file (format versions 1 to 3, C order, little-endian) in pieces of any size.
 *
 * <p>The data are copied by positioned reads and never mapped, so that a file cut short meanwhile is an error and not a
 * crash. A reader serves one thread at a time.
 */
public final class NpyReader implements Closeable {

    private static final int BUFFER_SIZE = 1 << 18;
    private static final int LONGEST_HEADER = 1 << 20;
    private static final int GZIP_FIRST = 0x1f;

    private final String name;
    private final FileChannel channel;
    private final NpyHeader header;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);

    private NpyReader(String name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        this.header = readHeader();
        requireLength();
    }

    /**
     * Opens a file and checks its header against its length.
     *
     * @throws MtlException (MISSING) if the file does not exist or cannot be read, (DATA) if it is no NPY file, of a
     *     version, type or order that is not read here, or shorter or longer than its header says
     */
    public static NpyReader open(Path path) {
        return open(path, path.toString());
    }

    /**
     * Opens a file that messages name otherwise than by its path, such as an unpacked part of an archive.
     *
     * @throws MtlException as {@link #open(Path)} says
     */
    public static NpyReader open(Path path, String name) {
        Inputs.requireRegular(path);
        try {
            FileChannel channel = FileChannel.open(path);
            try {
                return new NpyReader(name, channel);
            } catch (IOException | MtlException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw Inputs.unreadable(path, e);
        }
    }

    private NpyHeader readHeader() throws IOException {
        byte[] start = bytesAt(0, 8);
        if (start.length > 0 && start[0] == GZIP_FIRST) {
            throw MtlException.data(name + ": expected an NPY file, found gzip data; gunzip it first");
        }
        if (start.length < 8 || !Arrays.equals(start, 0, 6, NpyHeader.MAGIC, 0, 6)) {
            throw MtlException.data(name + ": expected an NPY file, found other data");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw MtlException.data(name + ": expected NPY version 1, 2 or 3, found " + version + "." + start[7]);
        }
        int lengthSize = version == 1 ? 2 : 4;
        byte[] lengthBytes = bytesAt(8, lengthSize);
        ByteBuffer number = ByteBuffer.wrap(Arrays.copyOf(lengthBytes, 4)).order(ByteOrder.LITTLE_ENDIAN);
        long length = Integer.toUnsignedLong(number.getInt());
        long dataOffset = 8L + lengthSize + length;
        if (lengthBytes.length < lengthSize || dataOffset > channel.size()) {
            throw MtlException.data(name + ": truncated within the NPY header");
        }
        if (length > LONGEST_HEADER) {
            throw MtlException.data(name + ": malformed NPY header: " + length + " bytes long");
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return NpyHeader.parse(new String(bytesAt(8L + lengthSize, (int) length), charset), dataOffset, name);
    }

    private byte[] bytesAt(long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        fill(bytes, position);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private void fill(ByteBuffer target, long position) throws IOException {
        int count = 0;
        while (target.hasRemaining() && count >= 0) {
            count = channel.read(target, position);
            position += Math.max(count, 0);
        }
    }

    private void requireLength() throws IOException {
        long expected = header.dataBytes();
        long found = channel.size() - header.dataOffset();
        if (found != expected) {
            throw MtlException.data(name + ": expected " + expected + " bytes of data for shape " + header.shapeText()
                    + " of " + header.type().descriptor() + ", found " + found);
        }
    }

    /** What the file says about its data. */
    NpyHeader header() {
        return header;
    }

    /** The type of the elements in the file. */
    public NpyType type() {
        return header.type();
    }

    /** The sizes of the axes, first axis slowest; empty for a single number. The array is the caller's. */
    public long[] shape() {
        return header.shape().clone();
    }

    /** The number of elements. */
    public long size() {
        return header.size();
    }

    /** How messages name the file. */
    public String name() {
        return name;
    }

    /**
     * Copies consecutive elements, in C order, as doubles; 64-bit integers beyond 2^53 are rounded.
     *
     * @param fromElement the first element, counted from 0 over the flattened array
     * @param count how many
     * @param out where they go
     * @param at the position in {@code out} of the first
     * @throws IndexOutOfBoundsException if either range is outside its array
     * @throws MtlException (DATA) if the file was cut short since it was opened, (IO) if reading fails
     */
    public void read(long fromElement, int count, double[] out, int at) {
        Objects.checkFromIndexSize(fromElement, count, size());
        Objects.checkFromIndexSize(at, count, out.length);
        int width = type().bytes();
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, BUFFER_SIZE / width);
            buffer.clear().limit(part * width);
            long position = header.dataOffset() + (fromElement + done) * width;
            try {
                fill(buffer, position);
            } catch (IOException e) {
                throw MtlException.io(name + ": " + Inputs.reason(e), e);
            }
            if (buffer.hasRemaining()) {
                throw MtlException.data(name + ": the file was cut short while it was being read");
            }
            type().decode(buffer.flip(), part, out, at + done);
            done += part;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
