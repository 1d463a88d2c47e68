package org.mtl.model;

import java.util.List;
import java.util.OptionalDouble;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.parallel.Workers;

/** The mean loss of each task over some of its rows, V_k of METHODS §1 on validation rows; penalties are left out. */
public final class MeanLosses {

    private final int columns;
    private final int outputs;
    private final List<TaskData.Labelled> rows;
    private final List<Loss> losses;
    private final RowPass pass;

    /**
     * Mean losses over {@code rows.get(k)} for each task k.
     *
     * @param losses ℓ_k, one per task
     */
    public MeanLosses(Design design, List<TaskData.Labelled> rows, List<Loss> losses, Workers workers) {
        this.columns = design.columns();
        this.outputs = losses.get(0).outputs();
        this.rows = List.copyOf(rows);
        this.losses = List.copyOf(losses);
        this.pass = new RowPass(design, rows, workers);
    }

    /** V_k for every task, NaN for a task without rows. */
    public double[] values(BlockMatrix parameters) {
        double[][] sums = pass.sums(1, (tile, sum) -> {
            double[] predictions = predictions(tile, parameters);
            sum[0] += losses.get(tile.task()).sum(predictions, tile.targets(), tile.count());
        });
        double[] means = new double[rows.size()];
        for (int k = 0; k < means.length; k++) {
            means[k] = rows.get(k).size() == 0 ? Double.NaN : sums[k][0] / rows.get(k).size();
        }
        return means;
    }

    /**
     * V_k for every task by functions that were made of the rows, without a pass where they give all V_k to nine digits.
     *
     * @param functions V_k of squared losses as functions of the coefficients, one per task, or none
     */
    public double[] values(BlockMatrix parameters, List<Quadratic> functions) {
        double[] means = new double[functions.size()];
        for (int k = 0; k < means.length; k++) {
            if (rows.get(k).size() == 0) {
                means[k] = Double.NaN;
                continue;
            }
            OptionalDouble mean = functions.get(k).value(parameters.predicting(k));
            if (mean.isEmpty()) {
                return values(parameters);
            }
            means[k] = mean.getAsDouble();
        }
        return functions.isEmpty() ? values(parameters) : means;
    }

    /**
     * Mean losses with a metric that people read.
     *
     * @param losses V_k for every task, NaN for a task without rows
     * @param metrics of classes the share predicted wrongly, of numbers the root mean squared error, of
     *     vectors over all their values; NaN likewise
     */
    public record Figures(double[] losses, double[] metrics) {}

    /** Losses and metrics for every task; one pass over the rows. */
    public Figures figures(BlockMatrix parameters) {
        double[][] sums = pass.sums(2, (tile, sum) -> {
            double[] predictions = predictions(tile, parameters);
            Loss loss = losses.get(tile.task());
            sum[0] += loss.sum(predictions, tile.targets(), tile.count());
            sum[1] += errorSum(loss, predictions, tile.targets(), tile.count());
        });
        double[] means = new double[rows.size()];
        double[] metrics = new double[rows.size()];
        for (int k = 0; k < metrics.length; k++) {
            int n = rows.get(k).size();
            means[k] = n == 0 ? Double.NaN : sums[k][0] / n;
            metrics[k] = metric(losses.get(k), sums[k][1], n);
        }
        return new Figures(means, metrics);
    }

    /**
     * What a metric is made of, over the first {@code count} rows: of classes the number predicted wrongly, of numbers the sum
     * of squared errors, of vectors over all their values.
     */
    public static double errorSum(Loss loss, double[] predictions, double[] targets, int count) {
        return loss.isClassification()
                ? wrong(loss, predictions, targets, count)
                : squares(predictions, targets, count * loss.outputs());
    }

    /** The metric that {@link Figures} has for a sum of {@link #errorSum} over so many rows; NaN where there are none. */
    public static double metric(Loss loss, double errorSum, int rows) {
        return loss.isClassification() ? errorSum / rows : Math.sqrt(errorSum / ((double) rows * loss.outputs()));
    }

    private static double wrong(Loss loss, double[] predictions, double[] targets, int count) {
        double[] margins = new double[count];
        loss.margins(predictions, targets, count, margins);
        double wrong = 0;
        for (double margin : margins) {
            wrong += margin > 0 ? 0 : 1;
        }
        return wrong;
    }

    private static double squares(double[] predictions, double[] targets, int values) {
        double sum = 0;
        for (int i = 0; i < values; i++) {
            double residual = targets[i] - predictions[i];
            sum += residual * residual;
        }
        return sum;
    }

    /** ∂V_k/∂w with w the coefficients that task k predicts with, p·C values per task; zero for a task without rows. */
    public double[][] gradients(BlockMatrix parameters) {
        double[][] sums = pass.sums(columns * outputs, (tile, sum) -> {
            double[] slopes = new double[tile.count() * outputs];
            losses.get(tile.task()).gradients(predictions(tile, parameters), tile.targets(), tile.count(), slopes);
            tile.addGradient(slopes, columns, outputs, sum);
        });
        for (int k = 0; k < sums.length; k++) {
            int n = Math.max(1, rows.get(k).size());
            for (int j = 0; j < sums[k].length; j++) {
                sums[k][j] /= n;
            }
        }
        return sums;
    }

    private double[] predictions(RowPass.Tile tile, BlockMatrix parameters) {
        return tile.predictions(parameters.predicting(tile.task()), columns, outputs);
    }
}
