package org.mtl.linalg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** A vector of 32-bit numbers outside the heap, aligned for the widest instructions. */
final class FloatVector implements RealVector {

    private static final int ALIGNMENT = 64;

    private final FloatBuffer values;
    private final FloatPointer pointer;

    /** A vector of zeros. */
    FloatVector(int length) {
        values = aligned(Math.multiplyExact(length, Float.BYTES)).asFloatBuffer().slice(0, length);
        pointer = new FloatPointer(values);
    }

    /** At least so many bytes of zeros; an aligned slice loses what is no whole unit at both ends. */
    static ByteBuffer aligned(int bytes) {
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.addExact(bytes, 2 * ALIGNMENT));
        return memory.alignedSlice(ALIGNMENT).order(ByteOrder.nativeOrder());
    }

    @Override
    public int length() {
        return values.capacity();
    }

    @Override
    public boolean isFloat() {
        return true;
    }

    @Override
    public void get(int from, int count, double[] into) {
        float[] copy = new float[count];
        values.get(from, copy);
        for (int i = 0; i < count; i++) {
            into[i] = copy[i];
        }
    }

    @Override
    public void put(int from, int count, double[] wide) {
        float[] copy = new float[count];
        for (int i = 0; i < count; i++) {
            copy[i] = (float) wide[i];
        }
        values.put(from, copy);
    }

    @Override
    public void get(int from, int count, float[] into) {
        values.get(from, into, 0, count);
    }

    @Override
    public void put(int from, int count, float[] narrow) {
        values.put(from, narrow, 0, count);
    }

    /** The memory, for bulk copies. */
    FloatBuffer buffer() {
        return values;
    }

    /** The address of a value. */
    FloatPointer at(int index) {
        return pointer.getPointer(index);
    }
}
