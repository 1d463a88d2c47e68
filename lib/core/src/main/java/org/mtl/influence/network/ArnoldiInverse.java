package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mtl.data.Seeds;
import org.mtl.linalg.SymmetricEigen;

/**
 * {@code --method arnoldi} (Schioppa 2022): u = Σ_r q_r (q_r·v)/(λ_r + damping) over the leading eigenpairs of the Gauss–Newton
 * matrix, the penalty included, as found in a Krylov space from a random vector (Lanczos with every vector orthogonalised
 * against all before it). What v has outside of these eigenvectors is left out, as in the paper.
 */
public final class ArnoldiInverse implements CurvatureInverse {

    /**
     * The space.
     *
     * @param steps the products that span it
     * @param rank the eigenpairs that are kept, the largest
     * @param seed what the first vector is drawn from
     */
    public record Space(int steps, int rank, long seed) {}

    /** A remainder so much shorter than its product is rounding: the space is whole. */
    private static final double ROUNDING = 1e-10;

    private final TrainedObjective objective;
    private final double damping;
    private final double[] values;
    private final double[][] vectors;

    /**
     * Finds the eigenpairs; a pass over the training rows for each step.
     *
     * @param labels those that an automatic damping is taken with
     */
    public ArnoldiInverse(TrainedObjective objective, Fisher labels, Damping damping, Space space) {
        this.objective = objective;
        this.damping = MeanEigenvalue.damping(objective, labels, damping);
        int size = objective.size();
        int steps = Math.min(space.steps(), objective.chosenSize());
        objective.workers().memory().require("--method arnoldi", 2.0 * Double.BYTES * steps * size);
        List<double[]> basis = new ArrayList<>();
        double[] tridiagonal = new double[steps * steps];
        Random random = Seeds.random(space.seed(), "arnoldi");
        double[] next = new double[size];
        Arrays.setAll(next, i -> random.nextGaussian());
        objective.mask(next);
        double length = Math.sqrt(dot(next, next));
        double[] product = new double[size];
        for (int step = 0; step < steps; step++) {
            double[] q = scaled(next, 1 / length);
            basis.add(q);
            objective.products(TrainedObjective.Kind.GAUSS_NEWTON, q, 1, product);
            double before = Math.sqrt(dot(product, product));
            tridiagonal[step * steps + step] = dot(q, product);
            next = product.clone();
            // Twice is enough (Parlett 1980).
            orthogonalize(next, basis);
            orthogonalize(next, basis);
            length = Math.sqrt(dot(next, next));
            if (!(length > ROUNDING * before)) {
                break;
            }
            if (step + 1 < steps) {
                tridiagonal[(step + 1) * steps + step] = length;
                tridiagonal[step * steps + step + 1] = length;
            }
        }
        int found = basis.size();
        SymmetricEigen eigen = SymmetricEigen.of(leading(tridiagonal, steps, found), found);
        int rank = Math.min(space.rank(), found);
        this.values = Arrays.copyOfRange(eigen.values(), found - rank, found);
        this.vectors = new double[rank][];
        objective.workers().forEach(rank, r -> vectors[r] = combined(basis, eigen.vectors(), (found - rank + r) * found));
    }

    private static double[] leading(double[] matrix, int stride, int size) {
        double[] part = new double[size * size];
        for (int row = 0; row < size; row++) {
            System.arraycopy(matrix, row * stride, part, row * size, size);
        }
        return part;
    }

    private static double[] combined(List<double[]> basis, double[] coefficients, int at) {
        double[] sum = new double[basis.get(0).length];
        for (int b = 0; b < basis.size(); b++) {
            add(sum, coefficients[at + b], basis.get(b));
        }
        return sum;
    }

    private static void orthogonalize(double[] vector, List<double[]> basis) {
        for (double[] q : basis) {
            add(vector, -dot(q, vector), q);
        }
    }

    private static void add(double[] sum, double factor, double[] vector) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * vector[i];
        }
    }

    private static double[] scaled(double[] vector, double factor) {
        double[] result = new double[vector.length];
        add(result, factor, vector);
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public double[] apply(double[] of, int count) {
        int size = objective.size();
        double[] result = new double[of.length];
        objective.workers().forEach(count, t -> {
            double[] v = Arrays.copyOfRange(of, t * size, (t + 1) * size);
            double[] u = new double[size];
            for (int r = 0; r < values.length; r++) {
                add(u, dot(vectors[r], v) / (values[r] + damping), vectors[r]);
            }
            System.arraycopy(u, 0, result, t * size, size);
        });
        return result;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("damping", damping);
        facts.put("rank", values.length);
        facts.put("largest_eigenvalue", values[values.length - 1]);
        facts.put("smallest_eigenvalue", values[0]);
        return facts;
    }
}
