package org.mtl.io;

import java.util.Arrays;
import java.util.Optional;
import java.util.StringJoiner;
import org.mtl.MtlException;

/**
 * What an NPY file says about its data.
 *
 * @param type the element type
 * @param shape the sizes of the axes, first axis slowest; empty for a single number
 * @param dataOffset where the data begin, in bytes
 */
record NpyHeader(NpyType type, long[] shape, long dataOffset) {

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final String SUPPORTED = "float32, float64, bool or an integer of at most 32 bits unsigned or 64 signed";

    /**
     * Judges the dictionary that a header consists of.
     *
     * @param name how messages name the file
     * @throws MtlException (DATA) if it is malformed or describes data that are not read here
     */
    static NpyHeader parse(String dictionary, long dataOffset, String name) {
        NpyDictionary fields;
        try {
            fields = NpyDictionary.parse(dictionary);
        } catch (IllegalArgumentException e) {
            throw MtlException.data(name + ": malformed NPY header: " + e.getMessage());
        }
        NpyType type = type(fields.descriptor(), name);
        if (fields.fortranOrder()) {
            throw MtlException.data(name + ": expected C order, found Fortran order; numpy.ascontiguousarray converts it");
        }
        var header = new NpyHeader(type, fields.shape(), dataOffset);
        header.requireCountable(name);
        return header;
    }

    private static NpyType type(String descriptor, String name) {
        Optional<NpyType> type = descriptor.length() < 2 ? Optional.empty() : NpyType.ofCode(descriptor.substring(1));
        if (type.isEmpty()) {
            throw MtlException.data(name + ": expected " + SUPPORTED + ", found the type " + descriptor);
        }
        char order = descriptor.charAt(0);
        if (order == '>' && type.get().bytes() > 1) {
            throw MtlException.data(name + ": expected little-endian numbers, found big-endian " + descriptor);
        }
        if ("<>|=".indexOf(order) < 0) {
            throw MtlException.data(name + ": malformed NPY header: unknown byte order in " + descriptor);
        }
        return type.get();
    }

    private void requireCountable(String name) {
        if (Arrays.stream(shape).anyMatch(length -> length < 0)) {
            throw MtlException.data(name + ": expected a shape without negative sizes, found " + shapeText());
        }
        try {
            dataBytes();
        } catch (ArithmeticException e) {
            throw MtlException.data(name + ": the shape " + shapeText() + " is larger than any file");
        }
    }

    /** The number of elements. */
    long size() {
        if (Arrays.stream(shape).anyMatch(length -> length == 0)) {
            return 0;
        }
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    long dataBytes() {
        return Math.multiplyExact(size(), (long) type.bytes());
    }

    String shapeText() {
        return shapeText(shape);
    }

    /** A shape as Python writes a tuple: {@code (3,)}, {@code (2, 3)}. */
    static String shapeText(long[] shape) {
        var text = new StringJoiner(", ", "(", shape.length == 1 ? ",)" : ")");
        for (long length : shape) {
            text.add(Long.toString(length));
        }
        return text.toString();
    }
}
