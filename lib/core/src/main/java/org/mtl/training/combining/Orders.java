package org.mtl.training.combining;

import java.util.Random;
import java.util.stream.IntStream;

/** Random orders of the other tasks. */
final class Orders {

    private Orders() {}

    /** All places but one, each order as likely as any other (Fisher and Yates). */
    static int[] others(int place, int size, Random random) {
        int[] others = IntStream.range(0, size).filter(i -> i != place).toArray();
        for (int i = others.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = others[i];
            others[i] = others[j];
            others[j] = kept;
        }
        return others;
    }
}
