package org.mtl.model.network;

/**
 * What hidden layers do to their sums, for tiles of rows.
 *
 * @param <T> float[] or double[]
 */
abstract sealed class ActivationKernels<T> permits FloatActivations, DoubleActivations {

    private final Activation activation;

    ActivationKernels(Activation activation) {
        this.activation = activation;
    }

    final Activation activation() {
        return activation;
    }

    final boolean isPiecewiseLinear() {
        return activation == Activation.RELU || activation == Activation.IDENTITY;
    }

    /**
     * Stores activations a = f(z) and slopes f'(z) of {@code count} sums.
     *
     * @param slopes receives them from {@code at} on
     */
    abstract void forward(T z, int count, T a, T slopes, int at);

    /** Stores f''(z) of {@code count} sums; 0 for relu, also at 0. */
    abstract void curvatures(T z, int count, T curvatures, int at);

    /** Stores a value once in each row. */
    abstract void fill(double value, T a, int at, int stride, int rows);

    /**
     * Leaves out activations and their slopes, and divides those that stay by the share that stays.
     *
     * @param keys what each row's choices are drawn from
     * @param width the columns of activations and slopes
     */
    abstract void drop(Dropout dropout, long[] keys, int width, T a, T slopes, int at);

    /** f''(z). */
    final double curvature(double z) {
        return switch (activation) {
            case RELU, IDENTITY -> 0;
            case TANH -> {
                double a = Math.tanh(z);
                yield -2 * a * (1 - a * a);
            }
            case GELU -> Normal.density(z) * (2 - z * z);
        };
    }

    /** What a row's choices of a layer are drawn from. */
    static long key(Dropout dropout, int node, int position) {
        return mixed(mixed(dropout.key() + node) + position);
    }

    static boolean isDropped(Dropout dropout, long key, int column) {
        return (mixed(key + column) >>> 11) * 0x1.0p-53 < dropout.rate();
    }

    /** The finalizer of SplitMix64, which makes all bits depend on all bits. */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
