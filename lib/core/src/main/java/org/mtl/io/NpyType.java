package org.mtl.io;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The element types of NPY files that are read, all little-endian; the name counts bits. */
public enum NpyType {
    /** IEEE single precision. */
    F32("<f4", 4),
    /** IEEE double precision. */
    F64("<f8", 8),
    /** Signed byte. */
    I8("|i1", 1),
    /** Signed, 16 bits. */
    I16("<i2", 2),
    /** Signed, 32 bits. */
    I32("<i4", 4),
    /** Signed, 64 bits; values beyond 2^53 are rounded when read as doubles. */
    I64("<i8", 8),
    /** Unsigned byte. */
    U8("|u1", 1),
    /** Unsigned, 16 bits. */
    U16("<u2", 2),
    /** Unsigned, 32 bits. */
    U32("<u4", 4),
    /** Truth value in a byte: 0 or 1. */
    BOOL("|b1", 1);

    private final String descriptor;
    private final int bytes;

    NpyType(String descriptor, int bytes) {
        this.descriptor = descriptor;
        this.bytes = bytes;
    }

    /** NumPy's name of the type, such as {@code <f8}. */
    public String descriptor() {
        return descriptor;
    }

    /** NumPy's word for the type, such as {@code float64}. */
    public String label() {
        String kind = switch (this) {
            case F32, F64 -> "float";
            case I8, I16, I32, I64 -> "int";
            case U8, U16, U32 -> "uint";
            case BOOL -> "bool";
        };
        return this == BOOL ? kind : kind + 8 * bytes;
    }

    /** The size of an element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether NaN and fractions can be stored. */
    public boolean isFloating() {
        return this == F32 || this == F64;
    }

    /** The type of a descriptor whose byte order has been checked; the order's sign is ignored. */
    static Optional<NpyType> ofCode(String code) {
        for (NpyType type : values()) {
            if (type.descriptor.substring(1).equals(code)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Reads {@code count} elements from the buffer's position on, which is not moved. */
    void decode(ByteBuffer from, int count, double[] out, int at) {
        int start = from.position();
        switch (this) {
            case F64 -> from.asDoubleBuffer().get(out, at, count);
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    out[at + i] = from.getFloat(start + 4 * i);
                }
            }
            case I64 -> {
                for (int i = 0; i < count; i++) {
                    out[at + i] = from.getLong(start + 8 * i);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[at + i] = integer(from, start + bytes * i);
                }
            }
        }
    }

    private double integer(ByteBuffer from, int position) {
        return switch (this) {
            case I8 -> from.get(position);
            case U8 -> Byte.toUnsignedInt(from.get(position));
            case BOOL -> from.get(position) == 0 ? 0 : 1;
            case I16 -> from.getShort(position);
            case U16 -> Short.toUnsignedInt(from.getShort(position));
            case I32 -> from.getInt(position);
            case U32 -> Integer.toUnsignedLong(from.getInt(position));
            default -> throw new IllegalStateException("not a small integer: " + this);
        };
    }

    /**
     * Appends one element to a buffer.
     *
     * @throws IllegalArgumentException if an integer type cannot hold the value exactly
     */
    void encode(double value, ByteBuffer to) {
        if (!isFloating() && !holds(value)) {
            throw new IllegalArgumentException(value + " does not fit " + descriptor);
        }
        switch (this) {
            case F64 -> to.putDouble(value);
            case F32 -> to.putFloat((float) value);
            case I64 -> to.putLong((long) value);
            case I32, U32 -> to.putInt((int) (long) value);
            case I16, U16 -> to.putShort((short) (long) value);
            case I8, U8, BOOL -> to.put((byte) (long) value);
        }
    }

    /**
     * The value nearest to this one that an element can hold exactly: of whole numbers the nearest in the type's range, of
     * two as near the even one; of {@code int64} those below 2^63 that are doubles.
     *
     * @param value finite
     */
    public double nearest(double value) {
        if (isFloating()) {
            return this == F32 ? (float) value : value;
        }
        // Of int64 the largest double is further than 1 below the limit.
        double most = Math.min(limit() - 1, Math.nextDown(limit()));
        return Math.max(least(), Math.min(Math.rint(value), most));
    }

    private boolean holds(double value) {
        return value == Math.rint(value) && value < limit() && value >= least();
    }

    private double least() {
        return isSigned() ? -limit() : 0;
    }

    /** The least power of two that is too large. */
    private double limit() {
        return this == BOOL ? 2 : Math.scalb(1.0, isSigned() ? 8 * bytes - 1 : 8 * bytes);
    }

    private boolean isSigned() {
        return this == I8 || this == I16 || this == I32 || this == I64;
    }
}
