package org.mtl.linalg;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;

/** A vector of 64-bit numbers outside the heap, aligned for the widest instructions. */
final class DoubleVector implements RealVector {

    private final DoubleBuffer values;
    private final DoublePointer pointer;

    /** A vector of zeros. */
    DoubleVector(int length) {
        values = FloatVector.aligned(Math.multiplyExact(length, Double.BYTES)).asDoubleBuffer().slice(0, length);
        pointer = new DoublePointer(values);
    }

    @Override
    public int length() {
        return values.capacity();
    }

    @Override
    public void get(int from, int count, double[] into) {
        values.get(from, into, 0, count);
    }

    @Override
    public void put(int from, int count, double[] wide) {
        values.put(from, wide, 0, count);
    }

    /** The memory, for bulk copies. */
    DoubleBuffer buffer() {
        return values;
    }

    /** The address of a value. */
    DoublePointer at(int index) {
        return pointer.getPointer(index);
    }
}
