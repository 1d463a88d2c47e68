package org.mtl.linalg;

import static org.bytedeco.openblas.global.openblas_full.CblasLower;
import static org.bytedeco.openblas.global.openblas_full.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_full.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_full.CblasTrans;
import static org.bytedeco.openblas.global.openblas_full.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_full.cblas_dgemv;
import static org.bytedeco.openblas.global.openblas_full.cblas_dsyrk;

import org.bytedeco.openblas.global.openblas_full;

/**
 * Products of dense row-major matrices, computed by OpenBLAS on one thread.
 *
 * <p>Outputs are passed in by the caller and must not be one of the inputs. Arrays may be longer than the matrix that
 * they hold. Equal shapes and values give equal bits.
 */
public final class Blas {

    private Blas() {}

    /** Asked for once: the library puts the text together in one place for all threads, which could see half of it. */
    private static final class Description {

        private static final String CONFIGURATION = openblas_full.openblas_get_config().getString().trim();
    }

    /** The library's own description of itself: version, options and the processor kernel that it chose. */
    public static String configuration() {
        OpenBlas.require();
        return Description.CONFIGURATION;
    }

    /** The name of the processor kernel in use, such as {@code SkylakeX}: results are equal bit by bit per kernel. */
    public static String kernel() {
        OpenBlas.require();
        return openblas_full.openblas_get_corename().getString().trim();
    }

    /**
     * C ← αAB + βC with A m × k, B k × n, C m × n.
     */
    public static void multiply(int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c) {
        multiply(false, m, n, k, alpha, a, b, beta, c);
    }

    /**
     * C ← AB with A m × k, B k × n, C m × n.
     */
    public static void multiply(int m, int n, int k, NativeMatrix a, NativeMatrix b, NativeMatrix c) {
        multiply(m, n, k, a, 0, b, c);
    }

    /**
     * C ← AB with A m × k, B k × n, C m × n.
     *
     * @param start the position in {@code a} that A begins at
     */
    public static void multiply(int m, int n, int k, NativeMatrix a, int start, NativeMatrix b, NativeMatrix c) {
        checkLength("A", a.length() - start, m, k);
        checkLength("B", b.length(), k, n);
        checkLength("C", c.length(), m, n);
        if (a == c || b == c) {
            throw new IllegalArgumentException("an output must not be one of the inputs");
        }
        if (m == 0 || n == 0) {
            return;
        }
        OpenBlas.require();
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a.buffer(start), Math.max(1, k), b.buffer(), n,
                0, c.buffer(), n);
    }

    /**
     * C ← αA'B + βC with A k × m, B k × n, C m × n.
     */
    public static void multiplyTransposed(
            int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c) {
        multiply(true, m, n, k, alpha, a, b, beta, c);
    }

    /**
     * C ← αAB' + βC with A m × k, B n × k, C m × n.
     */
    public static void multiplyByTransposed(
            int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c) {
        checkLength("A", a, m, k);
        checkLength("B", b, n, k);
        checkLength("C", c, m, n);
        checkDistinct(a, c);
        checkDistinct(b, c);
        if (m == 0 || n == 0) {
            return;
        }
        OpenBlas.require();
        int rowLength = Math.max(1, k);
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, alpha, a, rowLength, b, rowLength, beta, c, n);
    }

    private static void multiply(
            boolean transposed, int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c) {
        checkLength("A", a, m, k);
        checkLength("B", b, k, n);
        checkLength("C", c, m, n);
        checkDistinct(a, c);
        checkDistinct(b, c);
        if (m == 0 || n == 0) {
            return;
        }
        OpenBlas.require();
        int transposition = transposed ? CblasTrans : CblasNoTrans;
        int rowLength = Math.max(1, transposed ? m : k);
        cblas_dgemm(CblasRowMajor, transposition, CblasNoTrans, m, n, k, alpha, a, rowLength, b, n, beta, c, n);
    }

    /**
     * y ← αAx + βy with A m × n.
     */
    public static void multiplyVector(int m, int n, double alpha, double[] a, double[] x, double beta, double[] y) {
        vector(CblasNoTrans, m, n, alpha, a, x, beta, y);
    }

    /**
     * y ← αA'x + βy with A m × n.
     */
    public static void multiplyTransposedVector(
            int m, int n, double alpha, double[] a, double[] x, double beta, double[] y) {
        vector(CblasTrans, m, n, alpha, a, x, beta, y);
    }

    private static void vector(
            int transposition, int m, int n, double alpha, double[] a, double[] x, double beta, double[] y) {
        checkLength("A", a, m, n);
        checkDistinct(x, y);
        if (m == 0 || n == 0) {
            return;
        }
        OpenBlas.require();
        cblas_dgemv(CblasRowMajor, transposition, m, n, alpha, a, n, x, 1, beta, y, 1);
    }

    /**
     * C ← C + αA'A, the lower triangle only, with A k × n and C n × n.
     */
    public static void addGram(int n, int k, double alpha, double[] a, double[] c) {
        checkLength("A", a, k, n);
        checkLength("C", c, n, n);
        checkDistinct(a, c);
        if (n == 0 || k == 0) {
            return;
        }
        OpenBlas.require();
        cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, n, k, alpha, a, n, 1, c, n);
    }

    /** Copies the lower triangle of a symmetric n × n matrix onto its upper one. */
    public static void mirrorLower(int n, double[] a) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                a[j * n + i] = a[i * n + j];
            }
        }
    }

    private static void checkLength(String name, double[] values, int rows, int columns) {
        checkLength(name, values.length, rows, columns);
    }

    private static void checkLength(String name, int length, int rows, int columns) {
        if (length < (long) rows * columns) {
            throw new IllegalArgumentException(
                    name + ": expected " + rows + " x " + columns + " values, found " + length);
        }
    }

    private static void checkDistinct(double[] input, double[] output) {
        if (input == output) {
            throw new IllegalArgumentException("an output array must not be one of the inputs");
        }
    }
}
