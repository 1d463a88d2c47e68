package org.mtl.influence.network;

import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.Architecture;

/** Room outside the heap for a layer's activations and deltas of some labels, used again for the next ones. */
final class LayerRoom {

    private final LayerProducts products;
    private Matrix activations;
    private Matrix deltas;

    LayerRoom(LayerProducts products) {
        this.products = products;
        this.activations = products.zeros(1, 1);
        this.deltas = activations;
    }

    /** Makes room for some labels. */
    void reserve(Architecture.Block block, int count) {
        activations = fit(activations.vector(), count, block.rows());
        deltas = fit(deltas.vector(), count, block.columns());
    }

    private Matrix fit(RealVector vector, int rows, int columns) {
        return vector.length() >= (long) rows * columns ? new Matrix(vector, 0, columns) : products.zeros(rows, columns);
    }

    /** Takes over the factors of some labels. */
    void load(Architecture.Block block, int count, double[] ofActivations, double[] ofDeltas) {
        reserve(block, count);
        products.put(ofActivations, count, activations);
        products.put(ofDeltas, count, deltas);
    }

    Matrix activations() {
        return activations;
    }

    Matrix deltas() {
        return deltas;
    }
}
