package org.mtl.io;

import java.util.Arrays;

/**
 * Strings for pieces of text, the same object where the same short text came up lately: names of tasks, classes and
 * splits repeat from row to row, and a repeated name costs no memory and keeps its hash.
 */
final class RecentStrings {

    private static final int SLOTS = 1 << 10;
    private static final int LONGEST = 64;

    private final String[] slots = new String[SLOTS];

    RecentStrings() {
        Arrays.fill(slots, "");
    }

    /** The text of {@code text[from]} to {@code text[to − 1]}. */
    String of(char[] text, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return new String(text, from, length);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        if (!isSame(slots[slot], text, from, length)) {
            slots[slot] = new String(text, from, length);
        }
        return slots[slot];
    }

    private static boolean isSame(String string, char[] text, int from, int length) {
        if (string.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (string.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
