package org.mtl.linalg;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_full;
import org.mtl.MtlException;

/**
 * Loads OpenBLAS once and holds it to one thread.
 *
 * <p>Parallelism is ours, over tiles of fixed shape: OpenBLAS changes the last bits of a product with its number of
 * threads.
 */
final class OpenBlas {

    private static final Throwable FAILURE = load();

    private OpenBlas() {}

    private static Throwable load() {
        try {
            Loader.load(openblas_full.class);
            openblas_full.openblas_set_num_threads(1);
            return null;
        } catch (LinkageError | RuntimeException e) {
            return e;
        }
    }

    /** Makes sure that the library is there; every kernel calls it first. */
    static void require() {
        if (FAILURE != null) {
            throw MtlException.unavailable("the OpenBLAS native library cannot be loaded on this platform ("
                    + FAILURE.getMessage() + "); reinstall mtl for this operating system and processor", FAILURE);
        }
    }
}
