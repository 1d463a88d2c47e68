package org.mtl.dl4j;

import java.util.Arrays;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.Precision;

/** A vector in the heap, from where it is copied to the device: its values are rounded to the engine's numbers. */
final class HeapVector implements RealVector {

    private final double[] values;
    private final boolean isFloat;
    private long changes;

    /** A vector of zeros. */
    HeapVector(int length, Precision precision) {
        this.values = new double[length];
        this.isFloat = precision == Precision.FLOAT;
    }

    /** How often values were stored, by which a copy knows that it is old. */
    long changes() {
        return changes;
    }

    @Override
    public int length() {
        return values.length;
    }

    @Override
    public boolean isFloat() {
        return isFloat;
    }

    @Override
    public void get(int from, int count, double[] into) {
        System.arraycopy(values, from, into, 0, count);
    }

    @Override
    public synchronized void put(int from, int count, double[] wide) {
        for (int i = 0; i < count; i++) {
            values[from + i] = isFloat ? (float) wide[i] : wide[i];
        }
        changes++;
    }

    /** Adds to values from {@code from} on. */
    void add(int from, double[] wide) {
        for (int i = 0; i < wide.length; i++) {
            double sum = values[from + i] + wide[i];
            values[from + i] = isFloat ? (float) sum : sum;
        }
        changes++;
    }

    /** Stores zeros. */
    void clear() {
        Arrays.fill(values, 0);
        changes++;
    }
}
