package org.mtl.influence.network;

import org.mtl.model.network.Architecture;

/**
 * One layer's factors of the gradients of some labels, a_i δ_i'.
 *
 * @param block the layer
 * @param task the labels' task
 * @param pair the number of the first label among those of its batch
 * @param count the number of labels
 * @param activations count × rows of the block
 * @param deltas count × columns of the block
 */
record LayerFactors(Architecture.Block block, int task, int pair, int count, double[] activations, double[] deltas) {

    /** ‖a_i‖²‖δ_i‖², the squared norm of the gradient of label i by the block. */
    double square(int i) {
        return squares(activations, i, block.rows()) * squares(deltas, i, block.columns());
    }

    private static double squares(double[] values, int row, int width) {
        double sum = 0;
        for (int j = row * width; j < (row + 1) * width; j++) {
            sum += values[j] * values[j];
        }
        return sum;
    }
}
