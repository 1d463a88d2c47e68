package org.mtl.influence.network;

import java.util.List;

/** The products g_i·u(g_v) of the gradients of rows with the directions of target rows, from the factors of both. */
interface PairKernel {

    /**
     * Adds the products of the labels of a batch.
     *
     * @param factors of all layers
     * @param pairs the number of labels
     * @param products receives targets × pairs values: those of one target lie together
     */
    void add(List<LayerFactors> factors, int pairs, double[] products);
}
