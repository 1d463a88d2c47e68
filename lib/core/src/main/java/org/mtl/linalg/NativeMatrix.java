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

    private final DoubleBuffer values;

    /** Room for so many values, all 0. */
    public NativeMatrix(int length) {
        values = ByteBuffer.allocateDirect(Math.multiplyExact(length, Double.BYTES)).order(ByteOrder.nativeOrder()).asDoubleBuffer();
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
        values.put(0, from, 0, length);
    }

    /** Copies the first {@code length} values into an array. */
    public void get(double[] to, int length) {
        values.get(0, to, 0, length);
    }

    /** The memory itself, for calls into the native library. */
    DoubleBuffer buffer() {
        return values;
    }
}
