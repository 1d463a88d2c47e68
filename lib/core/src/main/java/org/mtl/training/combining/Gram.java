package org.mtl.training.combining;

import java.util.stream.IntStream;

/**
 * The products of the gradients of tasks with each other, G = JJ'.
 *
 * @param values K × K, row-major, symmetric and positive semidefinite
 * @param tasks which tasks these are, ascending
 */
public record Gram(double[] values, int[] tasks) {

    /** Checks the size. */
    public Gram {
        if (values.length != tasks.length * tasks.length) {
            throw new IllegalArgumentException("expected the products of " + tasks.length + " tasks, found " + values.length
                    + " values");
        }
    }

    /** The products of gradients that are written out, a row for each task. */
    public static Gram of(double[][] rows) {
        return new Gram(products(rows, rows), IntStream.range(0, rows.length).toArray());
    }

    /** J₁J₂', row-major. */
    static double[] products(double[][] first, double[][] second) {
        double[] products = new double[first.length * second.length];
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < second.length; j++) {
                products[i * second.length + j] = dot(first[i], second[j]);
            }
        }
        return products;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** K. */
    public int size() {
        return tasks.length;
    }

    /** G_ij. */
    public double at(int i, int j) {
        return values[i * tasks.length + j];
    }

    /** ‖g_i‖. */
    public double norm(int i) {
        return Math.sqrt(Math.max(0, at(i, i)));
    }

    /** The largest G_ii, 0 without tasks. */
    double largest() {
        return IntStream.range(0, size()).mapToDouble(i -> at(i, i)).max().orElse(0);
    }

    /** Gc. */
    public double[] times(double[] c) {
        int n = size();
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            product[i] = product(c, i);
        }
        return product;
    }

    /** (Gc)_i. */
    double product(double[] c, int i) {
        int n = size();
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += values[i * n + j] * c[j];
        }
        return sum;
    }

    /** ‖Σ c_t g_t‖. */
    public double norm(double[] c) {
        return Math.sqrt(Math.max(0, dot(c, times(c))));
    }

    /** DGD: the products where gradient t is multiplied by d_t. */
    public Gram scaled(double[] d) {
        int n = size();
        double[] all = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                all[i * n + j] = d[i] * values[i * n + j] * d[j];
            }
        }
        return new Gram(all, tasks);
    }

    /** The products of those tasks alone, given by their places here. */
    public Gram part(int[] places) {
        double[] all = new double[places.length * places.length];
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < places.length; j++) {
                all[i * places.length + j] = at(places[i], places[j]);
            }
        }
        return new Gram(all, IntStream.of(places).map(place -> tasks[place]).toArray());
    }
}
