package org.mtl.model;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.Design;
import org.mtl.linalg.Blas;
import org.mtl.parallel.Workers;

/**
 * The objective of a linear multitask model, L = Σ_k π_k [(1/n_k) Σ_i ℓ_k(x_i'w_k, y_i) + Ω_k] + c‖γ‖² (METHODS §1 and
 * §2, [1] Eq. 3), with Ω_k as {@link Sharing} says. Tasks are always in the order of the list.
 */
public final class LinearObjective {

    private final Design design;
    private final List<TaskTerm> tasks;
    private final Sharing sharing;
    private final double sharedRidge;
    private final RowPass pass;

    /**
     * An objective over the training rows in {@code tasks}.
     *
     * @param sharedRidge c ≥ 0, the ridge on the common coefficients under soft sharing; 0 otherwise
     */
    public LinearObjective(Design design, List<TaskTerm> tasks, Sharing sharing, double sharedRidge, Workers workers) {
        if (sharedRidge != 0 && sharing != Sharing.SOFT) {
            throw new IllegalArgumentException("a shared ridge needs soft sharing");
        }
        this.design = design;
        this.tasks = List.copyOf(tasks);
        this.sharing = sharing;
        this.sharedRidge = sharedRidge;
        this.pass = new RowPass(design, tasks.stream().map(TaskTerm::rows).toList(), workers);
    }

    private LinearObjective(LinearObjective other, List<TaskTerm> tasks) {
        this.design = other.design;
        this.tasks = tasks;
        this.sharing = other.sharing;
        this.sharedRidge = other.sharedRidge;
        this.pass = other.pass;
    }

    /** The same objective with other λ_k, one per task. */
    public LinearObjective withPenalties(double[] penalties) {
        TaskTerm[] changed = new TaskTerm[tasks.size()];
        for (int task = 0; task < changed.length; task++) {
            changed[task] = tasks.get(task).withPenalty(penalties[task]);
        }
        return new LinearObjective(this, List.of(changed));
    }

    public Design design() {
        return design;
    }

    public List<TaskTerm> tasks() {
        return tasks;
    }

    public Sharing sharing() {
        return sharing;
    }

    /** c, the ridge on the common coefficients. */
    public double sharedRidge() {
        return sharedRidge;
    }

    /** The length p of a parameter block. */
    public int blockLength() {
        return design.columns();
    }

    /** Parameters that are all zero. */
    public BlockMatrix zeroParameters() {
        return BlockMatrix.zero(sharing, tasks.size(), blockLength(), 1);
    }

    /** True where the Hessian is the same at all parameters. */
    public boolean isQuadratic() {
        return tasks.stream().allMatch(task -> task.loss().constantCurvature());
    }

    /** A value of the objective with its gradient at the same parameters. */
    public record Point(double value, BlockMatrix gradient) {}

    /** L and ∇L; one pass over the rows. */
    public Point at(BlockMatrix parameters) {
        int p = blockLength();
        double[][] terms = dataTerms(parameters);
        BlockMatrix gradient = zeroParameters();
        double value = 0;
        for (int k = 0; k < tasks.size(); k++) {
            double[] block = gradient.predicting(k);
            for (int j = 0; j < p; j++) {
                block[j] += terms[k][j];
            }
            value += terms[k][p];
        }
        return new Point(value + addPenalty(parameters, gradient), gradient);
    }

    /**
     * The gradient of (π_k/n_k) Σ_i ℓ_ki in the coefficients that task k predicts with, for every task; one pass over
     * the rows.
     */
    public double[][] taskDataGradients(BlockMatrix parameters) {
        double[][] gradients = dataTerms(parameters);
        for (int k = 0; k < gradients.length; k++) {
            gradients[k] = Arrays.copyOf(gradients[k], blockLength());
        }
        return gradients;
    }

    /** Per task, the gradient of (π_k/n_k) Σ_i ℓ_ki, p values, and then its value. */
    private double[][] dataTerms(BlockMatrix parameters) {
        int p = blockLength();
        double[][] sums = pass.sums(p + 1, (tile, sum) -> {
            TaskTerm task = tasks.get(tile.task());
            double[] predictions = new double[tile.count()];
            double[] slopes = new double[tile.count()];
            Blas.multiplyVector(
                    tile.count(), p, 1, tile.design(), parameters.predicting(tile.task()), 0, predictions);
            task.loss().gradients(predictions, tile.targets(), tile.count(), slopes);
            Blas.multiplyTransposedVector(tile.count(), p, 1, tile.design(), slopes, 1, sum);
            sum[p] += task.loss().sum(predictions, tile.targets(), tile.count());
        });
        for (int k = 0; k < tasks.size(); k++) {
            scale(sums[k], tasks.get(k).weight() / tasks.get(k).rows().size());
        }
        return sums;
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /** Adds the gradient of all Ω_k and of c‖γ‖² to {@code gradient} and returns their value. */
    private double addPenalty(BlockMatrix parameters, BlockMatrix gradient) {
        double value = 0;
        for (int k = 0; k < tasks.size(); k++) {
            value += addTaskPenalty(k, parameters, gradient);
        }
        if (sharedRidge > 0) {
            for (int j = 0; j < blockLength(); j++) {
                value += sharedRidge * parameters.shared()[j] * parameters.shared()[j];
                gradient.shared()[j] += 2 * sharedRidge * parameters.shared()[j];
            }
        }
        return value;
    }

    /** Adds the gradient of π_k Ω_k to {@code gradient} and returns its value. */
    public double addTaskPenalty(int task, BlockMatrix parameters, BlockMatrix gradient) {
        double strength = tasks.get(task).weight() * tasks.get(task).penalty();
        double value = 0;
        if (sharing == Sharing.SOFT) {
            for (int j = 0; j < blockLength(); j++) {
                double difference = parameters.own()[task][j] - parameters.shared()[j];
                value += strength * difference * difference;
                gradient.own()[task][j] += 2 * strength * difference;
                gradient.shared()[j] -= 2 * strength * difference;
            }
            return value;
        }
        double share = sharing == Sharing.POOLED ? strength / tasks.size() : strength;
        double[] coefficients = parameters.predicting(task);
        for (int j = 0; j < penalisedColumns(); j++) {
            value += share * coefficients[j] * coefficients[j];
            gradient.predicting(task)[j] += 2 * share * coefficients[j];
        }
        return value;
    }

    /** The columns that a plain ridge acts on: all but the intercept, which is last. */
    public int penalisedColumns() {
        return design.features().names().size();
    }

    /**
     * The data part of the Hessian, task by task: M_k = (π_k/n_k) Σ_i ℓ'' x_i x_i', p × p row-major; one pass over the
     * rows, O(n p²).
     */
    public double[][] curvature(BlockMatrix parameters) {
        int p = blockLength();
        double[][] sums = pass.sums(p * p, (tile, sum) -> {
            Loss loss = tasks.get(tile.task()).loss();
            double[] predictions = new double[tile.count()];
            if (!loss.constantCurvature()) {
                Blas.multiplyVector(
                        tile.count(), p, 1, tile.design(), parameters.predicting(tile.task()), 0, predictions);
            }
            double[] weights = new double[tile.count()];
            loss.curvatures(predictions, tile.targets(), tile.count(), weights);
            scaleRows(tile.design(), p, weights, tile.count());
            Blas.addGram(p, tile.count(), 1, tile.design(), sum);
        });
        for (int k = 0; k < sums.length; k++) {
            scale(sums[k], tasks.get(k).weight() / tasks.get(k).rows().size());
            Blas.mirrorLower(p, sums[k]);
        }
        return sums;
    }

    private static void scaleRows(double[] rows, int columns, double[] weights, int count) {
        for (int i = 0; i < count; i++) {
            double root = Math.sqrt(weights[i]);
            for (int j = 0; j < columns; j++) {
                rows[i * columns + j] *= root;
            }
        }
    }
}
