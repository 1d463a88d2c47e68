package org.mtl.affinity;

/**
 * What a linear surrogate of a network knows of one task's rows: the loss of row i at W is that of the output
 * {@code outputs[i]} + φ_i·W.
 *
 * @param gradients φ, n × d, row-major
 * @param outputs margins of classes, predictions of numbers, at W = 0
 * @param targets numbers; unused of classes
 * @param ofNumbers whether the loss is (output − target)², and not log(1 + e^(−output))
 */
record SurrogateRows(double[] gradients, double[] outputs, double[] targets, boolean ofNumbers) {

    /** Room for n rows of d values. */
    SurrogateRows(int rows, int dimension, boolean ofNumbers) {
        this(new double[Math.multiplyExact(rows, dimension)], new double[rows], new double[rows], ofNumbers);
    }

    /** n. */
    int size() {
        return outputs.length;
    }

    /** The loss of a row at an output. */
    double loss(int row, double output) {
        if (ofNumbers) {
            return (output - targets[row]) * (output - targets[row]);
        }
        return Math.max(0, -output) + Math.log1p(Math.exp(-Math.abs(output)));
    }

    /** ∂ℓ/∂output. */
    double slope(int row, double output) {
        return ofNumbers ? 2 * (output - targets[row]) : -1 / (1 + Math.exp(output));
    }

    /** ∂²ℓ/∂output². */
    double curvature(double output) {
        double e = Math.exp(-Math.abs(output));
        return ofNumbers ? 2 : e / ((1 + e) * (1 + e));
    }

    /** What a metric is made of: of classes 1 where the row is predicted wrongly, of numbers the squared error. */
    double error(int row, double output) {
        return ofNumbers ? loss(row, output) : output > 0 ? 0 : 1;
    }
}
