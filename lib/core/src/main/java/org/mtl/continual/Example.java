package org.mtl.continual;

/**
 * A row that may be replayed when the data of its task is gone.
 *
 * @param input what the first layer sees, d values, not to be changed
 * @param head the position of the head that predicts it
 * @param label the code of its class among those of the head
 * @param row its name
 * @param task the name of its task
 */
public record Example(double[] input, int head, int label, String row, String task) {

    /** The same row with other values. */
    Example with(double[] values) {
        return new Example(values, head, label, row, task);
    }
}
