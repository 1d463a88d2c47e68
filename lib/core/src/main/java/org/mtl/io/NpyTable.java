package org.mtl.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import org.mtl.MtlException;

/**
 * An NPY array of two axes from a stream, as the CSV of a table: columns {@code x0}, {@code x1}, … and a line for each row.
 * Numbers are the shortest that read back to the same double; NaN is an empty cell. Memory is one row.
 */
public final class NpyTable extends InputStream {

    private static final int LONGEST_HEADER = 1 << 20;

    private final InputStream in;
    private final String name;
    private final NpyHeader header;
    private final byte[] row;
    private final double[] values;
    private long rowsLeft;
    private byte[] text;
    private int position;

    private NpyTable(InputStream in, String name) throws IOException {
        this.in = in;
        this.name = name;
        this.header = readHeader();
        long[] shape = header.shape();
        if (shape.length != 2 || shape[1] == 0) {
            throw MtlException.data(name + ": expected an array of two axes, rows and columns, found the shape "
                    + Arrays.toString(shape));
        }
        if (shape[1] > LONGEST_HEADER) {
            throw MtlException.data(name + ": expected at most " + LONGEST_HEADER + " columns, found " + shape[1]);
        }
        this.rowsLeft = shape[0];
        this.values = new double[(int) shape[1]];
        this.row = new byte[values.length * header.type().bytes()];
        StringJoiner titles = new StringJoiner(",", "", "\n");
        for (int column = 0; column < values.length; column++) {
            titles.add("x" + column);
        }
        this.text = titles.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Passes a stream on, as CSV if it starts as an NPY file does.
     *
     * @param in the bytes, of which the first six are read at once; closed with the result
     * @param name how messages name the input
     * @throws MtlException (DATA) if it is an NPY file that is not read here, or has other than two axes
     * @throws IOException if reading fails
     */
    public static InputStream orText(InputStream in, String name) throws IOException {
        byte[] start = in.readNBytes(NpyHeader.MAGIC.length);
        PushbackInputStream whole = new PushbackInputStream(in, NpyHeader.MAGIC.length);
        whole.unread(start);
        return Arrays.equals(start, NpyHeader.MAGIC) ? new NpyTable(whole, name) : whole;
    }

    private NpyHeader readHeader() throws IOException {
        byte[] start = exactly(8);
        int version = start[6];
        if (version < 1 || version > 3) {
            throw MtlException.data(name + ": expected NPY version 1, 2 or 3, found " + version + "." + start[7]);
        }
        byte[] size = exactly(version == 1 ? 2 : 4);
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(Arrays.copyOf(size, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt());
        if (length > LONGEST_HEADER) {
            throw MtlException.data(name + ": malformed NPY header: " + length + " bytes long");
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return NpyHeader.parse(new String(exactly((int) length), charset), 8L + size.length + length, name);
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw MtlException.data(name + ": truncated within the NPY header");
        }
        return bytes;
    }

    @Override
    public int read() throws IOException {
        return advance() ? text[position++] : -1;
    }

    @Override
    public int read(byte[] out, int at, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int part = Math.min(count, text.length - position);
        System.arraycopy(text, position, out, at, part);
        position += part;
        return part;
    }

    /** Makes sure that there is text to hand out; false at the end. */
    private boolean advance() throws IOException {
        if (position < text.length) {
            return true;
        }
        if (rowsLeft == 0) {
            if (in.read() >= 0) {
                throw MtlException.data(name + ": expected " + header.dataBytes() + " bytes of data for shape "
                        + header.shapeText() + " of " + header.type().descriptor() + ", found more");
            }
            return false;
        }
        if (in.readNBytes(row, 0, row.length) < row.length) {
            throw MtlException.data(name + ": expected " + header.dataBytes() + " bytes of data for shape "
                    + header.shapeText() + " of " + header.type().descriptor() + ", found fewer: cut short in row "
                    + (header.shape()[0] - rowsLeft));
        }
        rowsLeft--;
        header.type().decode(ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN), values.length, values, 0);
        StringJoiner line = new StringJoiner(",", "", "\n");
        for (double value : values) {
            // A lone empty cell would be a blank line; quotes make it a cell.
            line.add(!Double.isNaN(value) ? Numbers.format(value) : values.length == 1 ? "\"\"" : "");
        }
        text = line.toString().getBytes(StandardCharsets.US_ASCII);
        position = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
