package org.mtl.influence;

import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.linalg.Blas;
import org.mtl.model.Loss;
import org.mtl.model.RowPass;

/**
 * How the validation loss V_k of one target changes with its coefficients, evaluated exactly and without losing the digits
 * of small changes. Holds the design of the target's validation rows.
 */
public final class TargetLoss {

    private static final int BATCH_VALUES = 1 << 17;

    private final Loss loss;
    private final int p;
    private final int rows;
    private final double[] design;
    private final double[] targets;
    private final double[] predictions;

    /**
     * Prepares a target.
     *
     * @param coefficients the fitted coefficients that task {@code task} predicts with
     */
    public TargetLoss(Design source, int task, TaskData.Labelled validation, Loss loss, double[] coefficients) {
        this.loss = loss;
        this.p = source.columns();
        this.rows = validation.size();
        this.targets = validation.targets();
        this.design = new double[rows * p];
        source.copyRows(task, validation, 0, rows, design);
        this.predictions = new RowPass.Tile(task, rows, design, targets).predictions(coefficients, p, loss.outputs());
    }

    /**
     * The change of V_k for several changes of the coefficients.
     *
     * @param changes count × p·C, row-major
     * @param result receives V_k(ŵ + change) − V_k(ŵ) at positions {@code at}, {@code at + stride}, …
     */
    public void changes(double[] changes, int count, double[] result, int at, int stride) {
        int outputs = loss.outputs();
        int batch = Math.max(1, BATCH_VALUES / Math.max(1, rows * outputs));
        double[] moved = new double[Math.min(batch, count) * rows * outputs];
        for (int from = 0; from < count; from += batch) {
            int size = Math.min(batch, count - from);
            // Row i·C + c of the left factor is output c of change i, so that changes of predictions lie together.
            double[] left = outputsFirst(changes, from, size);
            Blas.multiplyByTransposed(size * outputs, rows, p, 1, left, design, 0, moved);
            for (int i = 0; i < size; i++) {
                result[at + (from + i) * stride] = change(moved, i * rows * outputs) / rows;
            }
        }
    }

    /** V_k(moved) − V_k(ŵ) for coefficients in the place of the fitted ones. */
    public double change(double[] fitted, double[] moved) {
        double[] difference = new double[fitted.length];
        for (int j = 0; j < fitted.length; j++) {
            difference[j] = moved[j] - fitted[j];
        }
        double[] result = new double[1];
        changes(difference, 1, result, 0, 1);
        return result[0];
    }

    private double[] outputsFirst(double[] changes, int from, int size) {
        int outputs = loss.outputs();
        double[] left = new double[size * outputs * p];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < p; j++) {
                for (int c = 0; c < outputs; c++) {
                    left[(i * outputs + c) * p + j] = changes[((from + i) * p + j) * outputs + c];
                }
            }
        }
        return left;
    }

    /** The change of the summed loss, for changes of predictions given as C × rows from {@code at} on. */
    private double change(double[] moved, int at) {
        int outputs = loss.outputs();
        if (outputs == 1) {
            return loss.change(predictions, targets, rows, moved, at);
        }
        double[] transposed = new double[rows * outputs];
        for (int c = 0; c < outputs; c++) {
            for (int row = 0; row < rows; row++) {
                transposed[row * outputs + c] = moved[at + c * rows + row];
            }
        }
        return loss.change(predictions, targets, rows, transposed, 0);
    }
}
