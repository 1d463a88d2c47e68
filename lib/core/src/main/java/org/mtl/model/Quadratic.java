package org.mtl.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.linalg.Blas;
import org.mtl.parallel.Workers;

/**
 * The weighted sum of squared losses over some rows as a function of the coefficients W, p × o: ½ tr W'MW − tr B'W + c, with
 * M = s X'X, B = s X'Y, c = (s/2) Σ y², where s is a row's weight times 2/o. Made in one pass over the rows; after that
 * neither values nor gradients need the rows.
 *
 * @param hessian M, p × p, both triangles
 * @param linear B, p × o row-major
 * @param constant c
 */
public record Quadratic(double[] hessian, double[] linear, double constant) {

    /** A value that is smaller than this part of the sum of its terms' sizes has lost digits to their difference. */
    private static final double LEAST_SHARE = 1e-4;

    /**
     * The functions of several groups of rows, one for each group and task, group by group; one pass over the rows,
     * O(n p (p + o)).
     *
     * @param design the design of the tasks
     * @param groups the rows of every task, group by group
     * @param weights the weight of a row, for each group and task in the same order
     * @param outputs o
     */
    public static List<Quadratic> of(Design design, List<List<TaskData.Labelled>> groups, double[] weights, int outputs,
            Workers workers) {
        List<TaskData.Labelled> rows = groups.stream().flatMap(List::stream).toList();
        Design repeated = design.with(design.standardization().repeated(groups.size()));
        int p = design.columns();
        int products = p * p;
        int squares = products + p * outputs;
        double[][] sums = new RowPass(repeated, rows, workers).sums(squares + 1, (tile, sum) -> {
            Blas.addGram(p, tile.count(), 1, tile.design(), sum);
            double[] product = new double[p * outputs];
            tile.addGradient(tile.targets(), p, outputs, product);
            for (int i = 0; i < product.length; i++) {
                sum[products + i] += product[i];
            }
            for (int i = 0; i < tile.count() * outputs; i++) {
                sum[squares] += tile.targets()[i] * tile.targets()[i];
            }
        });
        List<Quadratic> functions = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            functions.add(scaled(sums[i], p, outputs, 2 * weights[i] / outputs));
            // Held twice, the matrices of all tasks would be the most there is in memory.
            sums[i] = new double[0];
        }
        return functions;
    }

    private static Quadratic scaled(double[] sums, int p, int outputs, double factor) {
        double[] hessian = new double[p * p];
        double[] linear = new double[p * outputs];
        for (int i = 0; i < hessian.length; i++) {
            hessian[i] = factor * sums[i];
        }
        for (int i = 0; i < linear.length; i++) {
            linear[i] = factor * sums[hessian.length + i];
        }
        Blas.mirrorLower(p, hessian);
        return new Quadratic(hessian, linear, factor / 2 * sums[hessian.length + linear.length]);
    }

    /** The gradient MW − B, p·o values, and then the value. */
    double[] term(double[] coefficients) {
        double[] product = product(hessian, coefficients);
        double[] term = new double[linear.length + 1];
        double value = constant;
        for (int i = 0; i < linear.length; i++) {
            term[i] = product[i] - linear[i];
            value += coefficients[i] * (product[i] / 2 - linear[i]);
        }
        term[linear.length] = value;
        return term;
    }

    /** The value, where it is as good as a sum over the rows to nine digits: not where it is what large terms leave. */
    public OptionalDouble value(double[] coefficients) {
        double value = term(coefficients)[linear.length];
        double[] sizes = product(absolute(hessian), absolute(coefficients));
        double size = constant;
        for (int i = 0; i < linear.length; i++) {
            size += Math.abs(coefficients[i]) * (sizes[i] / 2 + Math.abs(linear[i]));
        }
        return value >= LEAST_SHARE * size && Double.isFinite(size) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private double[] product(double[] matrix, double[] coefficients) {
        int p = (int) Math.round(Math.sqrt(matrix.length));
        double[] product = new double[linear.length];
        Blas.multiply(p, linear.length / p, p, 1, matrix, coefficients, 0, product);
        return product;
    }

    private static double[] absolute(double[] values) {
        double[] absolute = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            absolute[i] = Math.abs(values[i]);
        }
        return absolute;
    }
}
