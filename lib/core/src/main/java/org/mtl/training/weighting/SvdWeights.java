package org.mtl.training.weighting;

import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.linalg.Blas;
import org.mtl.linalg.SymmetricEigen;

/**
 * Weights by a singular value decomposition ([4] Algorithm 2): θ_k = X'y_k over a task's training rows, of which the mean is
 * taken off, U_r the leading r left singular vectors of [θ_1 … θ_K], α_k = ‖θ_k'U_r‖. A task whose labels have little in
 * common with the others' has a small weight.
 *
 * <p>With Θ'Θ = VΛV' it is α_k² = Σ_{j ≤ r} λ_j V_kj², so that only a K × K matrix is decomposed.
 */
public final class SvdWeights {

    private static final int TILE_ROWS = 1024;

    private SvdWeights() {}

    /**
     * The weights of tasks that share their rows: O(n·d·K) time, O(d·K) memory.
     *
     * @param design what a row is taken through; without an intercept
     * @param tasks the tasks, K of them, each with one number as its label
     * @param rank r, from 1 to K
     * @param scaled whether they are scaled to the sum K, as other weights are
     * @return α
     * @throws MtlException (USAGE) if r is above K; (DATA) if a task has labels of several numbers or more than two classes, or
     *     labels that say nothing of the features for every task
     */
    public static double[] of(Design design, List<TaskData> tasks, int rank, boolean scaled) {
        int count = tasks.size();
        if (rank > count) {
            throw MtlException.usage("--rank: expected at most " + count + ", the number of tasks, found " + rank);
        }
        for (TaskData task : tasks) {
            if (task.in(Split.TRAIN).width() != 1 || task.classes().size() > 2) {
                throw MtlException.data("--weighting svd: task '" + task.name() + "': expected one number or two classes as its label");
            }
        }
        double[][] rows = new double[count][];
        Arrays.setAll(rows, k -> products(design, k, tasks.get(k).in(Split.TRAIN)));
        double[] weights = lengths(gram(rows), count, rank);
        double sum = Arrays.stream(weights).sum();
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw MtlException.data("--weighting svd: the products of features and labels are 0 or too large for every task");
        }
        return scaled ? Arrays.stream(weights).map(weight -> weight * count / sum).toArray() : weights;
    }

    /** θ_k. */
    private static double[] products(Design design, int task, TaskData.Labelled rows) {
        int columns = design.columns();
        double[] mean = new double[columns];
        addRows(design, task, rows, new double[columns], label -> 1, mean);
        Arrays.setAll(mean, j -> mean[j] / rows.size());
        double[] products = new double[columns];
        addRows(design, task, rows, mean, label -> rows.target(label, 0), products);
        return products;
    }

    private interface Factor {
        double of(int label);
    }

    private static void addRows(Design design, int task, TaskData.Labelled rows, double[] mean, Factor factor, double[] sums) {
        int columns = sums.length;
        double[] tile = new double[Math.min(TILE_ROWS, rows.size()) * columns];
        for (int from = 0; from < rows.size(); from += TILE_ROWS) {
            int to = Math.min(rows.size(), from + TILE_ROWS);
            design.copyRows(task, rows, from, to, tile);
            for (int i = from; i < to; i++) {
                double by = factor.of(i);
                for (int j = 0; j < columns; j++) {
                    sums[j] += by * (tile[(i - from) * columns + j] - mean[j]);
                }
            }
        }
    }

    private static double[] gram(double[][] rows) {
        int count = rows.length;
        int columns = rows[0].length;
        double[] all = new double[count * columns];
        for (int k = 0; k < count; k++) {
            System.arraycopy(rows[k], 0, all, k * columns, columns);
        }
        double[] gram = new double[count * count];
        Blas.multiplyByTransposed(count, count, columns, 1, all, all, 0, gram);
        return gram;
    }

    private static double[] lengths(double[] gram, int count, int rank) {
        SymmetricEigen eigen;
        try {
            eigen = SymmetricEigen.of(gram, count);
        } catch (ArithmeticException e) {
            throw MtlException.data("--weighting svd: the features are too large to be multiplied; try --standardize pooled");
        }
        double[] lengths = new double[count];
        for (int r = 0; r < rank; r++) {
            // Ascending eigenvalues, eigenvectors as rows; those below 0 are rounding.
            int at = count - 1 - r;
            double value = Math.max(0, eigen.values()[at]);
            for (int k = 0; k < count; k++) {
                double entry = eigen.vectors()[at * count + k];
                lengths[k] += value * entry * entry;
            }
        }
        return Arrays.stream(lengths).map(Math::sqrt).toArray();
    }
}
