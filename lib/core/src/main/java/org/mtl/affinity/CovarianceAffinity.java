package org.mtl.affinity;

import java.util.List;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.linalg.Blas;
import org.mtl.linalg.SymmetricEigen;
import org.mtl.model.network.Embeddings;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;

/**
 * {@code --method covariance}: how alike the inputs of two tasks are ([4] Eq. 5, METHODS §5). Nothing is trained.
 *
 * <p>Of each task's second moment X'X over its training rows, the fewest leading eigenvectors U with eigenvalues D that
 * hold 99% of the trace are kept, Σ = UDU'. The affinity of two tasks is
 * ‖(U₁D₁^½)'U₂D₂^½‖_F / (‖U₁D₁^½‖_F ‖U₂D₂^½‖_F) = sqrt(tr Σ₁Σ₂ / (tr Σ₁ tr Σ₂)).
 *
 * <p>It lies between 0 (no direction in common) and 1 (both of rank one, in the same direction), is symmetric, and does
 * not change where a task's features are scaled by one factor or both tasks' are rotated alike. A task with itself scores
 * sqrt(Σs²)/Σs over its kept eigenvalues s.
 */
public final class CovarianceAffinity {

    /** The share of the trace that is kept. */
    private static final double KEPT = 0.99;

    private static final int TILE_ROWS = 1024;

    private CovarianceAffinity() {}

    /**
     * Compares all tasks: O(n·d² + K·d³ + K²·r²·d) time for r kept directions, O(K·r·d) memory and d² for each thread.
     *
     * @param design what the tasks' rows are taken through; without an intercept
     * @param tasks the tasks, K of them
     * @param center whether each task's mean is taken off first
     * @return K × K, symmetric
     * @throws MtlException (DATA) if a task has no training rows, or they vary in no feature or too widely
     */
    public static double[][] scores(Design design, List<TaskData> tasks, boolean center, Workers workers) {
        double[][] factors = new double[tasks.size()][];
        workers.forEach(factors.length, k ->
                factors[k] = factor(moment(design, k, tasks.get(k), center), design.columns(), tasks.get(k), center));
        return scores(factors, design.columns(), workers);
    }

    /**
     * The same of what a layer makes of the tasks' training rows; of each task's own network where they share none.
     *
     * @param layer as {@link Embeddings#of} takes it
     * @param data the data that the networks were trained on
     * @throws MtlException also (USAGE) if there is no such layer
     */
    public static double[][] scores(NetworkModel model, String layer, Dataset data, boolean center, Workers workers) {
        double[][] factors = new double[data.tasks().size()][];
        int width = 0;
        for (int k = 0; k < factors.length; k++) {
            Embeddings embeddings = Embeddings.of(model.isShared() ? model : model.alone(k), layer);
            width = embeddings.width();
            TaskData task = data.tasks().get(k);
            factors[k] = factor(moment(embeddings, data, model.isShared() ? k : 0, task, center, workers), width, task, center);
        }
        return scores(factors, width, workers);
    }

    private static double[][] scores(double[][] factors, int columns, Workers workers) {
        double[] traces = new double[factors.length];
        for (int k = 0; k < factors.length; k++) {
            traces[k] = squares(factors[k]);
        }
        double[][] scores = new double[factors.length][factors.length];
        workers.forEach(factors.length, i -> {
            for (int k = 0; k <= i; k++) {
                double common = product(factors[i], factors[k], columns);
                scores[i][k] = Math.sqrt(common / (traces[i] * traces[k]));
            }
        });
        for (int i = 0; i < scores.length; i++) {
            for (int k = 0; k < i; k++) {
                scores[k][i] = scores[i][k];
            }
        }
        return scores;
    }

    /** F = UD^½ of a task, d × kept, scaled so that the largest eigenvalue is 1. */
    private static double[] factor(double[] moment, int columns, TaskData task, boolean center) {
        SymmetricEigen eigen;
        try {
            eigen = SymmetricEigen.of(moment, columns);
        } catch (ArithmeticException e) {
            throw MtlException.data("task '" + task.name() + "': its features are too large to be multiplied");
        }
        double largest = eigen.largest();
        if (!(largest > 0)) {
            throw MtlException.data("task '" + task.name() + "': its " + task.size(Split.TRAIN) + " training rows "
                    + (center ? "vary in no feature" : "are 0 in every feature"));
        }
        int kept = kept(eigen);
        double[] factor = new double[kept * columns];
        for (int r = 0; r < kept; r++) {
            int from = columns - 1 - r;
            double root = Math.sqrt(eigen.values()[from] / largest);
            for (int j = 0; j < columns; j++) {
                factor[j * kept + r] = root * eigen.vectors()[from * columns + j];
            }
        }
        return factor;
    }

    /** The fewest leading eigenvalues that hold the share of the trace; those below 0 are rounding. */
    private static int kept(SymmetricEigen eigen) {
        double trace = 0;
        for (double value : eigen.values()) {
            trace += Math.max(0, value);
        }
        int kept = 0;
        double sum = 0;
        while (sum < KEPT * trace) {
            kept++;
            sum += Math.max(0, eigen.values()[eigen.order() - kept]);
        }
        return kept;
    }

    /** X'X of the training rows, d × d, the lower triangle. */
    private static double[] moment(Design design, int position, TaskData task, boolean center) {
        int columns = design.columns();
        TaskData.Labelled rows = task.in(Split.TRAIN);
        double[] mean = center ? mean(design, position, rows) : new double[columns];
        double[] moment = new double[columns * columns];
        double[] tile = new double[Math.min(TILE_ROWS, rows.size()) * columns];
        for (int from = 0; from < rows.size(); from += TILE_ROWS) {
            int to = Math.min(rows.size(), from + TILE_ROWS);
            design.copyRows(position, rows, from, to, tile);
            for (int i = 0; i < (to - from) * columns; i++) {
                tile[i] -= mean[i % columns];
            }
            Blas.addGram(columns, to - from, 1, tile, moment);
        }
        return moment;
    }

    private static double[] moment(
            Embeddings embeddings, Dataset data, int position, TaskData task, boolean center, Workers workers) {
        int columns = embeddings.width();
        TaskData.Labelled rows = task.in(Split.TRAIN);
        double[] mean = new double[columns];
        if (center) {
            int[] seen = new int[1];
            embeddings.compute(data, position, rows, workers, (values, count) -> {
                for (int i = 0; i < count; i++) {
                    seen[0]++;
                    for (int j = 0; j < columns; j++) {
                        mean[j] += (values[i * columns + j] - mean[j]) / seen[0];
                    }
                }
            });
        }
        double[] moment = new double[columns * columns];
        embeddings.compute(data, position, rows, workers, (values, count) -> {
            for (int i = 0; i < count * columns; i++) {
                values[i] -= mean[i % columns];
            }
            Blas.addGram(columns, count, 1, values, moment);
        });
        return moment;
    }

    private static double[] mean(Design design, int position, TaskData.Labelled rows) {
        int columns = design.columns();
        double[] mean = new double[columns];
        double[] row = new double[columns];
        for (int i = 0; i < rows.size(); i++) {
            design.copyRows(position, rows, i, i + 1, row);
            for (int j = 0; j < columns; j++) {
                // A running mean: equal values keep it exactly at their value.
                mean[j] += (row[j] - mean[j]) / (i + 1);
            }
        }
        return mean;
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    /** tr Σ₁Σ₂ = ‖F₁'F₂‖²_F. */
    private static double product(double[] first, double[] second, int columns) {
        int firstKept = first.length / columns;
        int secondKept = second.length / columns;
        double[] inner = new double[firstKept * secondKept];
        Blas.multiplyTransposed(firstKept, secondKept, columns, 1, first, second, 0, inner);
        return squares(inner);
    }
}
