package org.mtl.grouping;

import java.util.Random;

/** Draws orders. */
final class RandomOrder {

    private RandomOrder() {}

    /** The numbers 0, …, {@code count} − 1 in an order of which each is as likely. */
    static int[] of(int count, Random random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }
}
