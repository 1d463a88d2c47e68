package org.mtl.store;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * A line of {@code history.csv}.
 *
 * @param epoch the epoch, or for a model that is solved exactly the number of Newton steps
 * @param split train, val or test
 * @param task the task's name
 * @param loss its mean loss
 * @param metric its metric: the error rate of classes, the root mean squared error of numbers; none where the loss is a mean
 *     over an epoch in which the parameters changed
 * @param facts what else is told, by column, the same columns in each line of a history; NaN where there is nothing
 */
public record HistoryLine(int epoch, String split, String task, double loss, OptionalDouble metric, Map<String, Double> facts) {

    /** A line that tells nothing else. */
    public HistoryLine(int epoch, String split, String task, double loss, OptionalDouble metric) {
        this(epoch, split, task, loss, metric, Map.of());
    }
}
