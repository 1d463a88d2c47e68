package org.mtl.model.network;

import java.util.Arrays;

/** Activations on 64 bits. */
final class DoubleActivations extends ActivationKernels<double[]> {

    /** The smallest positive number times the square of this is above 1. */
    private static final double LARGE = 1e300;

    DoubleActivations(Activation activation) {
        super(activation);
    }

    @Override
    void forward(double[] z, int count, double[] a, double[] slopes, int at) {
        switch (activation()) {
            case RELU -> relu(z, count, a, slopes, at);
            case TANH -> tanh(z, count, a, slopes, at);
            case GELU -> gelu(z, count, a, slopes, at);
            case IDENTITY -> identity(z, count, a, slopes, at);
        }
    }

    private static void relu(double[] z, int count, double[] a, double[] slopes, int at) {
        for (int i = 0; i < count; i++) {
            // NaN stays NaN, so that what diverges is seen.
            a[i] = Math.max(z[i], 0);
        }
        for (int i = 0; i < count; i++) {
            slopes[at + i] = Math.min(1, a[i] * LARGE * LARGE);
        }
    }

    private static void tanh(double[] z, int count, double[] a, double[] slopes, int at) {
        for (int i = 0; i < count; i++) {
            double value = Math.tanh(z[i]);
            a[i] = value;
            slopes[at + i] = 1 - value * value;
        }
    }

    private static void gelu(double[] z, int count, double[] a, double[] slopes, int at) {
        for (int i = 0; i < count; i++) {
            double value = z[i];
            double below = Normal.distribution(value);
            a[i] = value * below;
            slopes[at + i] = below + value * Normal.density(value);
        }
    }

    private static void identity(double[] z, int count, double[] a, double[] slopes, int at) {
        for (int i = 0; i < count; i++) {
            a[i] = z[i];
            slopes[at + i] = 1;
        }
    }

    @Override
    void curvatures(double[] z, int count, double[] curvatures, int at) {
        if (isPiecewiseLinear()) {
            Arrays.fill(curvatures, at, at + count, 0);
            return;
        }
        for (int i = 0; i < count; i++) {
            curvatures[at + i] = curvature(z[i]);
        }
    }

    @Override
    void fill(double value, double[] a, int at, int stride, int rows) {
        for (int row = 0; row < rows; row++) {
            a[at + row * stride] = value;
        }
    }

    @Override
    void drop(Dropout dropout, long[] keys, int width, double[] a, double[] slopes, int at) {
        double kept = 1 / (1 - dropout.rate());
        for (int row = 0; row < keys.length; row++) {
            for (int j = 0; j < width; j++) {
                double factor = isDropped(dropout, keys[row], j) ? 0 : kept;
                a[row * width + j] *= factor;
                slopes[at + row * width + j] *= factor;
            }
        }
    }
}
