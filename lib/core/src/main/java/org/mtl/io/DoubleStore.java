package org.mtl.io;

import java.nio.DoubleBuffer;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.mtl.MtlException;

/** A growing row of numbers in double precision, as {@link NumberStore} says. */
public final class DoubleStore extends NumberStore<DoubleBuffer> {

    /** No numbers yet. */
    public DoubleStore(NumberRoom room) {
        super(room);
    }

    private DoubleStore(double[] array) {
        super(DoubleBuffer.wrap(array));
    }

    /** The numbers of an array, which is not copied and to which nothing can be added. */
    public static DoubleStore of(double... array) {
        return new DoubleStore(array);
    }

    @Override
    DoubleBuffer chunk(NumberRoom from, int count) {
        return from.doubles(count);
    }

    @Override
    void copy(DoubleBuffer from, DoubleBuffer to, int count) {
        to.put(0, from, 0, count);
    }

    /**
     * Appends a number.
     *
     * @throws MtlException (IO) if the temporary folder has no room
     */
    public void add(double value) {
        appendOne();
        last().put(atLast(), value);
    }

    /** A number by its place, from 0 on. */
    public double get(long index) {
        Objects.checkIndex(index, size());
        return chunk(index).get(at(index));
    }

    /** Copies the numbers from {@code from} to {@code to} − 1 into an array, from {@code start} on. */
    public void copy(long from, long to, double[] into, int start) {
        check(from, to, into.length, start);
        for (long index = from; index < to;) {
            int count = run(index, to);
            chunk(index).get(at(index), into, start + (int) (index - from), count);
            index += count;
        }
    }

    /**
     * Appends the numbers of an array.
     *
     * @param start the position of the first
     * @param count how many
     * @throws MtlException (IO) if the temporary folder has no room
     */
    public void add(double[] values, int start, int count) {
        Objects.checkFromIndexSize(start, count, values.length);
        long from = size();
        long to = from + count;
        resize(to);
        for (long index = from; index < to;) {
            int part = run(index, to);
            chunk(index).put(at(index), values, start + (int) (index - from), part);
            index += part;
        }
    }

    /** Applies a function to every number. */
    public void replace(DoubleUnaryOperator function) {
        for (long index = 0; index < size(); index++) {
            DoubleBuffer chunk = chunk(index);
            chunk.put(at(index), function.applyAsDouble(chunk.get(at(index))));
        }
    }
}
