package org.mtl.model.network;

/**
 * Which outputs of hidden layers are left out of a training step; those that are kept are divided by the share that is kept.
 *
 * @param rate the probability of being left out, 0 ≤ rate &lt; 1
 * @param key what the choice is drawn from, together with layer, row of the batch and column: equal keys leave out the same
 */
public record Dropout(double rate, long key) {

    /** Everything is kept. */
    public static final Dropout NONE = new Dropout(0, 0);

    /** Checks the rate. */
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("expected a rate from 0 to below 1, found " + rate);
        }
    }

    /**
     * Whether an output is left out, so that every engine leaves out the same.
     *
     * @param layer the hidden dense layer, from 1 on: those of the trunk, then those of the heads, all heads side by side
     * @param row the position in the batch
     * @param column the column of the layer
     */
    public boolean drops(int layer, int row, int column) {
        return ActivationKernels.isDropped(this, ActivationKernels.key(this, layer, row), column);
    }
}
