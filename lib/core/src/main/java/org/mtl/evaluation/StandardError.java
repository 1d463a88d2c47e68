package org.mtl.evaluation;

import java.util.Arrays;

/** The standard error of a mean. */
public final class StandardError {

    private StandardError() {}

    /** s/√n with s² = Σ(x − x̄)²/(n − 1), at least 0; NaN for less than two values, and where one is no number. */
    public static double of(double[] values) {
        int n = values.length;
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        return n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n);
    }
}
