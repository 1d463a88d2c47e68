package org.mtl.model.network;

import org.mtl.linalg.RealVector;

/** The gradients of all tasks by the shared parameters, written out in the heap. */
public final class HeapTaskGradients implements TaskGradients {

    private final double[] losses;
    private final double[][] rows;
    private final RealVector gradient;

    /**
     * Takes over its arrays.
     *
     * @param losses Σ_i ℓ_k for every task
     * @param rows J, an array for each task
     * @param gradient that of all parameters, of which {@link #combine} stores the shared part
     */
    public HeapTaskGradients(double[] losses, double[][] rows, RealVector gradient) {
        this.losses = losses;
        this.rows = rows;
        this.gradient = gradient;
    }

    @Override
    public double[] losses() {
        return losses.clone();
    }

    @Override
    public double[] gram() {
        int tasks = rows.length;
        double[] gram = new double[tasks * tasks];
        for (int a = 0; a < tasks; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int i = 0; i < rows[a].length; i++) {
                    sum += rows[a][i] * rows[b][i];
                }
                gram[a * tasks + b] = sum;
                gram[b * tasks + a] = sum;
            }
        }
        return gram;
    }

    @Override
    public void copy(int task, double[] into) {
        System.arraycopy(rows[task], 0, into, 0, rows[task].length);
    }

    @Override
    public void combine(double[] coefficients) {
        double[] sum = new double[rows.length == 0 ? 0 : rows[0].length];
        for (int k = 0; k < rows.length; k++) {
            for (int i = 0; i < sum.length && coefficients[k] != 0; i++) {
                sum[i] += coefficients[k] * rows[k][i];
            }
        }
        gradient.put(0, sum.length, sum);
    }
}
