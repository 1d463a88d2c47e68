package org.mtl.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.mtl.linalg.SymmetricEigen;
import org.mtl.parallel.Workers;

/**
 * The data part M_k of a Hessian, from which the Hessian for any penalties is built.
 *
 * <p>Where the curvature repeats itself for every output ({@link LinearObjective#curvatureRepeats}), M_k is that of one of
 * them, so that neither memory nor time grow with a power of their number.
 *
 * <p>Under soft sharing the eigendecompositions of M_k do not depend on λ_k; they are computed once and serve a whole
 * search over penalties.
 */
public final class Curvature {

    private final double[][] matrices;
    private final int p;
    private final int repeats;
    private final Workers workers;
    private List<SymmetricEigen> decomposed = List.of();

    /** The curvature of an objective's data at these parameters (at any, if it is quadratic); one pass over the rows. */
    public Curvature(LinearObjective objective, BlockMatrix parameters, Workers workers) {
        this.matrices = objective.curvature(parameters);
        this.repeats = objective.curvatureRepeats();
        this.p = objective.blockLength() / repeats;
        this.workers = workers;
    }

    /** The curvature of the data of squared losses from the function of each task; the matrices are not copied. */
    public Curvature(LinearObjective objective, List<Quadratic> data, Workers workers) {
        this(data.stream().map(Quadratic::hessian).toArray(double[][]::new), objective.design().columns(),
                objective.outputs(), List.of(), workers);
    }

    private Curvature(double[][] matrices, int p, int repeats, List<SymmetricEigen> decomposed, Workers workers) {
        this.matrices = matrices;
        this.p = p;
        this.repeats = repeats;
        this.decomposed = decomposed;
        this.workers = workers;
    }

    /** The same curvature with one task's multiplied by a positive factor, as by another n_k. */
    public Curvature scaled(int task, double factor) {
        double[][] scaled = matrices.clone();
        scaled[task] = Arrays.stream(matrices[task]).map(value -> factor * value).toArray();
        List<SymmetricEigen> eigen = new ArrayList<>(decomposed);
        if (!eigen.isEmpty()) {
            double[] values = Arrays.stream(eigen.get(task).values()).map(value -> factor * value).toArray();
            eigen.set(task, new SymmetricEigen(values, eigen.get(task).vectors()));
        }
        return new Curvature(scaled, p, repeats, eigen, workers);
    }

    /** The same curvature, factorised by other threads. */
    public Curvature on(Workers others) {
        return new Curvature(matrices, p, repeats, decomposed, others);
    }

    /** The factorised Hessian with the penalties of {@code objective}, whose data these are. */
    public LinearHessian hessian(LinearObjective objective) {
        return repeated(switch (objective.sharing()) {
            case SOFT -> new SoftHessian(decomposed(), couplings(objective), objective.sharedRidge(), workers);
            case NONE -> new SeparateHessian(decompose(matrices.length, k -> ridged(objective, k)));
            case POOLED -> new PooledHessian(SymmetricEigen.of(pooled(objective), p));
        });
    }

    /**
     * The Hessian factorised by Cholesky, for the steps of a search.
     *
     * @param free the directions that {@link #hessian} of the same data has found free
     * @return nothing where it is too close to singular; then {@link #hessian} is to be used
     */
    public Optional<LinearHessian> stepHessian(LinearObjective objective, List<double[]> free) {
        Optional<LinearHessian> hessian = switch (objective.sharing()) {
            case SOFT -> CholeskyHessian.soft(matrices, couplings(objective), objective.sharedRidge(), free, p, workers);
            case NONE -> CholeskyHessian.separate(
                    IntStream.range(0, matrices.length).mapToObj(k -> ridged(objective, k)).toList(), p);
            case POOLED -> CholeskyHessian.pooled(pooled(objective), p);
        };
        return hessian.map(this::repeated);
    }

    private LinearHessian repeated(LinearHessian hessian) {
        return repeats == 1 ? hessian : new KroneckerHessian(hessian, repeats);
    }

    private static double[] couplings(LinearObjective objective) {
        return objective.tasks().stream()
                .mapToDouble(task -> 2 * task.weight() * task.penalty())
                .toArray();
    }

    private List<SymmetricEigen> decomposed() {
        if (decomposed.isEmpty()) {
            decomposed = decompose(matrices.length, k -> matrices[k]);
        }
        return decomposed;
    }

    private List<SymmetricEigen> decompose(int count, IntFunction<double[]> matrix) {
        SymmetricEigen[] result = new SymmetricEigen[count];
        workers.forEach(count, k -> result[k] = SymmetricEigen.of(matrix.apply(k), p));
        return List.of(result);
    }

    private double[] ridged(LinearObjective objective, int task) {
        double[] sum = matrices[task].clone();
        TaskTerm term = objective.tasks().get(task);
        addRidge(sum, objective.penalisedLength() / repeats, 2 * term.weight() * term.penalty());
        return sum;
    }

    private double[] pooled(LinearObjective objective) {
        double[] sum = new double[p * p];
        for (int k = 0; k < matrices.length; k++) {
            TaskTerm term = objective.tasks().get(k);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += matrices[k][i];
            }
            double ridge = 2 * term.weight() * term.penalty() / objective.penaltyShares();
            addRidge(sum, objective.penalisedLength() / repeats, ridge);
        }
        return sum;
    }

    private void addRidge(double[] matrix, int columns, double ridge) {
        for (int j = 0; j < columns; j++) {
            matrix[j * p + j] += ridge;
        }
    }
}
