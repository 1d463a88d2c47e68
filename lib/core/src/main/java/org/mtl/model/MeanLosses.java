package org.mtl.model;

import java.util.List;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.linalg.Blas;
import org.mtl.parallel.Workers;

/** The mean loss of each task over some of its rows, V_k of METHODS §1 on validation rows; penalties are left out. */
public final class MeanLosses {

    private final int columns;
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

    /** ∂V_k/∂w with w the coefficients that task k predicts with, one p-vector per task; zero for a task without rows. */
    public double[][] gradients(BlockMatrix parameters) {
        double[][] sums = pass.sums(columns, (tile, sum) -> {
            double[] predictions = predictions(tile, parameters);
            double[] slopes = new double[tile.count()];
            losses.get(tile.task()).gradients(predictions, tile.targets(), tile.count(), slopes);
            Blas.multiplyTransposedVector(tile.count(), columns, 1, tile.design(), slopes, 1, sum);
        });
        for (int k = 0; k < sums.length; k++) {
            int n = Math.max(1, rows.get(k).size());
            for (int j = 0; j < columns; j++) {
                sums[k][j] /= n;
            }
        }
        return sums;
    }

    private double[] predictions(RowPass.Tile tile, BlockMatrix parameters) {
        double[] predictions = new double[tile.count()];
        Blas.multiplyVector(
                tile.count(), columns, 1, tile.design(), parameters.predicting(tile.task()), 0, predictions);
        return predictions;
    }
}
