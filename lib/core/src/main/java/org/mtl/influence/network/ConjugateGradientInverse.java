package org.mtl.influence.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * {@code --method cg}, {@code gauss-newton} and {@code outer-products}: (M + damping·I)u = v by conjugate gradients, M the
 * Hessian, the Gauss–Newton matrix or the outer products of rows' gradients with the penalty, from products alone. A pass over the training rows for each iteration, which all
 * vectors share; preconditioned with another inverse of the same curvature.
 */
public final class ConjugateGradientInverse implements CurvatureInverse {

    /**
     * When to stop.
     *
     * @param tolerance the residual relative to v
     * @param iterations the most iterations
     */
    public record Stop(double tolerance, int iterations) {}

    private static final Map<TrainedObjective.Kind, String> METHODS = Map.of(TrainedObjective.Kind.HESSIAN, "cg",
            TrainedObjective.Kind.GAUSS_NEWTON, "gauss-newton", TrainedObjective.Kind.OUTER_PRODUCTS, "outer-products");

    /** Multiplies directions, count × p, with a positive matrix. */
    interface Operator {
        void multiply(double[] directions, int count, double[] products);
    }

    private final String method;
    private final int size;
    private final double damping;
    private final Operator operator;
    private final CurvatureInverse preconditioner;
    private final Stop stop;
    private int iterations;
    private double residual;

    /**
     * The inverse of a matrix.
     *
     * @param method how messages name it
     * @param damping what of the diagonal of the matrix is damping
     */
    ConjugateGradientInverse(String method, int size, double damping, Operator operator, CurvatureInverse preconditioner, Stop stop) {
        this.method = method;
        this.size = size;
        this.damping = damping;
        this.operator = operator;
        this.preconditioner = preconditioner;
        this.stop = stop;
    }

    /** The inverse of the damped Hessian. */
    public static CurvatureInverse ofHessian(TrainedObjective objective, Fisher labels, Damping damping, Stop stop) {
        return of(objective, TrainedObjective.Kind.HESSIAN, labels, damping, stop);
    }

    /** The inverse of the damped Gauss–Newton matrix. */
    public static CurvatureInverse ofGaussNewton(TrainedObjective objective, Fisher labels, Damping damping, Stop stop) {
        return of(objective, TrainedObjective.Kind.GAUSS_NEWTON, labels, damping, stop);
    }

    /** The inverse of the damped outer products of gradients. */
    public static CurvatureInverse ofOuterProducts(TrainedObjective objective, Damping damping, Stop stop) {
        return of(objective, TrainedObjective.Kind.OUTER_PRODUCTS, Fisher.GIVEN, damping, stop);
    }

    private static CurvatureInverse of(TrainedObjective objective, TrainedObjective.Kind kind, Fisher labels, Damping damping,
            Stop stop) {
        double value = MeanEigenvalue.damping(objective, labels, damping);
        // Any positive preconditioner leads to the same solution; this one needs few steps.
        CurvatureInverse preconditioner = EkfacInverse.of(objective, labels, Damping.of(value));
        return new ConjugateGradientInverse(METHODS.get(kind), objective.size(), value, (directions, count, products) -> {
            objective.products(kind, directions, count, products);
            for (int j = 0; j < directions.length; j++) {
                products[j] += value * directions[j];
            }
        }, preconditioner, stop);
    }

    @Override
    public double[] apply(double[] vectors, int count) {
        double[] u = new double[vectors.length];
        double[] r = vectors.clone();
        double[] z = preconditioner.apply(r, count);
        double[] d = z.clone();
        double[] product = new double[vectors.length];
        double[] inner = new double[count];
        double[] norm = new double[count];
        for (int t = 0; t < count; t++) {
            inner[t] = dot(r, z, t * size, t * size, size);
            norm[t] = Math.sqrt(dot(r, r, t * size, t * size, size));
        }
        int[] active = IntStream.range(0, count).filter(t -> norm[t] > 0).toArray();
        for (int step = 0; step < stop.iterations() && active.length > 0; step++) {
            multiply(active, d, product);
            for (int t : active) {
                advance(t, u, r, d, product, inner[t]);
            }
            active = IntStream.of(active).filter(t -> relative(r, t, norm[t]) > stop.tolerance()).toArray();
            iterations = Math.max(iterations, step + 1);
            z = gathered(active, r, preconditioner);
            for (int i = 0; i < active.length; i++) {
                int t = active[i];
                double next = dot(r, z, t * size, i * size, size);
                double beta = next / inner[t];
                inner[t] = next;
                for (int j = 0; j < size; j++) {
                    d[t * size + j] = z[i * size + j] + beta * d[t * size + j];
                }
            }
        }
        for (int t = 0; t < count; t++) {
            residual = norm[t] > 0 ? Math.max(residual, relative(r, t, norm[t])) : residual;
        }
        return u;
    }

    private double relative(double[] r, int t, double norm) {
        return Math.sqrt(dot(r, r, t * size, t * size, size)) / norm;
    }

    /** The products for the vectors that are not done. */
    private void multiply(int[] active, double[] d, double[] product) {
        double[] some = gather(active, d);
        double[] products = new double[some.length];
        operator.multiply(some, active.length, products);
        for (int i = 0; i < active.length; i++) {
            System.arraycopy(products, i * size, product, active[i] * size, size);
        }
    }

    private double[] gathered(int[] active, double[] vectors, CurvatureInverse inverse) {
        return inverse.apply(gather(active, vectors), active.length);
    }

    private double[] gather(int[] active, double[] vectors) {
        double[] some = new double[active.length * size];
        for (int i = 0; i < active.length; i++) {
            System.arraycopy(vectors, active[i] * size, some, i * size, size);
        }
        return some;
    }

    private void advance(int t, double[] u, double[] r, double[] d, double[] product, double inner) {
        double curvature = dot(d, product, t * size, t * size, size);
        if (!(curvature > 0)) {
            throw MtlException.data("--method " + method + ": the damped curvature along a direction is " + curvature / dot(d, d, t * size, t * size, size)
                    + ", not above 0: the network is at no minimum; try a larger --damping than " + damping
                    + (method.equals("gauss-newton") ? "" : ", or --method gauss-newton"));
        }
        double alpha = inner / curvature;
        for (int j = t * size; j < (t + 1) * size; j++) {
            u[j] += alpha * d[j];
            r[j] -= alpha * product[j];
        }
    }

    private static double dot(double[] a, double[] b, int aAt, int bAt, int count) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += a[aAt + j] * b[bAt + j];
        }
        return sum;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("damping", damping);
        facts.put("iterations", iterations);
        facts.put("residual", residual);
        return facts;
    }
}
