package org.mtl.affinity;

import java.util.OptionalDouble;

/** The mean of each cell of a matrix over the steps in which that cell was collected, of which there may be few or none. */
final class CellMeans {

    private final int rows;
    private final int columns;
    private final OptionalDouble decay;
    private final double[] weights;
    private final double[] means;
    private final double[] squares;
    private final long[] counts;

    /**
     * A matrix without values.
     *
     * @param decay what each further value leaves of the weight of those before it; none: all values weigh the same
     */
    CellMeans(int rows, int columns, OptionalDouble decay) {
        this.rows = rows;
        this.columns = columns;
        this.decay = decay;
        this.weights = new double[rows * columns];
        this.means = new double[rows * columns];
        this.squares = new double[rows * columns];
        this.counts = new long[rows * columns];
    }

    /** Takes a value of a cell; what is no number, as a ratio to a loss of 0 is, is left out. */
    void add(int row, int column, double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        int cell = row * columns + column;
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
        double[][] matrix = new double[rows][columns];
        for (int cell = 0; cell < means.length; cell++) {
            matrix[cell / columns][cell % columns] = counts[cell] == 0 ? Double.NaN : means[cell];
        }
        return matrix;
    }

    /**
     * The standard errors of the means, as if values were independent of each other, which those of steps close to each
     * other are not; NaN where there were less than two.
     */
    double[][] standardErrors() {
        double[][] matrix = new double[rows][columns];
        for (int cell = 0; cell < means.length; cell++) {
            // With equal weights the variance over n − 1 by n; with a decay n is what the weights come to.
            double n = weights[cell];
            matrix[cell / columns][cell % columns] = counts[cell] < 2 ? Double.NaN : Math.sqrt(squares[cell] / (n - 1) / n);
        }
        return matrix;
    }

    /** How many values each cell had. */
    long[][] counts() {
        long[][] matrix = new long[rows][columns];
        for (int cell = 0; cell < counts.length; cell++) {
            matrix[cell / columns][cell % columns] = counts[cell];
        }
        return matrix;
    }
}
