package org.mtl.store;

/**
 * A line of {@code history.csv}.
 *
 * @param epoch the epoch, or for a model that is solved exactly the number of Newton steps
 * @param split train, val or test
 * @param task the task's name
 * @param loss its mean loss
 * @param metric its metric: root mean squared error for squared loss
 */
public record HistoryLine(int epoch, String split, String task, double loss, double metric) {}
