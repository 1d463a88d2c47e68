package org.mtl.data;

import java.util.Random;
import org.mtl.io.IntStore;

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

    /** Puts the numbers 0, …, size − 1 in the places of others, in the order that {@link #of} would draw. */
    public static void fill(IntStore order, Random random) {
        for (int i = 0; i < order.size(); i++) {
            int at = random.nextInt(i + 1);
            order.set(i, order.get(at));
            order.set(at, i);
        }
    }
}
