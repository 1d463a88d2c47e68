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
    /** The codes of the last rows, until they fill a word. */
    private int open;

    /** No rows yet. */
    SplitCodes(NumberRoom room) {
        this.words = new IntStore(room);
    }

    /** So many rows, all with one code. */
    SplitCodes(NumberRoom room, int size, int code) {
        this(room);
        while (this.size < size) {
            add(code);
        }
    }

    /** How many rows there are. */
    int size() {
        return size;
    }

    /** The code of a row. */
    int get(int row) {
        int at = row >>> ROW_BITS;
        return (at == words.size() ? open : words.get(at)) >>> shift(row) & NONE;
    }

    /** Sets the code of a row. */
    void set(int row, int code) {
        int at = row >>> ROW_BITS;
        boolean last = at == words.size();
        int word = (last ? open : words.get(at)) & ~(NONE << shift(row)) | code << shift(row);
        if (last) {
            open = word;
        } else {
            words.set(at, word);
        }
    }

    /** Appends a row. */
    void add(int code) {
        open |= code << shift(size);
        size++;
        if (size % ROWS_OF_WORD == 0) {
            words.add(open);
            open = 0;
        }
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
