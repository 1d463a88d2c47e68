package org.mtl.linalg;

/**
 * Products of matrices outside the heap, in 32 or 64 bits, and loops over arrays of the same numbers in the heap, so that
 * what is computed is written once for both.
 *
 * <p>Matrices lie outside the heap, since products of them copy nothing; loops over elements run on arrays, into which
 * and from which rows are copied in bulk. All methods may be called by several threads at once for different outputs.
 * Products run on the calling thread alone and give equal bits for equal shapes and values.
 *
 * @param <T> float[] or double[]
 */
public abstract sealed class RealKernels<T> permits FloatKernels, DoubleKernels {

    /** A matrix inside a vector: where it starts, and the distance of its rows. */
    public record Matrix(RealVector vector, int at, int stride) {

        /** The part that starts at another row and column. */
        public Matrix part(int row, int column) {
            return new Matrix(vector, at + row * stride + column, stride);
        }
    }

    /** Values that are in the heap at once where a longer range outside it is changed: few enough for the nearest cache. */
    private static final int PART = 1 << 12;

    /** Zeros that are stored at once. */
    private static final int CLEARED = 1 << 14;

    private final ThreadLocal<T> parts = ThreadLocal.withInitial(() -> array(PART));

    RealKernels() {
        OpenBlas.require();
    }

    /** Kernels of 32 bits. */
    public static RealKernels<float[]> ofFloats() {
        return new FloatKernels();
    }

    /** Kernels of 64 bits. */
    public static RealKernels<double[]> ofDoubles() {
        return new DoubleKernels();
    }

    /** A vector of zeros outside the heap. */
    public abstract RealVector vector(int length);

    /** An array of zeros in the heap. */
    public abstract T array(int length);

    /** Makes all values of a vector 0. */
    public final void clear(RealVector vector) {
        T zeros = array(Math.min(vector.length(), CLEARED));
        for (int at = 0; at < vector.length(); at += CLEARED) {
            put(zeros, 0, vector, at, Math.min(CLEARED, vector.length() - at));
        }
    }

    /** Copies {@code count} values of a vector into an array. */
    public abstract void get(RealVector from, int at, T into, int offset, int count);

    /** Copies {@code count} values of an array into a vector. */
    public abstract void put(T from, int offset, RealVector into, int at, int count);

    /** C ← AB + βC with A m × k, B k × n, C m × n. */
    public final void multiply(int m, int n, int k, Matrix a, Matrix b, double beta, Matrix c) {
        multiply(false, false, m, n, k, 1, a, b, beta, c);
    }

    /** C ← A'B + βC with A k × m, B k × n, C m × n. */
    public final void multiplyTransposed(int m, int n, int k, Matrix a, Matrix b, double beta, Matrix c) {
        multiply(true, false, m, n, k, 1, a, b, beta, c);
    }

    /** C ← αA'B + βC with A k × m, B k × n, C m × n. */
    public final void multiplyTransposed(int m, int n, int k, double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        multiply(true, false, m, n, k, alpha, a, b, beta, c);
    }

    /** C ← AB' + βC with A m × k, B n × k, C m × n. */
    public final void multiplyByTransposed(int m, int n, int k, Matrix a, Matrix b, double beta, Matrix c) {
        multiply(false, true, m, n, k, 1, a, b, beta, c);
    }

    abstract void multiply(boolean first, boolean second, int m, int n, int k, double alpha, Matrix a, Matrix b, double beta,
            Matrix c);

    /**
     * Takes rows over from an array of doubles, and fills what is left of each row with ones.
     *
     * @param width the values of a row
     * @param stride the distance of rows in {@code into}, {@code width} or one more
     */
    public abstract void load(double[] from, int at, int rows, int width, T into, int intoAt, int stride);

    /** Copies {@code count} numbers of 32 bits. */
    public abstract void load(float[] from, int at, T into, int intoAt, int count);

    /** Copies the first {@code count} values of an array as doubles. */
    public abstract void widen(T from, int count, double[] into);

    /** Stores the first {@code count} doubles, rounded to the array's numbers. */
    public abstract void narrow(double[] from, int count, T into);

    /** x ← x ∘ y for {@code count} values of each, from {@code yAt} on in y. */
    public abstract void scale(T x, T y, int yAt, int count);

    /** x ← x ∘ y for {@code count} values outside the heap, from {@code at} on in x and {@code yAt} on in y. */
    public final void scale(RealVector x, int at, T y, int yAt, int count) {
        T part = parts.get();
        for (int done = 0; done < count; done += PART) {
            int size = Math.min(PART, count - done);
            get(x, at + done, part, 0, size);
            scale(part, y, yAt + done, size);
            put(part, 0, x, at + done, size);
        }
    }

    /** x ← x + y for {@code count} values, x outside the heap. */
    public final void add(RealVector x, int at, T y, int yAt, int count) {
        T part = parts.get();
        for (int done = 0; done < count; done += PART) {
            int size = Math.min(PART, count - done);
            get(x, at + done, part, 0, size);
            add(part, 0, 1, y, yAt + done, size);
            put(part, 0, x, at + done, size);
        }
    }

    /** x ← x + αy for {@code count} values of each. */
    public abstract void add(T x, int xAt, double alpha, T y, int yAt, int count);

    /** x ← max(x, y) for {@code count} values of each; what is not a number stays one. */
    public abstract void largest(T x, int xAt, T y, int yAt, int count);

    /** Stores a mark for each of {@code count} values of x that is that of y. */
    public abstract void markEqual(T x, int xAt, T y, int yAt, int count, int mark, int[] marks);

    /** Stores the transpose of a matrix, row-major. */
    public abstract void transpose(T from, int rows, int columns, T into);

    /** x ← x + y ∘ z ∘ u for {@code count} values of each, from {@code at} on in z and u. */
    public abstract void addProduct(T x, T y, T z, T u, int at, int count);

    /** Σ a_i b_i of {@code count} values, summed in four parts. */
    public abstract double dot(T a, int aAt, T b, int bAt, int count);

    /** x ← x + αy for {@code count} values outside the heap, from {@code at} on in both. */
    public abstract void add(RealVector x, double alpha, RealVector y, int at, int count);
}
