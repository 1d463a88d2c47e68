package org.mtl.influence.network;

import java.util.List;

/** An inverse that takes each layer for itself, so that an example's own influence comes from its factors. */
interface LayerwiseInverse extends CurvatureInverse {

    /**
     * Adds g_i'u(g_i) for the labels of a batch.
     *
     * @param factors of all layers
     * @param forms receives the sums, one for each label of the batch
     */
    void addForms(List<LayerFactors> factors, double[] forms);
}
