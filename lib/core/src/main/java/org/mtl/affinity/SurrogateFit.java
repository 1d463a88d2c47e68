package org.mtl.affinity;

import java.util.List;
import org.mtl.linalg.Blas;
import org.mtl.linalg.Cholesky;

/**
 * Fits the linear surrogate of a network to some tasks: min over W of Σ_k (π_k/n_k) Σ_i ℓ(o_i + φ_i·W) + ½ρ‖W‖², by Newton
 * steps with halving, which are exact for squared losses.
 */
final class SurrogateFit {

    /** ρ is this share of the mean eigenvalue of the curvature at W = 0. */
    private static final double RIDGE = 0.1;

    private static final int MOST_STEPS = 30;
    private static final int MOST_HALVINGS = 30;

    /** Newton's decrement is the square of what is left, so that this is about eight digits of W. */
    private static final double PRECISE = 1e-16;

    private final int dimension;
    private final List<SurrogateRows> tasks;
    private final double[] weights;
    private final double ridge;

    /**
     * A problem.
     *
     * @param dimension d
     * @param tasks the training rows of the tasks
     * @param weights π_k/n_k of each
     */
    SurrogateFit(int dimension, List<SurrogateRows> tasks, double[] weights) {
        this.dimension = dimension;
        this.tasks = tasks;
        this.weights = weights;
        double trace = 0;
        for (int k = 0; k < weights.length; k++) {
            SurrogateRows rows = tasks.get(k);
            for (int i = 0; i < rows.size(); i++) {
                double square = 0;
                for (int j = 0; j < dimension; j++) {
                    square += rows.gradients()[i * dimension + j] * rows.gradients()[i * dimension + j];
                }
                trace += weights[k] * rows.curvature(rows.outputs()[i]) * square;
            }
        }
        // Where nothing depends on W, any ridge leaves it 0.
        this.ridge = trace > 0 ? RIDGE * trace / dimension : 1;
    }

    /** W. */
    double[] solve() {
        double[] place = new double[dimension];
        double value = value(place);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = new double[dimension];
            double[] move = newton(place, gradient);
            double decrement = dot(gradient, move);
            if (!(decrement > PRECISE * (1 + Math.abs(value)))) {
                return place;
            }
            double[] next = place;
            double nextValue = value;
            double length = 1;
            for (int halving = 0; halving < MOST_HALVINGS && nextValue >= value; halving++) {
                next = moved(place, move, length);
                nextValue = value(next);
                length /= 2;
            }
            if (nextValue >= value) {
                return place;
            }
            place = next;
            value = nextValue;
        }
        return place;
    }

    /** Stores the gradient and returns H⁻¹ times it. */
    private double[] newton(double[] place, double[] gradient) {
        double[] hessian = new double[dimension * dimension];
        for (int k = 0; k < weights.length; k++) {
            SurrogateRows rows = tasks.get(k);
            double[] outputs = outputs(rows, place);
            double[] slopes = new double[rows.size()];
            double[] scaled = rows.gradients().clone();
            for (int i = 0; i < outputs.length; i++) {
                slopes[i] = rows.slope(i, outputs[i]);
                double root = Math.sqrt(rows.curvature(outputs[i]));
                for (int j = i * dimension; j < (i + 1) * dimension; j++) {
                    scaled[j] *= root;
                }
            }
            Blas.multiplyTransposedVector(rows.size(), dimension, weights[k], rows.gradients(), slopes, 1, gradient);
            Blas.addGram(dimension, rows.size(), weights[k], scaled, hessian);
        }
        for (int j = 0; j < dimension; j++) {
            gradient[j] += ridge * place[j];
            hessian[j * dimension + j] += ridge;
        }
        Blas.mirrorLower(dimension, hessian);
        double[] move = gradient.clone();
        Cholesky.of(hessian, dimension)
                .orElseThrow(() -> new ArithmeticException("the curvature of a surrogate with a ridge is not positive definite"))
                .solve(move, 1);
        return move;
    }

    private double value(double[] place) {
        double sum = 0.5 * ridge * dot(place, place);
        for (int k = 0; k < weights.length; k++) {
            SurrogateRows rows = tasks.get(k);
            double[] outputs = outputs(rows, place);
            double losses = 0;
            for (int i = 0; i < outputs.length; i++) {
                losses += rows.loss(i, outputs[i]);
            }
            sum += weights[k] * losses;
        }
        return sum;
    }

    /** The outputs of a task's rows at W. */
    static double[] outputs(SurrogateRows rows, double[] place) {
        double[] outputs = rows.outputs().clone();
        Blas.multiplyVector(rows.size(), place.length, 1, rows.gradients(), place, 1, outputs);
        return outputs;
    }

    private static double[] moved(double[] place, double[] move, double length) {
        double[] moved = place.clone();
        for (int j = 0; j < moved.length; j++) {
            moved[j] -= length * move[j];
        }
        return moved;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }
}
