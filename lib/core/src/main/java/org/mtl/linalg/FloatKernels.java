package org.mtl.linalg;

import static org.bytedeco.openblas.global.openblas_full.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_full.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_full.CblasTrans;
import static org.bytedeco.openblas.global.openblas_full.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_full.cblas_sgemm;

/** Kernels of 32 bits. */
final class FloatKernels extends RealKernels<float[]> {

    @Override
    public RealVector vector(int length) {
        return new FloatVector(length);
    }

    @Override
    public float[] array(int length) {
        return new float[length];
    }

    @Override
    public void get(RealVector from, int at, float[] into, int offset, int count) {
        ((FloatVector) from).buffer().get(at, into, offset, count);
    }

    @Override
    public void put(float[] from, int offset, RealVector into, int at, int count) {
        ((FloatVector) into).buffer().put(at, from, offset, count);
    }

    @Override
    void multiply(boolean first, boolean second, int m, int n, int k, double alpha, Matrix a, Matrix b, double beta,
            Matrix c) {
        if (m == 0 || n == 0) {
            return;
        }
        cblas_sgemm(CblasRowMajor, first ? CblasTrans : CblasNoTrans, second ? CblasTrans : CblasNoTrans, m, n, k,
                (float) alpha,
                ((FloatVector) a.vector()).at(a.at()), a.stride(), ((FloatVector) b.vector()).at(b.at()), b.stride(), (float) beta,
                ((FloatVector) c.vector()).at(c.at()), c.stride());
    }

    @Override
    public void load(double[] from, int at, int rows, int width, float[] into, int intoAt, int stride) {
        for (int row = 0; row < rows; row++) {
            int source = at + row * width;
            int target = intoAt + row * stride;
            for (int j = 0; j < width; j++) {
                into[target + j] = (float) from[source + j];
            }
            for (int j = width; j < stride; j++) {
                into[target + j] = 1;
            }
        }
    }

    @Override
    public void load(float[] from, int at, float[] into, int intoAt, int count) {
        System.arraycopy(from, at, into, intoAt, count);
    }

    @Override
    public void widen(float[] from, int count, double[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = from[i];
        }
    }

    @Override
    public void narrow(double[] from, int count, float[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = (float) from[i];
        }
    }

    @Override
    public void scale(float[] x, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            x[i] *= y[yAt + i];
        }
    }

    @Override
    public void addProduct(float[] x, float[] y, float[] z, float[] u, int at, int count) {
        for (int i = 0; i < count; i++) {
            x[i] += y[i] * (z[at + i] * u[at + i]);
        }
    }

    @Override
    public void add(float[] x, int xAt, double alpha, float[] y, int yAt, int count) {
        float factor = (float) alpha;
        for (int i = 0; i < count; i++) {
            x[xAt + i] += factor * y[yAt + i];
        }
    }

    @Override
    public void largest(float[] x, int xAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            x[xAt + i] = Math.max(x[xAt + i], y[yAt + i]);
        }
    }

    @Override
    public void markEqual(float[] x, int xAt, float[] y, int yAt, int count, int mark, int[] marks) {
        for (int i = 0; i < count; i++) {
            if (x[xAt + i] == y[yAt + i]) {
                marks[i] = mark;
            }
        }
    }

    @Override
    public void transpose(float[] from, int rows, int columns, float[] into) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                into[c * rows + r] = from[r * columns + c];
            }
        }
    }

    @Override
    public double dot(float[] a, int aAt, float[] b, int bAt, int count) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            sum0 += (double) a[aAt + i] * b[bAt + i];
            sum1 += (double) a[aAt + i + 1] * b[bAt + i + 1];
            sum2 += (double) a[aAt + i + 2] * b[bAt + i + 2];
            sum3 += (double) a[aAt + i + 3] * b[bAt + i + 3];
        }
        for (; i < count; i++) {
            sum0 += (double) a[aAt + i] * b[bAt + i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    @Override
    public void add(RealVector x, double alpha, RealVector y, int at, int count) {
        cblas_saxpy(count, (float) alpha, ((FloatVector) y).at(at), 1, ((FloatVector) x).at(at), 1);
    }
}
