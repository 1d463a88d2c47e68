package org.mtl.influence;

import java.util.Optional;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.io.DoubleStore;
import org.mtl.io.NumberRoom;
import org.mtl.linalg.Blas;
import org.mtl.model.Loss;
import org.mtl.model.RowPass;

/**
 * How the validation loss V_k of one target changes with its coefficients, evaluated exactly and without losing the digits
 * of small changes. Holds the design of the target's validation rows, in blocks that lie in files where they are many.
 */
public final class TargetLoss {

    private static final int BATCH_VALUES = 1 << 17;

    /** The design of a block, 8 MiB. */
    private static final int BLOCK_VALUES = 1 << 20;

    private final Loss loss;
    private final int p;
    private final TaskData.Labelled validation;
    private final int blockRows;
    private final DoubleStore designs = new DoubleStore(new NumberRoom());
    private final DoubleStore predictions = new DoubleStore(designs.room());
    /** The block, where there is but one. */
    private final Optional<Block> only;

    /** Some validation rows. */
    private record Block(int count, double[] design, double[] targets, double[] predictions) {}

    /**
     * Prepares a target.
     *
     * @param coefficients the fitted coefficients that task {@code task} predicts with
     */
    public TargetLoss(Design source, int task, TaskData.Labelled validation, Loss loss, double[] coefficients) {
        this(source, task, validation, loss, coefficients, BLOCK_VALUES);
    }

    /** Prepares a target in blocks of at most so many values, and of one row at least. */
    TargetLoss(Design source, int task, TaskData.Labelled validation, Loss loss, double[] coefficients, int blockValues) {
        this.loss = loss;
        this.p = source.columns();
        this.validation = validation;
        this.blockRows = Math.max(1, blockValues / Math.max(1, p));
        int rows = validation.size();
        if (rows <= blockRows) {
            this.only = Optional.of(made(source, task, 0, rows, coefficients));
            return;
        }
        this.only = Optional.empty();
        for (int from = 0; from < rows; from += blockRows) {
            Block block = made(source, task, from, Math.min(rows, from + blockRows), coefficients);
            designs.add(block.design(), 0, block.design().length);
            predictions.add(block.predictions(), 0, block.predictions().length);
        }
    }

    private Block made(Design source, int task, int from, int to, double[] coefficients) {
        double[] design = new double[(to - from) * p];
        source.copyRows(task, validation, from, to, design);
        double[] targets = validation.targets(from, to);
        return new Block(to - from, design, targets,
                new RowPass.Tile(task, to - from, design, targets).predictions(coefficients, p, loss.outputs()));
    }

    /** The block that starts with a row. */
    private Block block(int from) {
        return only.orElseGet(() -> {
            int to = Math.min(validation.size(), from + blockRows);
            double[] design = new double[(to - from) * p];
            double[] predicted = new double[(to - from) * loss.outputs()];
            designs.copy((long) from * p, (long) to * p, design, 0);
            predictions.copy((long) from * loss.outputs(), (long) to * loss.outputs(), predicted, 0);
            return new Block(to - from, design, validation.targets(from, to), predicted);
        });
    }

    /**
     * The change of V_k for several changes of the coefficients.
     *
     * @param changes count × p·C, row-major
     * @param result receives V_k(ŵ + change) − V_k(ŵ) at positions {@code at}, {@code at + stride}, …
     */
    public void changes(double[] changes, int count, double[] result, int at, int stride) {
        double[] sums = new double[count];
        int from = 0;
        do {
            addChanges(block(from), changes, sums);
            from += blockRows;
        } while (from < validation.size());
        for (int i = 0; i < count; i++) {
            result[at + i * stride] = sums[i] / validation.size();
        }
    }

    /** Adds the changes of the loss summed over a block. */
    private void addChanges(Block block, double[] changes, double[] sums) {
        int outputs = loss.outputs();
        int rows = block.count();
        int batch = Math.max(1, BATCH_VALUES / Math.max(1, rows * outputs));
        double[] moved = new double[Math.min(batch, sums.length) * rows * outputs];
        for (int from = 0; from < sums.length; from += batch) {
            int size = Math.min(batch, sums.length - from);
            // Row i·C + c of the left factor is output c of change i, so that changes of predictions lie together.
            double[] left = outputsFirst(changes, from, size);
            Blas.multiplyByTransposed(size * outputs, rows, p, 1, left, block.design(), 0, moved);
            for (int i = 0; i < size; i++) {
                sums[from + i] += change(block, moved, i * rows * outputs);
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
    private double change(Block block, double[] moved, int at) {
        int outputs = loss.outputs();
        int rows = block.count();
        if (outputs == 1) {
            return loss.change(block.predictions(), block.targets(), rows, moved, at);
        }
        double[] transposed = new double[rows * outputs];
        for (int c = 0; c < outputs; c++) {
            for (int row = 0; row < rows; row++) {
                transposed[row * outputs + c] = moved[at + c * rows + row];
            }
        }
        return loss.change(block.predictions(), block.targets(), rows, transposed, 0);
    }
}
