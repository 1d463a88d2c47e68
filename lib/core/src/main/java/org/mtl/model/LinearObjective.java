package org.mtl.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
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
    private final int penaltyShares;
    private final Workers workers;
    private final RowPass pass;

    /**
     * An objective over the training rows in {@code tasks}.
     *
     * @param sharedRidge c ≥ 0, the ridge on the common coefficients under soft sharing; 0 otherwise
     */
    public LinearObjective(Design design, List<TaskTerm> tasks, Sharing sharing, double sharedRidge, Workers workers) {
        this(design, tasks, sharing, sharedRidge, tasks.size(), workers);
    }

    private LinearObjective(Design design, List<TaskTerm> tasks, Sharing sharing, double sharedRidge, int penaltyShares,
            Workers workers) {
        if (sharedRidge != 0 && sharing != Sharing.SOFT) {
            throw new IllegalArgumentException("a shared ridge needs soft sharing");
        }
        int outputs = tasks.get(0).loss().outputs();
        if (tasks.stream().anyMatch(task -> task.loss().outputs() != outputs)) {
            throw new IllegalArgumentException("tasks whose predictions have different lengths");
        }
        this.design = design;
        this.tasks = List.copyOf(tasks);
        this.sharing = sharing;
        this.sharedRidge = sharedRidge;
        this.penaltyShares = penaltyShares;
        this.workers = workers;
        this.pass = new RowPass(design, tasks.stream().map(TaskTerm::rows).toList(), workers);
    }

    private LinearObjective(LinearObjective other, List<TaskTerm> tasks) {
        this.design = other.design;
        this.tasks = tasks;
        this.sharing = other.sharing;
        this.sharedRidge = other.sharedRidge;
        this.penaltyShares = other.penaltyShares;
        this.workers = other.workers;
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

    /** The same objective computed by other threads, to the same bits. */
    public LinearObjective on(Workers others) {
        return new LinearObjective(design, tasks, sharing, sharedRidge, penaltyShares, others);
    }

    /** The same objective with another term in the place of a task's. */
    public LinearObjective withTerm(int task, TaskTerm term) {
        List<TaskTerm> changed = new ArrayList<>(tasks);
        changed.set(task, term);
        return new LinearObjective(design, changed, sharing, sharedRidge, penaltyShares, workers);
    }

    /**
     * The objective without a task's data and penalty; the parameters keep their blocks but for the task's own. What the
     * other tasks add stays as it is, their share of a pooled ridge included.
     */
    public LinearObjective withoutTask(int task) {
        List<TaskTerm> rest = new ArrayList<>(tasks);
        rest.remove(task);
        Standardization kept = design.standardization().withoutTask(task);
        Design reduced = design.with(kept);
        return new LinearObjective(reduced, rest, sharing, sharedRidge, penaltyShares, workers);
    }

    /** The number of tasks among which the ridge of pooled training was divided. */
    int penaltyShares() {
        return penaltyShares;
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

    /** C, the number of values of a prediction. */
    public int outputs() {
        return tasks.get(0).loss().outputs();
    }

    /**
     * The length p·C of a parameter block. A block is a p × C matrix, row-major: all coefficients of a column stand
     * together.
     */
    public int blockLength() {
        return design.columns() * outputs();
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
        return point(parameters, dataTerms(parameters));
    }

    /** L and ∇L of squared losses without a pass, from the function (π_k/n_k) Σ_i ℓ_ki of each task. */
    public Point at(BlockMatrix parameters, List<Quadratic> data) {
        double[][] terms = new double[tasks.size()][];
        Arrays.setAll(terms, k -> data.get(k).term(parameters.predicting(k)));
        return point(parameters, terms);
    }

    private Point point(BlockMatrix parameters, double[][] terms) {
        int length = blockLength();
        BlockMatrix gradient = zeroParameters();
        double value = 0;
        for (int k = 0; k < tasks.size(); k++) {
            double[] block = gradient.predicting(k);
            for (int j = 0; j < length; j++) {
                block[j] += terms[k][j];
            }
            value += terms[k][length];
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

    /** Per task, the gradient of (π_k/n_k) Σ_i ℓ_ki, p·C values, and then its value. */
    private double[][] dataTerms(BlockMatrix parameters) {
        int p = design.columns();
        int c = outputs();
        double[][] sums = pass.sums(p * c + 1, (tile, sum) -> {
            Loss loss = tasks.get(tile.task()).loss();
            double[] predictions = tile.predictions(parameters.predicting(tile.task()), p, c);
            double[] slopes = new double[tile.count() * c];
            loss.gradients(predictions, tile.targets(), tile.count(), slopes);
            tile.addGradient(slopes, p, c, sum);
            sum[p * c] += loss.sum(predictions, tile.targets(), tile.count());
        });
        for (int k = 0; k < tasks.size(); k++) {
            scale(sums[k], tasks.get(k).rowWeight());
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
        return value + penalties().addShared(parameters, gradient);
    }

    /** Adds the gradient of π_k Ω_k to {@code gradient} and returns its value. */
    public double addTaskPenalty(int task, BlockMatrix parameters, BlockMatrix gradient) {
        return penalties().addTask(task, tasks.get(task).weight() * tasks.get(task).penalty(), parameters, gradient);
    }

    private LinearPenalties penalties() {
        return new LinearPenalties(sharing, sharedRidge, penaltyShares, blockLength(), penalisedLength());
    }

    /** The number of coefficients of a block that a plain ridge acts on: all but the intercept's, which are last. */
    public int penalisedLength() {
        return (design.columns() - (design.intercept() ? 1 : 0)) * outputs();
    }

    /**
     * How many equal diagonal blocks the data part of the Hessian has: C where every loss of several outputs has an
     * {@link Loss#isotropicCurvature}, since M_k is then M ⊗ I_C, otherwise 1, the whole being one block.
     */
    public int curvatureRepeats() {
        return tasks.stream().allMatch(task -> task.loss().isotropicCurvature().isPresent()) ? outputs() : 1;
    }

    /**
     * The data part of the Hessian, task by task: M_k = (π_k/n_k) Σ_i (x_i ⊗ B_i)(x_i ⊗ B_i)' with ∂²ℓ_i/∂z² = B_iB_i',
     * p·C × p·C row-major; one pass over the rows, O(n p² C³). Where it has several equal blocks
     * ({@link #curvatureRepeats}), one of them, p × p, in O(n p²).
     */
    public double[][] curvature(BlockMatrix parameters) {
        int p = design.columns();
        int inner = outputs() / curvatureRepeats();
        int length = p * inner;
        double[][] sums = pass.sums(length * length,
                (tile, sum) -> CurvatureRows.add(tile, curvatureRoots(tile, parameters), p, inner, sum));
        for (int k = 0; k < sums.length; k++) {
            scale(sums[k], tasks.get(k).rowWeight());
            Blas.mirrorLower(length, sums[k]);
        }
        return sums;
    }

    private double[] curvatureRoots(RowPass.Tile tile, BlockMatrix parameters) {
        Loss loss = tasks.get(tile.task()).loss();
        double[] predictions = loss.constantCurvature()
                ? new double[0]
                : tile.predictions(parameters.predicting(tile.task()), design.columns(), outputs());
        return curvatureRepeats() > 1
                ? loss.repeatedRoots(tile.count())
                : loss.curvatureRoots(predictions, tile.targets(), tile.count());
    }

    /** The same objective with each loss replaced by its {@link Loss#majorant}. */
    public LinearObjective majorant() {
        List<TaskTerm> terms = tasks.stream()
                .map(task -> new TaskTerm(task.name(), task.rows(), task.loss().majorant(), task.weight(), task.penalty(),
                        task.divisor()))
                .toList();
        return new LinearObjective(this, terms);
    }

    /**
     * Whether the shared coefficients alone classify every training row of every task correctly; then, without a ridge on
     * them, no finite minimiser exists, since scaling them up always decreases the losses.
     */
    public boolean isSeparatedByShared(BlockMatrix parameters) {
        int p = design.columns();
        int c = outputs();
        double[][] wrong = pass.sums(1, (tile, sum) -> {
            double[] margins = new double[tile.count()];
            tasks.get(tile.task()).loss()
                    .margins(tile.predictions(parameters.shared(), p, c), tile.targets(), tile.count(), margins);
            for (double margin : margins) {
                sum[0] += margin > 0 ? 0 : 1;
            }
        });
        return Arrays.stream(wrong).allMatch(count -> count[0] == 0);
    }
}
