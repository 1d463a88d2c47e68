package org.mtl.linalg;

import java.io.IOException;
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
            return other(openblas_full.openblas_get_config().getString(), Loader.getVersion("org.bytedeco", "openblas"));
        } catch (IOException | LinkageError | RuntimeException e) {
            return e;
        }
    }

    /**
     * What is wrong if another library of the same name was in the process before: the linker then takes that one.
     *
     * @param found what the library says of itself
     * @param preset the version of the bindings, such as {@code 0.3.30-1.5.12}
     */
    static Throwable other(String found, String preset) {
        String expected = "OpenBLAS " + preset.substring(0, preset.indexOf('-'));
        return found.startsWith(expected + " ") ? null : new IllegalStateException(
                "expected " + expected + ", found " + found.trim() + ", which was loaded before");
    }

    /** Makes sure that the library is there; every kernel calls it first. */
    static void require() {
        if (FAILURE != null) {
            throw MtlException.unavailable("the OpenBLAS native library cannot be loaded on this platform ("
                    + FAILURE.getMessage() + "); reinstall mtl for this operating system and processor", FAILURE);
        }
    }
}
