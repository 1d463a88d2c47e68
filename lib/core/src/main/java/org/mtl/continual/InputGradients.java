package org.mtl.continual;

import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;

/** Derivatives of losses by what a network sees. */
final class InputGradients {

    private InputGradients() {}

    /** ∇_x ℓ_i of each row, without factor, n × d: the deltas of the first layer times its weights. */
    static double[] of(NetworkEngine engine, Batch batch) {
        Architecture architecture = engine.architecture();
        String first = architecture.hidden().isEmpty() ? "head.1" : "trunk.1";
        double[] parameters = engine.parameters().values();
        int width = architecture.inputs();
        double[] gradients = new double[batch.count() * width];
        for (int entry = 0; entry < batch.labels().size(); entry++) {
            int[] positions = batch.labels().get(entry).positions();
            engine.layers(batch, entry, (block, from, count, activations, deltas) -> {
                if (block.name().equals(first)) {
                    for (int i = 0; i < count; i++) {
                        multiply(parameters, block, deltas, i, width, gradients, positions[from + i] * width);
                    }
                }
            });
        }
        return gradients;
    }

    private static void multiply(double[] parameters, Architecture.Block block, double[] deltas, int row, int width, double[] into,
            int at) {
        for (int j = 0; j < width; j++) {
            double sum = 0;
            for (int c = 0; c < block.columns(); c++) {
                sum += parameters[block.offset() + j * block.columns() + c] * deltas[row * block.columns() + c];
            }
            into[at + j] = sum;
        }
    }
}
