package org.mtl.data;

import org.mtl.io.IntStore;
import org.mtl.io.NumberRoom;

/**
 * The split of each of many rows, two bits a row: the {@link Split#ordinal}, or {@link #NONE}. Reading is safe on several
 * threads at once, writing is not.
 */
final class SplitCodes {

    /** The code of a row that is in no split. */
    static final int NONE = 3;

    private static final int ROW_BITS = 4;
    private static final int ROWS_OF_WORD = 1 << ROW_BITS;

    private final IntStore words;
    private int size;

    /** No rows yet. */
    SplitCodes(NumberRoom room) {
        this.words = new IntStore(room);
    }

    /** So many rows, all with one code. */
    SplitCodes(NumberRoom room, int size, int code) {
        this(room);
        for (int row = 0; row < size; row += ROWS_OF_WORD) {
            words.add(code * 0x55555555);
        }
        this.size = size;
    }

    /** How many rows there are. */
    int size() {
        return size;
    }

    /** The code of a row. */
    int get(int row) {
        return words.get(row >>> ROW_BITS) >>> shift(row) & NONE;
    }

    /** Sets the code of a row. */
    void set(int row, int code) {
        int word = words.get(row >>> ROW_BITS);
        words.set(row >>> ROW_BITS, word & ~(NONE << shift(row)) | code << shift(row));
    }

    /** Appends a row. */
    void add(int code) {
        if (size % ROWS_OF_WORD == 0) {
            words.add(0);
        }
        set(size++, code);
    }

    private static int shift(int row) {
        return 2 * (row & ROWS_OF_WORD - 1);
    }

    /** All codes, a copy in the heap. */
    byte[] toArray() {
        byte[] codes = new byte[size];
        for (int row = 0; row < size; row++) {
            codes[row] = (byte) get(row);
        }
        return codes;
    }
}
