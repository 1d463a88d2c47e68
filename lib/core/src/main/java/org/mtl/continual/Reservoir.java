package org.mtl.continual;

import java.util.OptionalInt;
import java.util.Random;

/**
 * Reservoir sampling (Vitter 1985, algorithm R): of a stream of unknown length a memory of M places, in which after n ≥ M
 * examples each is with probability M/n.
 */
public final class Reservoir {

    private final int places;
    private final Random random;
    private long seen;

    /**
     * An empty memory.
     *
     * @param places M, at least 1
     * @param random what the places are drawn from
     */
    public Reservoir(int places, Random random) {
        if (places < 1) {
            throw new IllegalArgumentException("expected at least one place, found " + places);
        }
        this.places = places;
        this.random = random;
    }

    /** The place that the next example of the stream takes, from 0 to M − 1; none where it is passed over. */
    public OptionalInt next() {
        seen++;
        if (seen <= places) {
            return OptionalInt.of((int) seen - 1);
        }
        long place = random.nextLong(seen);
        return place < places ? OptionalInt.of((int) place) : OptionalInt.empty();
    }
}
