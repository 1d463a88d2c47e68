package org.mtl.model.network;

/** Activations on 64 bits. */
final class DoubleActivations extends ActivationKernels<double[]> {

    DoubleActivations(Activation activation) {
        super(activation);
    }

    @Override
    void forward(double[] z, int zStride, int rows, int width, double[] a, int aAt, int aStride, double[] slopes, int at) {
        for (int row = 0; row < rows; row++) {
            int from = at % zStride + row * zStride;
            int to = aAt + row * aStride;
            int slope = at + row * zStride;
            switch (activation()) {
                case RELU -> relu(z, from, width, a, to, slopes, slope);
                case TANH -> tanh(z, from, width, a, to, slopes, slope);
                case GELU -> gelu(z, from, width, a, to, slopes, slope);
                case IDENTITY -> identity(z, from, width, a, to, slopes, slope);
            }
        }
    }

    private static void relu(double[] z, int from, int width, double[] a, int to, double[] slopes, int at) {
        for (int j = 0; j < width; j++) {
            // NaN stays NaN, so that what diverges is seen.
            a[to + j] = Math.max(z[from + j], 0);
        }
        for (int j = 0; j < width; j++) {
            slopes[at + j] = z[from + j] > 0 ? 1 : 0;
        }
    }

    private static void tanh(double[] z, int from, int width, double[] a, int to, double[] slopes, int at) {
        for (int j = 0; j < width; j++) {
            double value = Math.tanh(z[from + j]);
            a[to + j] = value;
            slopes[at + j] = 1 - value * value;
        }
    }

    private static void gelu(double[] z, int from, int width, double[] a, int to, double[] slopes, int at) {
        for (int j = 0; j < width; j++) {
            double value = z[from + j];
            double below = Normal.distribution(value);
            a[to + j] = (value * below);
            slopes[at + j] = (below + value * Normal.density(value));
        }
    }

    private static void identity(double[] z, int from, int width, double[] a, int to, double[] slopes, int at) {
        for (int j = 0; j < width; j++) {
            a[to + j] = z[from + j];
            slopes[at + j] = 1;
        }
    }

    @Override
    void curvatures(double[] z, int count, double[] curvatures, int at) {
        for (int i = 0; i < count; i++) {
            curvatures[at + i] = curvature(z[i]);
        }
    }

    @Override
    void ones(double[] a, int at, int stride, int rows) {
        for (int row = 0; row < rows; row++) {
            a[at + row * stride] = 1;
        }
    }

    @Override
    void drop(Dropout dropout, long[] keys, int rows, int width, double[] a, int aAt, int aStride, double[] slopes, int at, int stride) {
        double kept = (1 / (1 - dropout.rate()));
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < width; j++) {
                double factor = isDropped(dropout, keys[row], j) ? 0 : kept;
                a[aAt + row * aStride + j] *= factor;
                slopes[at + row * stride + j] *= factor;
            }
        }
    }
}
