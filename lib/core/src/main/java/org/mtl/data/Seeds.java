package org.mtl.data;

import java.util.Random;

/**
 * The random generators of everything that draws, one for each purpose under one user seed.
 *
 * <p>The seed of a purpose is {@code h = mix(seed)}, then for each UTF-16 unit c of the purpose {@code h = mix(h ^ c)},
 * where {@code mix} adds 0x9E3779B97F4A7C15 and applies the finalizer of SplitMix64 (Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014). It goes to {@link Random}, whose algorithm is specified, so
 * draws are equal on every JDK, and those for one purpose do not depend on whether others are made.
 */
public final class Seeds {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * A generator for one purpose.
     *
     * @param seed the user's seed
     * @param purpose what is drawn, for instance {@code "split:" + task}
     */
    public static Random random(long seed, String purpose) {
        long hash = mix(seed);
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash ^ purpose.charAt(i));
        }
        return new Random(hash);
    }

    private static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
