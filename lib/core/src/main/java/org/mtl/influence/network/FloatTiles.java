package org.mtl.influence.network;

import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;

/** Matrices of 32 bits outside the heap, for products of many rows with many targets. */
final class FloatTiles {

    private FloatTiles() {}

    /** A matrix of zeros. */
    static Matrix zeros(RealKernels<float[]> kernels, int rows, int columns) {
        return new Matrix(kernels.vector(Math.multiplyExact(rows, columns)), 0, columns);
    }

    /** A matrix of these values. */
    static Matrix of(RealKernels<float[]> kernels, double[] values, int rows, int columns) {
        Matrix matrix = zeros(kernels, rows, columns);
        float[] some = new float[columns];
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < columns; j++) {
                some[j] = (float) values[row * columns + j];
            }
            kernels.put(some, 0, matrix.vector(), row * columns, columns);
        }
        return matrix;
    }

    /** These values as floats. */
    static float[] floats(double[] values, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
