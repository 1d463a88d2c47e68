package org.mtl.affinity;

import java.util.OptionalDouble;

/** The mean of each cell of a matrix over the steps in which that cell was collected, of which there may be few or none. */
final class CellMeans {

    private final int size;
    private final OptionalDouble decay;
    private final double[] weights;
    private final double[] means;
    private final double[] squares;
    private final long[] counts;

    /**
     * A matrix without values.
     *
     * @param size its rows and columns
     * @param decay what each further value leaves of the weight of those before it; none: all values weigh the same
     */
    CellMeans(int size, OptionalDouble decay) {
        this.size = size;
        this.decay = decay;
        this.weights = new double[size * size];
        this.means = new double[size * size];
        this.squares = new double[size * size];
        this.counts = new long[size * size];
    }

    /** Takes a value of a cell; what is no number, as a ratio to a loss of 0 is, is left out. */
    void add(int row, int column, double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        int cell = row * size + column;
        // Welford's recurrence, with the weights of all values before times the decay.
        double before = weights[cell] * decay.orElse(1);
        weights[cell] = before + 1;
        double difference = value - means[cell];
        means[cell] += difference / weights[cell];
        squares[cell] = squares[cell] * decay.orElse(1) + difference * (value - means[cell]);
        counts[cell]++;
    }

    /** The means; NaN where there was no value. */
    double[][] means() {
        double[][] matrix = new double[size][size];
        for (int cell = 0; cell < means.length; cell++) {
            matrix[cell / size][cell % size] = counts[cell] == 0 ? Double.NaN : means[cell];
        }
        return matrix;
    }

    /**
     * The standard errors of the means, as if values were independent of each other, which those of steps close to each
     * other are not; NaN where there were less than two.
     */
    double[][] standardErrors() {
        double[][] matrix = new double[size][size];
        for (int cell = 0; cell < means.length; cell++) {
            // With equal weights the variance over n − 1 by n; with a decay n is what the weights come to.
            double n = weights[cell];
            matrix[cell / size][cell % size] = counts[cell] < 2 ? Double.NaN : Math.sqrt(squares[cell] / (n - 1) / n);
        }
        return matrix;
    }

    /** How many values each cell had. */
    long[][] counts() {
        long[][] matrix = new long[size][size];
        for (int cell = 0; cell < counts.length; cell++) {
            matrix[cell / size][cell % size] = counts[cell];
        }
        return matrix;
    }
}
