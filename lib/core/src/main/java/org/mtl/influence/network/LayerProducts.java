package org.mtl.influence.network;

import java.util.Arrays;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;
import org.mtl.parallel.Workers;

/**
 * Products of tall matrices, rows of examples times width, on all threads, cut where their sizes alone say, in double.
 * Matrices lie outside the heap.
 */
final class LayerProducts {

    /** Rows of the result of a product over examples that one thread computes at once. */
    private static final int PIECE = 128;

    /** Examples that one thread takes at once. */
    private static final int TILE = 128;

    private final RealKernels<double[]> kernels = RealKernels.ofDoubles();
    private final Workers workers;

    LayerProducts(Workers workers) {
        this.workers = workers;
    }

    /** A matrix of zeros. */
    static Matrix zeros(RealKernels<double[]> kernels, int rows, int columns) {
        return new Matrix(kernels.vector(Math.multiplyExact(rows, columns)), 0, columns);
    }

    /** A matrix of zeros. */
    Matrix zeros(int rows, int columns) {
        return zeros(kernels, rows, columns);
    }

    /** A matrix of these values. */
    Matrix of(double[] values, int rows, int columns) {
        Matrix matrix = zeros(rows, columns);
        put(values, rows, matrix);
        return matrix;
    }

    /** The first rows of a matrix that fills its vector. */
    double[] values(Matrix matrix, int rows) {
        double[] values = new double[rows * matrix.stride()];
        matrix.vector().get(0, values.length, values);
        return values;
    }

    /** Stores rows in a matrix that fills its vector. */
    void put(double[] values, int rows, Matrix matrix) {
        RealVector vector = matrix.vector();
        int width = matrix.stride();
        workers.forEach((rows + TILE - 1) / TILE, tile -> {
            int from = tile * TILE * width;
            int count = Math.min(rows * width, from + TILE * width) - from;
            kernels.put(values, from, vector, from, count);
        });
    }

    /** C ← C + αA'B over {@code rows} examples. */
    void addTransposed(int rows, double alpha, Matrix a, Matrix b, Matrix c) {
        int height = a.stride();
        workers.forEach((height + PIECE - 1) / PIECE, piece -> {
            int from = piece * PIECE;
            kernels.multiplyTransposed(Math.min(PIECE, height - from), b.stride(), rows, alpha, a.part(0, from), b, 1,
                    c.part(from, 0));
        });
    }

    /** C ← C + αA'A over {@code rows} examples, of which the lower triangle is complete. */
    void addGram(int rows, double alpha, Matrix a, Matrix c) {
        int width = a.stride();
        int pieces = (width + PIECE - 1) / PIECE;
        workers.forEach(pieces, p -> {
            // The largest pieces first.
            int from = (pieces - 1 - p) * PIECE;
            int count = Math.min(PIECE, width - from);
            kernels.multiplyTransposed(count, from + count, rows, alpha, a.part(0, from), a, 1, c.part(from, 0));
        });
    }

    /** C ← AB over {@code rows} examples. */
    void multiply(int rows, Matrix a, Matrix b, Matrix c) {
        workers.forEach((rows + TILE - 1) / TILE, tile -> {
            int from = tile * TILE;
            kernels.multiply(Math.min(TILE, rows - from), c.stride(), a.stride(), a.part(from, 0), b, 0, c.part(from, 0));
        });
    }

    /** C ← AB' over {@code rows} examples, B n × width with n the width of C. */
    void multiplyByTransposed(int rows, Matrix a, Matrix b, Matrix c) {
        workers.forEach((rows + TILE - 1) / TILE, tile -> {
            int from = tile * TILE;
            kernels.multiplyByTransposed(
                    Math.min(TILE, rows - from), c.stride(), a.stride(), a.part(from, 0), b, 0, c.part(from, 0));
        });
    }

    /** C ← (AB')∘(AB') over {@code rows} examples, B n × width with n the width of C. */
    void squaredProducts(int rows, Matrix a, Matrix b, Matrix c) {
        int width = c.stride();
        workers.forEach((rows + TILE - 1) / TILE, tile -> {
            int from = tile * TILE;
            int count = Math.min(TILE, rows - from);
            kernels.multiplyByTransposed(count, width, a.stride(), a.part(from, 0), b, 0, c.part(from, 0));
            double[] values = new double[count * width];
            kernels.get(c.vector(), from * width, values, 0, values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] *= values[i];
            }
            kernels.put(values, 0, c.vector(), from * width, values.length);
        });
    }

    /** Adds the row sums of A ∘ B, two matrices of {@code rows} examples and one width, to {@code sums} from {@code at} on. */
    void addRowDots(int rows, Matrix a, Matrix b, double[] sums, int at) {
        double[] ones = new double[a.stride()];
        Arrays.fill(ones, 1);
        addWeightedRowDots(rows, a, b, ones, sums, at);
    }

    /** The same with a weight for each column. */
    void addWeightedRowDots(int rows, Matrix a, Matrix b, double[] weights, double[] sums, int at) {
        int width = a.stride();
        workers.forEach((rows + TILE - 1) / TILE, tile -> {
            int from = tile * TILE;
            int count = Math.min(TILE, rows - from);
            double[] left = new double[count * width];
            double[] right = new double[count * width];
            kernels.get(a.vector(), from * width, left, 0, left.length);
            kernels.get(b.vector(), from * width, right, 0, right.length);
            for (int i = 0; i < count; i++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    sum += weights[j] * left[i * width + j] * right[i * width + j];
                }
                sums[at + from + i] += sum;
            }
        });
    }

    /** Kernels for products on the calling thread alone. */
    RealKernels<double[]> kernels() {
        return kernels;
    }

    Workers workers() {
        return workers;
    }
}
