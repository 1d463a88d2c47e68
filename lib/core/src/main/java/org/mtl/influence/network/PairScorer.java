package org.mtl.influence.network;

import org.mtl.model.network.Batch;

/** Scores the labels of a network's batches: what differs between kinds of influence. */
public interface PairScorer {

    /**
     * Scores a batch of training rows.
     *
     * @param before how many labels of each task come before it
     * @param scores receives pairs × columns values, row-major, in the order of the batch's labels; may be longer
     */
    void score(Batch batch, int[] before, double[] scores);
}
