package org.mtl.parallel;

import java.util.Locale;
import org.mtl.MtlException;

/**
 * How much memory the buffers of a run may take: matrices, tiles and scores, but not what stands for the data itself.
 *
 * @param bytes the upper bound, at least 1
 */
public record Memory(long bytes) {

    private static final double MEBI = 1 << 20;

    /** As much as the heap may grow to. */
    public static Memory ofHeap() {
        return new Memory(Runtime.getRuntime().maxMemory());
    }

    /** At most so many bytes, and at most what the heap may grow to. */
    public static Memory atMost(long bytes) {
        return new Memory(Math.max(1, Math.min(bytes, ofHeap().bytes())));
    }

    /**
     * Makes sure, before the work, that its buffers fit.
     *
     * @param purpose what needs them, as the beginning of a sentence
     * @param needed an estimate in bytes
     * @throws MtlException (MEMORY) if it is above the bound
     */
    public void require(String purpose, double needed) {
        if (needed > bytes) {
            throw MtlException.memory(String.format(Locale.ROOT,
                    "%s needs about %.0f MiB for buffers and may have %.0f: allow more with --memory, and a larger heap with"
                            + " MTL_JAVA_OPTS (-Xmx8g), or take fewer features, tasks or classes",
                    purpose, Math.ceil(needed / MEBI), Math.floor(bytes / MEBI)));
        }
    }

    /** How many pieces of work may be under way at once, at least one, if each needs so many bytes. */
    public int concurrent(int most, long bytesOfOne) {
        return (int) Math.max(1, Math.min(most, bytes / Math.max(1, bytesOfOne)));
    }
}
