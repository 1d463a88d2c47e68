package org.mtl.evaluation;

import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.MultitaskModel;
import org.mtl.parallel.Workers;

/** The loss of single rows: what is left when a method is to be beaten that needs no gradient. */
public final class RowLosses {

    /** Rows that are predicted at once. */
    private static final int PIECE = 1 << 14;

    private RowLosses() {}

    /** ℓ of every training row of a task, penalty excluded, in their order. */
    public static double[] of(MultitaskModel model, Dataset data, int task, Workers workers) {
        TaskData.Labelled rows = data.tasks().get(task).in(Split.TRAIN);
        Loss loss = model.losses().get(task);
        int outputs = loss.outputs();
        int width = rows.width();
        double[] losses = new double[rows.size()];
        double[] one = new double[outputs];
        for (int from = 0; from < losses.length; from += PIECE) {
            int to = Math.min(losses.length, from + PIECE);
            double[] predictions = model.predict(data.features(), task, rows.rows(from, to), workers);
            double[] target = new double[width];
            for (int i = from; i < to; i++) {
                System.arraycopy(predictions, (i - from) * outputs, one, 0, outputs);
                for (int value = 0; value < width; value++) {
                    target[value] = rows.target(i, value);
                }
                losses[i] = loss.sum(one, target, 1);
            }
        }
        return losses;
    }
}
