package org.mtl.data.convert;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.io.NpyType;
import org.mtl.io.Numbers;

/**
 * Reads an IDX file, the format of MNIST: two zero bytes, a byte for the type, a byte for the number of axes, the axes'
 * lengths and then the elements, all big-endian.
 */
final class IdxFile implements Closeable {

    private static final int PART = 1 << 16;
    private static final int MOST_ROW_BYTES = 1 << 27;

    private final Input input;
    private final InputStream in;
    private final NpyType type;
    private final int[] shape;
    private final int rowBytes;
    private long rowsRead;

    /**
     * Opens a file and reads its header.
     *
     * @throws MtlException (DATA) if it is no IDX file or its rows are too long, (MISSING) if it cannot be opened
     */
    IdxFile(Input input) {
        this.input = input;
        this.in = input.open();
        byte[] magic = bytes(4);
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] < 1) {
            throw failed("expected an IDX file, found other data");
        }
        this.type = type(magic[2]);
        this.shape = new int[magic[3]];
        long rowBytes = type.bytes();
        for (int axis = 0; axis < shape.length; axis++) {
            byte[] length = bytes(4);
            if (length.length < 4) {
                throw failed("truncated within the IDX header");
            }
            shape[axis] = ByteBuffer.wrap(length).getInt();
            if (shape[axis] < (axis == 0 ? 0 : 1)) {
                throw failed("expected axes of at least one element, found " + shape[axis]);
            }
            rowBytes = axis == 0 ? rowBytes : Math.min(rowBytes * shape[axis], MOST_ROW_BYTES + 1L);
        }
        if (rowBytes > MOST_ROW_BYTES) {
            throw failed("expected rows of at most " + MOST_ROW_BYTES + " bytes, found the shape " + shapeText());
        }
        this.rowBytes = (int) rowBytes;
    }

    private NpyType type(byte code) {
        return switch (code) {
            case 0x08 -> NpyType.U8;
            case 0x09 -> NpyType.I8;
            case 0x0B -> NpyType.I16;
            case 0x0C -> NpyType.I32;
            case 0x0D -> NpyType.F32;
            case 0x0E -> NpyType.F64;
            default -> throw failed("expected the IDX type 08, 09, 0b, 0c, 0d or 0e, found " + String.format("%02x", code));
        };
    }

    private byte[] bytes(int count) {
        try {
            return in.readNBytes(count);
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    /** Closes the file, for what keeps it from being used at all. */
    private MtlException failed(String message) {
        MtlException failure = MtlException.data(input.name() + ": " + message);
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    Input input() {
        return input;
    }

    NpyType type() {
        return type;
    }

    /** The number of rows. */
    int rows() {
        return shape[0];
    }

    /** The axes after the first; none for labels. */
    int[] rowShape() {
        return Arrays.copyOfRange(shape, 1, shape.length);
    }

    /** The elements of a row. */
    int rowSize() {
        return rowBytes / type.bytes();
    }

    private String shapeText() {
        return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }

    /**
     * Passes over the next row, which takes little memory whatever the header says.
     *
     * @throws MtlException (DATA) if the file ends before; (IO) if reading fails
     */
    void skip() {
        long left = rowBytes;
        try {
            while (left > 0) {
                byte[] part = in.readNBytes((int) Math.min(left, PART));
                if (part.length == 0) {
                    throw endsEarly();
                }
                left -= part.length;
            }
        } catch (IOException e) {
            throw input.failure(e);
        }
        rowsRead++;
    }

    private MtlException endsEarly() {
        return MtlException.data(input.name() + ": expected " + rows() + " rows as the header says, found the end after " + rowsRead);
    }

    /**
     * Reads the next row.
     *
     * @param out receives its elements
     * @throws MtlException (DATA) if the file ends before, or an element is not finite; (IO) if reading fails
     */
    void read(double[] out) {
        byte[] found = bytes(rowBytes);
        if (found.length < rowBytes) {
            throw endsEarly();
        }
        ByteBuffer elements = ByteBuffer.wrap(found);
        for (int i = 0; i < rowSize(); i++) {
            out[i] = element(elements);
            if (!Double.isFinite(out[i])) {
                throw MtlException.data(input.name() + ": row " + rowsRead + ", element " + i
                        + ": expected a finite number, found " + Numbers.format(out[i]));
            }
        }
        rowsRead++;
    }

    private double element(ByteBuffer from) {
        return switch (type) {
            case U8 -> Byte.toUnsignedInt(from.get());
            case I8 -> from.get();
            case I16 -> from.getShort();
            case I32 -> from.getInt();
            case F32 -> from.getFloat();
            default -> from.getDouble();
        };
    }

    /**
     * Makes sure that nothing follows the last row.
     *
     * @throws MtlException (DATA) otherwise
     */
    void requireEnd() {
        if (bytes(1).length > 0) {
            throw MtlException.data(input.name() + ": expected " + rows() + " rows as the header says, found more data");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
