package org.mtl.linalg;

import static org.bytedeco.openblas.global.openblas_full.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_full.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_full.CblasTrans;
import static org.bytedeco.openblas.global.openblas_full.cblas_daxpy;
import static org.bytedeco.openblas.global.openblas_full.cblas_dgemm;

/** Kernels of 64 bits. */
final class DoubleKernels extends RealKernels<double[]> {

    @Override
    public RealVector vector(int length) {
        return new DoubleVector(length);
    }

    @Override
    public double[] array(int length) {
        return new double[length];
    }

    @Override
    public void get(RealVector from, int at, double[] into, int offset, int count) {
        ((DoubleVector) from).buffer().get(at, into, offset, count);
    }

    @Override
    public void put(double[] from, int offset, RealVector into, int at, int count) {
        ((DoubleVector) into).buffer().put(at, from, offset, count);
    }

    @Override
    void multiply(boolean first, boolean second, int m, int n, int k, double alpha, Matrix a, Matrix b, double beta,
            Matrix c) {
        if (m == 0 || n == 0) {
            return;
        }
        cblas_dgemm(CblasRowMajor, first ? CblasTrans : CblasNoTrans, second ? CblasTrans : CblasNoTrans, m, n, k, alpha,
                ((DoubleVector) a.vector()).at(a.at()), a.stride(), ((DoubleVector) b.vector()).at(b.at()), b.stride(), beta,
                ((DoubleVector) c.vector()).at(c.at()), c.stride());
    }

    @Override
    public void load(double[] from, int at, int rows, int width, double[] into, int intoAt, int stride) {
        for (int row = 0; row < rows; row++) {
            int source = at + row * width;
            int target = intoAt + row * stride;
            System.arraycopy(from, source, into, target, width);
            for (int j = width; j < stride; j++) {
                into[target + j] = 1;
            }
        }
    }

    @Override
    public void load(float[] from, int at, double[] into, int intoAt, int count) {
        for (int i = 0; i < count; i++) {
            into[intoAt + i] = from[at + i];
        }
    }

    @Override
    public void widen(double[] from, int count, double[] into) {
        System.arraycopy(from, 0, into, 0, count);
    }

    @Override
    public void narrow(double[] from, int count, double[] into) {
        System.arraycopy(from, 0, into, 0, count);
    }

    @Override
    public void scale(double[] x, double[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            x[i] *= y[yAt + i];
        }
    }

    @Override
    public void addProduct(double[] x, double[] y, double[] z, double[] u, int at, int count) {
        for (int i = 0; i < count; i++) {
            x[i] += y[i] * (z[at + i] * u[at + i]);
        }
    }

    @Override
    public void add(double[] x, int xAt, double alpha, double[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            x[xAt + i] += alpha * y[yAt + i];
        }
    }

    @Override
    public void largest(double[] x, int xAt, double[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            x[xAt + i] = Math.max(x[xAt + i], y[yAt + i]);
        }
    }

    @Override
    public void markEqual(double[] x, int xAt, double[] y, int yAt, int count, int mark, int[] marks) {
        for (int i = 0; i < count; i++) {
            if (x[xAt + i] == y[yAt + i]) {
                marks[i] = mark;
            }
        }
    }

    @Override
    public void transpose(double[] from, int rows, int columns, double[] into) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                into[c * rows + r] = from[r * columns + c];
            }
        }
    }

    @Override
    public double dot(double[] a, int aAt, double[] b, int bAt, int count) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            sum0 += a[aAt + i] * b[bAt + i];
            sum1 += a[aAt + i + 1] * b[bAt + i + 1];
            sum2 += a[aAt + i + 2] * b[bAt + i + 2];
            sum3 += a[aAt + i + 3] * b[bAt + i + 3];
        }
        for (; i < count; i++) {
            sum0 += a[aAt + i] * b[bAt + i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    @Override
    public void add(RealVector x, double alpha, RealVector y, int at, int count) {
        cblas_daxpy(count, alpha, ((DoubleVector) y).at(at), 1, ((DoubleVector) x).at(at), 1);
    }
}
