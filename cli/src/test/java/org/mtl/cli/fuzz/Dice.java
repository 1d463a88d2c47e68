package org.mtl.cli.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices that a seed fixes. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A number from 0 to {@code bound - 1}; 0 where the bound is 0. */
    int below(int bound) {
        return bound <= 1 ? 0 : random.nextInt(bound);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    double gaussian() {
        return random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
