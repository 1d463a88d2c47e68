package org.mtl.model.network;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A set of numbers that tells how many smaller ones it has: one and a half bits for each number that could be in it. */
final class RankedSet {

    private static final int WORD = Long.SIZE;

    private final long[] words;
    private final int[] ranks;

    /**
     * A set.
     *
     * @param bound what all its numbers are below
     * @param members passes them on, all different
     */
    RankedSet(int bound, Consumer<IntConsumer> members) {
        this.words = new long[bound / WORD + 1];
        this.ranks = new int[words.length];
        members.accept(member -> words[member / WORD] |= 1L << member);
        for (int word = 1; word < words.length; word++) {
            ranks[word] = ranks[word - 1] + Long.bitCount(words[word - 1]);
        }
    }

    /** Whether a number is in the set. */
    boolean contains(int number) {
        return (words[number / WORD] >>> number & 1) != 0;
    }

    /** How many of the set's numbers are smaller. */
    int rank(int number) {
        long below = (1L << number) - 1;
        return ranks[number / WORD] + Long.bitCount(words[number / WORD] & below);
    }
}
