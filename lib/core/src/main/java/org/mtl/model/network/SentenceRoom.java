package org.mtl.model.network;

import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.Map;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;

/**
 * Memory that is used again and again, each piece under its name: by the tiles of one place in a chunk for what the backward pass
 * finds there, or by a thread for what is done with at once. A piece may be longer than asked for, and holds what was there before.
 *
 * @param <T> float[] or double[]
 */
final class SentenceRoom<T> {

    private final RealKernels<T> kernels;
    private final Map<String, RealVector> vectors = new HashMap<>();
    private final Map<String, T> arrays = new HashMap<>();

    SentenceRoom(RealKernels<T> kernels) {
        this.kernels = kernels;
    }

    /** Memory outside the heap for at least so many values. */
    RealVector vector(String name, int length) {
        RealVector there = vectors.get(name);
        if (there == null || there.length() < length) {
            there = kernels.vector(grown(length));
            vectors.put(name, there);
        }
        return there;
    }

    /** Memory in the heap for at least so many values. */
    T array(String name, int length) {
        T there = arrays.get(name);
        if (there == null || Array.getLength(there) < length) {
            there = kernels.array(grown(length));
            arrays.put(name, there);
        }
        return there;
    }

    /** More than asked for, so that each longer sentence does not ask for memory again. */
    private static int grown(int length) {
        return Math.addExact(length, length / 4);
    }
}
