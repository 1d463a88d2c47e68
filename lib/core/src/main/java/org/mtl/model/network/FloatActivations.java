package org.mtl.model.network;

import java.util.Arrays;

/** Activations on 32 bits. */
final class FloatActivations extends ActivationKernels<float[]> {

    /** The smallest positive number times the square of this is above 1. */
    private static final float LARGE = 1e30f;

    FloatActivations(Activation activation) {
        super(activation);
    }

    @Override
    void forward(float[] z, int count, float[] a, float[] slopes, int at) {
        switch (activation()) {
            case RELU -> relu(z, count, a, slopes, at);
            case TANH -> tanh(z, count, a, slopes, at);
            case GELU -> gelu(z, count, a, slopes, at);
            case IDENTITY -> identity(z, count, a, slopes, at);
        }
    }

    private static void relu(float[] z, int count, float[] a, float[] slopes, int at) {
        for (int i = 0; i < count; i++) {
            // NaN stays NaN, so that what diverges is seen.
            a[i] = Math.max(z[i], 0);
        }
        // Signs come at random, so that a branch would be a guess: what is above 0 is carried past 1 and cut there.
        for (int i = 0; i < count; i++) {
            slopes[at + i] = Math.min(1, a[i] * LARGE * LARGE);
        }
    }

    private static void tanh(float[] z, int count, float[] a, float[] slopes, int at) {
        for (int i = 0; i < count; i++) {
            float value = (float) Math.tanh(z[i]);
            a[i] = value;
            slopes[at + i] = 1 - value * value;
        }
    }

    private static void gelu(float[] z, int count, float[] a, float[] slopes, int at) {
        for (int i = 0; i < count; i++) {
            double value = z[i];
            double below = Normal.distribution(value);
            a[i] = (float) (value * below);
            slopes[at + i] = (float) (below + value * Normal.density(value));
        }
    }

    private static void identity(float[] z, int count, float[] a, float[] slopes, int at) {
        for (int i = 0; i < count; i++) {
            a[i] = z[i];
            slopes[at + i] = 1;
        }
    }

    @Override
    void curvatures(float[] z, int count, float[] curvatures, int at) {
        if (isPiecewiseLinear()) {
            Arrays.fill(curvatures, at, at + count, 0);
            return;
        }
        for (int i = 0; i < count; i++) {
            curvatures[at + i] = (float) curvature(z[i]);
        }
    }

    @Override
    void fill(double value, float[] a, int at, int stride, int rows) {
        for (int row = 0; row < rows; row++) {
            a[at + row * stride] = (float) value;
        }
    }

    @Override
    void drop(Dropout dropout, long[] keys, int width, float[] a, float[] slopes, int at) {
        float kept = (float) (1 / (1 - dropout.rate()));
        for (int row = 0; row < keys.length; row++) {
            for (int j = 0; j < width; j++) {
                float factor = isDropped(dropout, keys[row], j) ? 0 : kept;
                a[row * width + j] *= factor;
                slopes[at + row * width + j] *= factor;
            }
        }
    }
}
