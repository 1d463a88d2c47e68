package org.mtl.dl4j;

import org.mtl.model.network.TaskGradients;

/** The gradients of all tasks by the shared parameters, in the heap. */
final class GradientsOfTasks implements TaskGradients {

    private final double[] losses;
    private final double[][] rows;
    private final HeapVector gradient;

    /**
     * Takes over its arrays.
     *
     * @param rows J, an array for each task
     * @param gradient the engine's, of which {@link #combine} stores the shared part
     */
    GradientsOfTasks(double[] losses, double[][] rows, HeapVector gradient) {
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
            for (int i = 0; i < sum.length; i++) {
                sum[i] += coefficients[k] * rows[k][i];
            }
        }
        gradient.put(0, sum.length, sum);
    }
}
