package org.mtl.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.mtl.model.Loss;
import org.mtl.model.network.NetworkEngine;

/** What the losses make of predictions, in double as everywhere: sums, and derivatives by the predictions. */
final class TaskLosses {

    private final List<Loss> losses;
    private final int[] columns;

    TaskLosses(List<Loss> losses) {
        this.losses = List.copyOf(losses);
        this.columns = new int[losses.size() + 1];
        for (int k = 0; k < losses.size(); k++) {
            columns[k + 1] = columns[k] + losses.get(k).outputs();
        }
    }

    int tasks() {
        return losses.size();
    }

    /** The predictions of all tasks for a row. */
    int width() {
        return columns[losses.size()];
    }

    private double[] own(Rows.Part part, double[] all) {
        int values = losses.get(part.task()).outputs();
        double[] own = new double[part.places().length * values];
        for (int i = 0; i < part.places().length; i++) {
            System.arraycopy(all, part.places()[i] * width() + columns[part.task()], own, i * values, values);
        }
        return own;
    }

    private double[] targets(Rows.Part part) {
        Loss loss = losses.get(part.task());
        int values = loss.isClassification() ? 1 : loss.outputs();
        int from = part.first() * values;
        return Arrays.copyOfRange(part.labels().targets(), from, from + part.places().length * values);
    }

    /** Adds a task's losses or errors to its sum. */
    void addSum(Rows.Part part, double[] predictions, NetworkEngine.Summand summand, double[] sums) {
        sums[part.task()] +=
                summand.of(losses.get(part.task()), own(part, predictions), targets(part), part.places().length);
    }

    /**
     * Stores the derivatives of a task's part of the batch's value by its predictions.
     *
     * @param deltas rows × width
     */
    void putDeltas(Rows.Part part, double[] predictions, double[] deltas) {
        put(part, predictions, i -> part.labels().factor(part.first() + i), deltas);
    }

    /** The derivatives of each row's loss, without factors, rows × width. */
    double[] ownDeltas(Rows.Part part, double[] predictions) {
        double[] deltas = new double[predictions.length];
        put(part, predictions, i -> 1, deltas);
        return deltas;
    }

    private void put(Rows.Part part, double[] predictions, IntToDoubleFunction factor, double[] deltas) {
        int values = losses.get(part.task()).outputs();
        int count = part.places().length;
        double[] own = new double[count * values];
        losses.get(part.task()).gradients(own(part, predictions), targets(part), count, own);
        for (int i = 0; i < count; i++) {
            int at = part.places()[i] * width() + columns[part.task()];
            for (int c = 0; c < values; c++) {
                deltas[at + c] = factor.applyAsDouble(i) * own[i * values + c];
            }
        }
    }
}
