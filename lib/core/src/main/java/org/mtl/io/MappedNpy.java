package org.mtl.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.mtl.MtlException;

/**
 * An NPY file of at least one axis that stays on the disk: its rows, runs along the first axis, are copied out of
 * memory-mapped windows, each of whole rows and at most 1 GiB. Safe on several threads at once.
 *
 * <p>A page that the file lost under us, because it was cut short, is a fault of the access. The JVM reports it as an
 * {@link InternalError} at the thread's next visit to the runtime system, which compiled code may pay much later. Hence all
 * copies are made inside {@link #copying}, in bulk: it asks for the file's length before, so that faults are left to cuts in
 * the very moment of a copy, and after, since a cut within the last page is no fault; and where there was one it waits for
 * the report.
 */
public final class MappedNpy {

    private static final int MOST_BYTES = 1 << 30;
    private static final int REPORT_BYTES = 1 << 22;

    private final String name;
    private final FileChannel channel;
    private final NpyHeader header;
    private final int columns;
    private final int shift;
    private final ByteBuffer[] windows;
    private final DoubleBuffer[] doubles;
    /** Holds what is allocated for its effect alone, so that no compiler leaves it out. */
    private volatile byte[] report = new byte[0];

    private MappedNpy(String name, FileChannel channel, NpyHeader header, int mostBytes) throws IOException {
        this.name = name;
        this.channel = channel;
        this.header = header;
        long rows = header.shape()[0];
        this.columns = Math.toIntExact(rows == 0 ? 0 : header.size() / rows);
        long rowBytes = Math.max(1, (long) columns * header.type().bytes());
        if (rowBytes > mostBytes) {
            throw MtlException.data(name + ": expected rows of at most " + mostBytes + " bytes, found " + rowBytes);
        }
        int bits = 0;
        while (rowBytes << bits + 1 <= mostBytes) {
            bits++;
        }
        this.shift = bits;
        this.windows = new ByteBuffer[Math.toIntExact((rows + (1L << bits) - 1) >> bits)];
        this.doubles = new DoubleBuffer[header.type() == NpyType.F64 ? windows.length : 0];
        for (int w = 0; w < windows.length; w++) {
            long first = (long) w << bits;
            long size = Math.min(1L << bits, rows - first) * rowBytes;
            windows[w] = channel.map(FileChannel.MapMode.READ_ONLY, header.dataOffset() + first * rowBytes, size)
                    .order(ByteOrder.LITTLE_ENDIAN);
            if (doubles.length > 0) {
                doubles[w] = windows[w].asDoubleBuffer();
            }
        }
    }

    /**
     * Opens a file and maps it. It stays open as long as this object is in use.
     *
     * @throws MtlException as {@link NpyReader#open(Path)} says; (IO) if it cannot be mapped, as under a limit on the
     *     address space
     */
    public static MappedNpy open(Path path) {
        return open(path, MOST_BYTES);
    }

    /** Opens a file and maps it in windows of at most so many bytes. */
    static MappedNpy open(Path path, int mostBytes) {
        NpyHeader header;
        try (NpyReader checked = NpyReader.open(path)) {
            header = checked.header();
        } catch (IOException e) {
            throw Inputs.unreadable(path, e);
        }
        if (header.shape().length == 0) {
            throw MtlException.data(path + ": expected rows, found a single number");
        }
        try {
            FileChannel channel = FileChannel.open(path);
            try {
                return new MappedNpy(path.toString(), channel, header, mostBytes);
            } catch (IOException | MtlException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw MtlException.io(path + ": cannot be mapped into memory: " + Inputs.reason(e), e);
        }
    }

    /** The size of the first axis. */
    public long rows() {
        return header.shape()[0];
    }

    /** The number of elements in a row. */
    public int columns() {
        return columns;
    }

    /** How messages name the file. */
    public String name() {
        return name;
    }

    /** How many rows from this one on lie in one window. */
    public int run(int row) {
        long next = ((row >>> shift) + 1L) << shift;
        return (int) (Math.min(next, rows()) - row);
    }

    /** Room that {@link #copy} needs for so many elements; each thread brings its own. */
    public byte[] room(int elements) {
        return new byte[doubles.length > 0 ? 0 : Math.multiplyExact(elements, header.type().bytes())];
    }

    /**
     * Copies consecutive elements of one window as doubles; to be called inside {@link #copying}.
     *
     * @param row the row of the first
     * @param column its position in the row
     * @param count how many
     * @param out where they go
     * @param at the position in {@code out} of the first
     * @param room of {@link #room} for at least so many elements
     */
    public void copy(int row, int column, int count, double[] out, int at, byte[] room) {
        Objects.checkIndex(row, rows());
        int window = row >>> shift;
        int first = (row - (window << shift)) * columns + column;
        if (doubles.length > 0) {
            doubles[window].get(first, out, at, count);
        } else {
            NpyType type = header.type();
            windows[window].get(first * type.bytes(), room, 0, count * type.bytes());
            type.decode(ByteBuffer.wrap(room).order(ByteOrder.LITTLE_ENDIAN), count, out, at);
        }
    }

    /**
     * Makes copies.
     *
     * @param copies calls {@link #copy}
     * @throws MtlException (DATA) if the file was cut short since it was opened, (IO) if reading fails
     */
    public void copying(Runnable copies) {
        requireLength();
        try {
            copies.run();
            if (isCutShort()) {
                awaitReport();
            }
        } catch (InternalError e) {
            requireLength();
            throw MtlException.io(name + ": reading the mapped file failed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // After a fault compiled code may go on for a while, with values that make no sense.
            requireLength();
            throw e;
        }
        requireLength();
    }

    /** An array too large for the thread's own room in the heap is allocated by the runtime system, which reports faults. */
    private void awaitReport() {
        report = new byte[REPORT_BYTES];
        Thread.yield();
        report = new byte[0];
    }

    private boolean isCutShort() {
        try {
            return channel.size() < header.dataOffset() + header.dataBytes();
        } catch (IOException e) {
            throw MtlException.io(name + ": " + Inputs.reason(e), e);
        }
    }

    private void requireLength() {
        if (isCutShort()) {
            throw MtlException.data(name + ": the file was cut short while it was being read");
        }
    }
}
