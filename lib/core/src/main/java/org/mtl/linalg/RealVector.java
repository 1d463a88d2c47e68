package org.mtl.linalg;

/**
 * A vector of numbers of 32 or 64 bits outside the heap, of which ranges are copied in and out as doubles, or as floats where
 * they have 32 bits. Copies of different ranges may be made by several threads at once.
 */
public interface RealVector {

    /** The number of values. */
    int length();

    /** Copies values {@code from} to {@code from + count − 1} to the start of an array. */
    void get(int from, int count, double[] into);

    /** All values, a copy. */
    default double[] values() {
        double[] values = new double[length()];
        get(0, values.length, values);
        return values;
    }

    /** Stores the first {@code count} values of an array from {@code from} on, rounded where numbers have 32 bits. */
    void put(int from, int count, double[] values);

    /** Whether its numbers have 32 bits, so that copies as floats are exact and faster. */
    default boolean isFloat() {
        return false;
    }

    /** Copies like {@link #get(int, int, double[])}, rounded where numbers have 64 bits. */
    default void get(int from, int count, float[] into) {
        double[] values = new double[count];
        get(from, count, values);
        for (int i = 0; i < count; i++) {
            into[i] = (float) values[i];
        }
    }

    /** Stores like {@link #put(int, int, double[])}. */
    default void put(int from, int count, float[] values) {
        double[] wide = new double[count];
        for (int i = 0; i < count; i++) {
            wide[i] = values[i];
        }
        put(from, count, wide);
    }
}
