package org.mtl.model.network;

/** Activations on 32 bits. */
final class FloatActivations extends ActivationKernels<float[]> {

    FloatActivations(Activation activation) {
        super(activation);
    }

    @Override
    void forward(float[] z, int zStride, int rows, int width, float[] a, int aAt, int aStride, float[] slopes, int at) {
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

    private static void relu(float[] z, int from, int width, float[] a, int to, float[] slopes, int at) {
        for (int j = 0; j < width; j++) {
            // NaN stays NaN, so that what diverges is seen.
            a[to + j] = Math.max(z[from + j], 0);
        }
        for (int j = 0; j < width; j++) {
            slopes[at + j] = z[from + j] > 0 ? 1 : 0;
        }
    }

    private static void tanh(float[] z, int from, int width, float[] a, int to, float[] slopes, int at) {
        for (int j = 0; j < width; j++) {
            float value = (float) Math.tanh(z[from + j]);
            a[to + j] = value;
            slopes[at + j] = 1 - value * value;
        }
    }

    private static void gelu(float[] z, int from, int width, float[] a, int to, float[] slopes, int at) {
        for (int j = 0; j < width; j++) {
            double value = z[from + j];
            double below = Normal.distribution(value);
            a[to + j] = (float) (value * below);
            slopes[at + j] = (float) (below + value * Normal.density(value));
        }
    }

    private static void identity(float[] z, int from, int width, float[] a, int to, float[] slopes, int at) {
        for (int j = 0; j < width; j++) {
            a[to + j] = z[from + j];
            slopes[at + j] = 1;
        }
    }

    @Override
    void curvatures(float[] z, int count, float[] curvatures, int at) {
        for (int i = 0; i < count; i++) {
            curvatures[at + i] = (float) curvature(z[i]);
        }
    }

    @Override
    void ones(float[] a, int at, int stride, int rows) {
        for (int row = 0; row < rows; row++) {
            a[at + row * stride] = 1;
        }
    }

    @Override
    void drop(Dropout dropout, long[] keys, int rows, int width, float[] a, int aAt, int aStride, float[] slopes, int at, int stride) {
        float kept = (float) (1 / (1 - dropout.rate()));
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < width; j++) {
                float factor = isDropped(dropout, keys[row], j) ? 0 : kept;
                a[aAt + row * aStride + j] *= factor;
                slopes[at + row * stride + j] *= factor;
            }
        }
    }
}
