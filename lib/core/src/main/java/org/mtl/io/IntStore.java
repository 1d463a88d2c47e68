package org.mtl.io;

import java.nio.IntBuffer;
import java.util.Objects;
import org.mtl.MtlException;

/** A growing row of whole numbers, as {@link NumberStore} says. */
public final class IntStore extends NumberStore<IntBuffer> {

    /** No numbers yet. */
    public IntStore(NumberRoom room) {
        super(room);
    }

    private IntStore(int[] array) {
        super(IntBuffer.wrap(array));
    }

    /** The numbers of an array, which is not copied and to which nothing can be added. */
    public static IntStore of(int... array) {
        return new IntStore(array);
    }

    @Override
    IntBuffer chunk(NumberRoom from, int count) {
        return from.ints(count);
    }

    @Override
    void copy(IntBuffer from, IntBuffer to, int count) {
        to.put(0, from, 0, count);
    }

    /**
     * Appends a number.
     *
     * @throws MtlException (IO) if the temporary folder has no room
     */
    public void add(int value) {
        appendOne();
        last().put(atLast(), value);
    }

    /** A number by its place, from 0 on. */
    public int get(long index) {
        Objects.checkIndex(index, size());
        return chunk(index).get(at(index));
    }

    /** Overwrites a number. */
    public void set(long index, int value) {
        Objects.checkIndex(index, size());
        chunk(index).put(at(index), value);
    }

    /** Copies the numbers from {@code from} to {@code to} − 1 into an array, from {@code start} on. */
    public void copy(long from, long to, int[] into, int start) {
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
    public void add(int[] values, int start, int count) {
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

    /**
     * Where a number lies in a row that ascends: its place, or −1 less the place where it would have to be.
     *
     * <p>O(log n).
     */
    public long find(long value) {
        long low = 0;
        long high = size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            int found = get(middle);
            if (found == value) {
                return middle;
            }
            if (found < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return -1 - low;
    }
}
