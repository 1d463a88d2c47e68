package org.mtl.linalg;

/**
 * A vector of numbers of 32 or 64 bits outside the heap, of which ranges are copied in and out as doubles. Copies of
 * different ranges may be made by several threads at once.
 */
public interface RealVector {

    /** The number of values. */
    int length();

    /** Copies values {@code from} to {@code from + count − 1} to the start of an array. */
    void get(int from, int count, double[] into);

    /** Stores the first {@code count} values of an array from {@code from} on, rounded where numbers have 32 bits. */
    void put(int from, int count, double[] values);
}
