package org.mtl.data;

import java.util.Random;

/** Draws orders. */
public final class RandomOrder {

    private RandomOrder() {}

    /** The numbers 0, …, {@code count} − 1 in an order of which each is as likely. */
    public static int[] of(int count, Random random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }
}
