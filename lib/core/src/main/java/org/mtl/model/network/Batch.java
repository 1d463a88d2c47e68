package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;

/**
 * Rows on which a network is evaluated, and the labels of tasks over them.
 *
 * <p>The value of a batch is Σ_k factor_k · Σ_i ℓ_k(f_k(x_i); y_ki) over each task's labelled rows: with factor_k = π_k/m_k
 * for m_k labels the weighted sum of the tasks' means, with one factor for all the mean over rows of the long form.
 *
 * @param count the number of rows
 * @param features count × d values, row-major; the array may be longer
 * @param labels the labels, at most one entry per task, ascending by task; a task without labels here may be absent
 */
public record Batch(int count, double[] features, List<Labels> labels) {

    /**
     * One task's labels.
     *
     * @param task its position among the tasks
     * @param positions the positions in the batch of the rows that have a label, ascending
     * @param targets the labels of these rows as the task's loss takes them; the array may be longer
     * @param factor what the loss of each of these rows counts in the batch's value
     * @param weights what it counts beside the factor, row by row; none where all count alike. Engines of words do not know
     *     them
     */
    public record Labels(int task, int[] positions, double[] targets, double factor, double[] weights) {

        private static final double[] ALIKE = {};

        /** Rows that all count alike. */
        public Labels(int task, int[] positions, double[] targets, double factor) {
            this(task, positions, targets, factor, ALIKE);
        }

        /** What the loss of the i-th of these rows counts in the batch's value. */
        public double factor(int i) {
            return weights.length == 0 ? factor : factor * weights[i];
        }

        /** The number of labels. */
        public int size() {
            return positions.length;
        }
    }

    /** Copies the list. */
    public Batch {
        labels = List.copyOf(labels);
    }

    /** Whether no row has labels of two tasks. */
    public boolean isSeparate() {
        if (pairs() > count) {
            return false;
        }
        boolean[] seen = new boolean[count];
        for (Labels task : labels) {
            for (int position : task.positions()) {
                if (seen[position]) {
                    return false;
                }
                seen[position] = true;
            }
        }
        return true;
    }

    /** The tasks that have labels here. */
    public int[] tasks() {
        return labels.stream().mapToInt(Labels::task).toArray();
    }

    /**
     * The means of sums over the labels of each task.
     *
     * @param sums a value for each of all K tasks
     * @return K values, NaN for tasks without labels here
     */
    public double[] means(double[] sums) {
        double[] means = new double[sums.length];
        Arrays.fill(means, Double.NaN);
        labels.forEach(task -> means[task.task()] = sums[task.task()] / task.size());
        return means;
    }

    /** The number of labelled (row, task) pairs. */
    public int pairs() {
        return labels.stream().mapToInt(Labels::size).sum();
    }
}
