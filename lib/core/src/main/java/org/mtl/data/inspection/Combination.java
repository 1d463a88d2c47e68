package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.List;

/** A column that seems to be a combination of others, and how far its cells are from it. */
final class Combination {

    private final int column;
    private final int[] terms;
    private final double[] coefficients;
    private final double constant;
    private final double deviation;
    private double largest;

    /**
     * Σ coefficient · term + constant.
     *
     * @param column the position of the column
     * @param terms the positions of others
     * @param deviation the standard deviation of the column
     */
    Combination(int column, int[] terms, double[] coefficients, double constant, double deviation) {
        this.column = column;
        this.terms = terms;
        this.coefficients = coefficients;
        this.constant = constant;
        this.deviation = deviation;
    }

    /** The position of the column. */
    int column() {
        return column;
    }

    /** The number of terms. */
    int size() {
        return terms.length;
    }

    /** Compares the column with the combination in some rows. */
    void check(double[] tile, int count, int stride) {
        for (int row = 0; row < count; row++) {
            double sum = constant;
            for (int t = 0; t < terms.length; t++) {
                sum += coefficients[t] * tile[row * stride + terms[t]];
            }
            largest = Math.max(largest, Math.abs(tile[row * stride + column] - sum));
        }
    }

    /** The result, with the names of all columns by their positions. */
    Dependency named(List<String> names) {
        List<Dependency.Term> named = new ArrayList<>();
        for (int t = 0; t < terms.length; t++) {
            named.add(new Dependency.Term(names.get(terms[t]), coefficients[t]));
        }
        return new Dependency(names.get(column), named, constant, deviation == 0 ? 0 : largest / deviation);
    }
}
