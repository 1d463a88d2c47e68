package org.mtl.io;

import java.nio.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mtl.MtlException;

/**
 * A growing row of numbers in chunks, in the heap or, where they are many, in mapped temporary files ({@link NumberRoom}).
 * Growth copies no more than the first chunk. Reading is safe on several threads at once, writing is not.
 *
 * @param <B> what a chunk is
 */
abstract class NumberStore<B extends Buffer> {

    private static final int BITS = 13;

    /** Numbers per chunk. */
    private static final int CHUNK = 1 << BITS;

    private static final int FIRST = 16;

    private final NumberRoom room;
    /** The bits of a place within its chunk: all of them where one array of any length is the only chunk. */
    private final int bits;
    private final List<B> chunks = new ArrayList<>();
    private B last;
    private long capacity;
    private long size;

    /** No numbers yet. */
    NumberStore(NumberRoom room) {
        this.room = room;
        this.bits = BITS;
    }

    /** The numbers of an array, to which nothing can be added. */
    NumberStore(B array) {
        this.room = new NumberRoom();
        this.bits = Integer.SIZE - 1;
        this.chunks.add(array);
        this.size = array.capacity();
        this.capacity = size;
    }

    /** Where the numbers lie, for other stores: all together are in files when they are too many for the heap. */
    public final NumberRoom room() {
        return room;
    }

    /** How many numbers there are. */
    public final long size() {
        return size;
    }

    /** Room for so many numbers, all 0. */
    abstract B chunk(NumberRoom from, int count);

    /** Copies the first numbers of a chunk to another. */
    abstract void copy(B from, B to, int count);

    /** The chunk that a number lies in. */
    final B chunk(long index) {
        return chunks.get((int) (index >>> bits));
    }

    /** The place of a number in its chunk. */
    final int at(long index) {
        return (int) (index & (1L << bits) - 1);
    }

    /** How many numbers from this one on, and up to another, lie in one chunk. */
    final int run(long from, long to) {
        return (int) Math.min(to - from, (1L << bits) - at(from));
    }

    /** Checks a range and that it fits an array. */
    final void check(long from, long to, int length, int at) {
        Objects.checkFromToIndex(from, to, size);
        Objects.checkFromIndexSize(at, to - from, length);
    }

    /**
     * Appends zeros, or room that is to be written next.
     *
     * @param length how many numbers there are then, at least as many as there are
     * @throws MtlException (IO) if the temporary folder has no room
     */
    public final void resize(long length) {
        if (length < size) {
            throw new IllegalArgumentException("expected at least " + size + " numbers, found " + length);
        }
        while (capacity < length) {
            grow(length);
        }
        size = length;
    }

    /** Counts one number more, which is to be written to {@link #last} at {@link #atLast}. */
    final void appendOne() {
        if (size == capacity) {
            grow(0);
        }
        size++;
    }

    /** The last chunk. */
    final B last() {
        return last;
    }

    /** The place of the last number in its chunk. */
    final int atLast() {
        return (int) (size - 1) & CHUNK - 1;
    }

    /** @param length how many numbers there will be, 0 if that is not known */
    private void grow(long length) {
        if (bits != BITS) {
            throw new IllegalStateException("nothing can be added to an array");
        }
        if (capacity >= CHUNK) {
            last = chunk(room, CHUNK);
            chunks.add(last);
            capacity += CHUNK;
            return;
        }
        long wanted = Math.max(Math.max(FIRST, 2 * capacity), (length + FIRST - 1) / FIRST * FIRST);
        last = chunk(room, (int) Math.min(CHUNK, wanted));
        if (!chunks.isEmpty()) {
            B before = chunks.remove(0);
            copy(before, last, (int) size);
            room.giveBack(before.isDirect() ? 0 : before.capacity());
        }
        chunks.add(last);
        capacity = last.capacity();
    }
}
