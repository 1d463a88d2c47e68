package org.mtl.linalg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/**
 * Room for a row-major matrix outside the heap. A product of such matrices ({@link Blas#multiply(int, int, int,
 * NativeMatrix, NativeMatrix, NativeMatrix)}) copies nothing, where one of arrays copies all three.
 *
 * <p>Meant to be made once and filled again for tile after tile; not for several threads at once.
 */
public final class NativeMatrix {

    /** The bytes of a cache line: a vector of the processor that lies across two costs two reads. */
    private static final int LINE = 64;

    private final DoubleBuffer values;

    /** Room for so many values, all 0. */
    public NativeMatrix(int length) {
        int bytes = Math.addExact(Math.multiplyExact(length, Double.BYTES), 2 * LINE);
        ByteBuffer aligned = ByteBuffer.allocateDirect(bytes).alignedSlice(LINE).order(ByteOrder.nativeOrder());
        values = aligned.asDoubleBuffer().slice(0, length);
    }

    /** A matrix of these values. */
    public static NativeMatrix of(double[] values) {
        NativeMatrix matrix = new NativeMatrix(values.length);
        matrix.set(values, values.length);
        return matrix;
    }

    /** The number of values that there is room for. */
    public int length() {
        return values.capacity();
    }

    /** Takes over the first {@code length} values of an array. */
    public void set(double[] from, int length) {
        set(0, from, 0, length);
    }

    /** Takes over {@code length} values of an array from {@code start} on, at {@code at} and after. */
    public void set(int at, double[] from, int start, int length) {
        values.put(at, from, start, length);
    }

    /** Sets one value. */
    public void set(int at, double value) {
        values.put(at, value);
    }

    /** Copies the first {@code length} values into an array. */
    public void get(double[] to, int length) {
        get(0, to, length);
    }

    /** Copies {@code length} values from {@code at} on into an array. */
    public void get(int at, double[] to, int length) {
        values.get(at, to, 0, length);
    }

    /** The memory itself, for calls into the native library. */
    DoubleBuffer buffer() {
        return values;
    }

    /** The memory from a value on. */
    DoubleBuffer buffer(int at) {
        return at == 0 ? values : values.slice(at, values.capacity() - at);
    }
}
