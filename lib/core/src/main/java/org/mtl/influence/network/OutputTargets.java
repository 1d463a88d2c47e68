package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.model.Loss;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;

/**
 * Labels with which the gradient of squared loss is that of a row's output f ({@link RowOutput}): y = z − (C/2)∂f/∂z, since a
 * squared loss of C values is the mean of their squares. So no certainty of a prediction makes ∇f a quotient of rounding errors.
 */
final class OutputTargets implements TrainedObjective.Labels {

    private final NetworkEngine engine;
    private final List<Loss> losses;
    private final int number;
    private double[] outputs = new double[0];
    private double[] slopes = new double[0];

    /**
     * Labels for an engine with squared losses.
     *
     * @param losses those that the network was trained with
     * @param number which output; tasks that have fewer are left out
     */
    OutputTargets(NetworkEngine engine, List<Loss> losses, int number) {
        this.engine = engine;
        this.losses = List.copyOf(losses);
        this.number = number;
    }

    /** q of each label that was left in the last batch, in their order; may be longer. */
    double[] slopes() {
        return slopes;
    }

    @Override
    public Batch of(Batch batch, int[] before) {
        int width = losses.stream().mapToInt(Loss::outputs).sum();
        outputs = outputs.length < batch.count() * width ? new double[batch.count() * width] : outputs;
        slopes = slopes.length < batch.pairs() ? new double[batch.pairs()] : slopes;
        engine.predict(batch, outputs);
        List<Batch.Labels> moved = new ArrayList<>();
        int pair = 0;
        for (Batch.Labels labels : batch.labels()) {
            Loss loss = losses.get(labels.task());
            if (number >= RowOutput.count(loss)) {
                continue;
            }
            int column = losses.subList(0, labels.task()).stream().mapToInt(Loss::outputs).sum();
            int values = loss.outputs();
            double[] targets = new double[labels.size() * values];
            double[] derivative = new double[values];
            int given = labels.targets().length / Math.max(1, labels.size());
            for (int i = 0; i < labels.size(); i++, pair++) {
                int at = labels.positions()[i] * width + column;
                slopes[pair] = RowOutput.of(loss, number, Arrays.copyOfRange(outputs, at, at + values),
                        Arrays.copyOfRange(labels.targets(), i * given, (i + 1) * given), derivative).slope();
                for (int c = 0; c < values; c++) {
                    targets[i * values + c] = outputs[at + c] - 0.5 * values * derivative[c];
                }
            }
            moved.add(new Batch.Labels(labels.task(), labels.positions(), targets, labels.factor()));
        }
        return new Batch(batch.count(), batch.features(), moved);
    }
}
