package org.mtl.testing;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.mtl.data.TaskData;
import org.mtl.model.Sharing;
import org.mtl.model.TaskTerm;

/**
 * The squared-loss objective written out as one dense quadratic over all parameters, [γ, θ_1, …, θ_K], with a weight σ on
 * every training row and on every task, and solved by singular values. It shares no code with the library's solvers.
 */
public final class DenseReference {

    private final Problems problem;
    private final Sharing sharing;
    private final double sharedRidge;
    private final int p;
    private final int tasks;
    private final int size;

    /** The dense form of a problem. */
    public DenseReference(Problems problem, Sharing sharing, double sharedRidge) {
        this.problem = problem;
        this.sharing = sharing;
        this.sharedRidge = sharedRidge;
        this.p = problem.design().columns();
        this.tasks = problem.tasks().size();
        this.size = p * ((sharing.hasShared() ? 1 : 0) + (sharing.hasOwn() ? tasks : 0));
    }

    /** Weights of one for every training row of every task. */
    public double[][] unitRowWeights() {
        double[][] weights = new double[tasks][];
        for (int k = 0; k < tasks; k++) {
            weights[k] = new double[problem.tasks().get(k).rows().size()];
            Arrays.fill(weights[k], 1);
        }
        return weights;
    }

    /** Weights of one for every task. */
    public double[] unitTaskWeights() {
        double[] weights = new double[tasks];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Where the coefficients that a task predicts with begin. */
    public int offset(int task) {
        return switch (sharing) {
            case SOFT -> p * (task + 1);
            case NONE -> p * task;
            case POOLED -> 0;
        };
    }

    /** The minimiser with these weights, of least norm. */
    public double[] solve(double[][] rowWeights, double[] taskWeights) {
        RealMatrix hessian = new Array2DRowRealMatrix(size, size);
        RealVector linear = new ArrayRealVector(size);
        for (int k = 0; k < tasks; k++) {
            addTask(hessian, linear, k, rowWeights[k], taskWeights[k]);
        }
        if (sharing == Sharing.SOFT) {
            for (int j = 0; j < p; j++) {
                hessian.addToEntry(j, j, 2 * sharedRidge);
            }
        }
        SingularValueDecomposition svd = new SingularValueDecomposition(hessian);
        double cutoff = size * Math.ulp(1.0) * svd.getSingularValues()[0];
        RealVector coordinates = svd.getUT().operate(linear);
        for (int i = 0; i < size; i++) {
            double s = svd.getSingularValues()[i];
            coordinates.setEntry(i, s > cutoff ? coordinates.getEntry(i) / s : 0);
        }
        return svd.getV().operate(coordinates).toArray();
    }

    private void addTask(RealMatrix hessian, RealVector linear, int k, double[] rowWeights, double taskWeight) {
        TaskTerm task = problem.tasks().get(k);
        int at = offset(k);
        for (int i = 0; i < task.rows().size(); i++) {
            double[] x = row(task.rows().row(i));
            double factor = 2 * taskWeight * task.weight() * rowWeights[i] / task.rows().size();
            for (int a = 0; a < p; a++) {
                linear.addToEntry(at + a, factor * x[a] * task.rows().target(i, 0));
                for (int b = 0; b < p; b++) {
                    hessian.addToEntry(at + a, at + b, factor * x[a] * x[b]);
                }
            }
        }
        double strength = 2 * taskWeight * task.weight() * task.penalty();
        int penalised = problem.design().intercept() && sharing != Sharing.SOFT ? p - 1 : p;
        for (int j = 0; j < penalised; j++) {
            hessian.addToEntry(at + j, at + j, sharing == Sharing.POOLED ? strength / tasks : strength);
            if (sharing == Sharing.SOFT) {
                hessian.addToEntry(j, j, strength);
                hessian.addToEntry(j, at + j, -strength);
                hessian.addToEntry(at + j, j, -strength);
            }
        }
    }

    private double[] row(int row) {
        double[] x = new double[p];
        problem.design().copyRows(0, new int[] {row}, 0, 1, x);
        return x;
    }

    /** The mean squared error of each task over its validation rows. */
    public double[] validationLosses(double[] parameters) {
        double[] losses = new double[tasks];
        for (int k = 0; k < tasks; k++) {
            TaskData.Labelled rows = problem.validation().get(k);
            for (int i = 0; i < rows.size(); i++) {
                double[] x = row(rows.row(i));
                double residual = rows.target(i, 0);
                for (int j = 0; j < p; j++) {
                    residual -= x[j] * parameters[offset(k) + j];
                }
                losses[k] += residual * residual / rows.size();
            }
        }
        return losses;
    }
}
