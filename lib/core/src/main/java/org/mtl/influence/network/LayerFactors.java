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

    /** Stores the gradient of label i by the block where it belongs in a vector of all parameters that starts at a place. */
    void writeOut(int i, double[] vectors, int at) {
        int columns = block.columns();
        for (int row = 0; row < block.rows(); row++) {
            double activation = activations[i * block.rows() + row];
            for (int c = 0; c < columns; c++) {
                vectors[at + block.offset() + row * columns + c] = activation * deltas[i * columns + c];
            }
        }
    }

    private static double squares(double[] values, int row, int width) {
        double sum = 0;
        for (int j = row * width; j < (row + 1) * width; j++) {
            sum += values[j] * values[j];
        }
        return sum;
    }
}
