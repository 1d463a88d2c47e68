package org.mtl.model.network;

import org.mtl.model.network.Architecture.Block;

/** What examples' gradients by dense layers, handed out as activations and deltas, say beside their products with directions. */
final class LayerSums {

    private LayerSums() {}

    private static void requireDense(Architecture architecture) {
        if (architecture.images().isPresent() || architecture.text().isPresent() || architecture.alignment().isPresent()) {
            throw new UnsupportedOperationException("the network has other layers than dense ones");
        }
    }

    /** {@link NetworkEngine#addInputGradients} of dense layers alone: the deltas of the first layer times its weights. */
    static void addInputGradients(NetworkEngine engine, Batch batch, double[] gradients) {
        Architecture architecture = engine.architecture();
        requireDense(architecture);
        String first = architecture.blocks().get(0).name();
        double[] parameters = engine.parameters().values();
        int width = architecture.inputs();
        for (int entry = 0; entry < batch.labels().size(); entry++) {
            int[] positions = batch.labels().get(entry).positions();
            engine.layers(batch, entry, (block, from, count, activations, deltas) -> {
                if (block.name().equals(first)) {
                    for (int i = 0; i < count; i++) {
                        addProduct(parameters, block, deltas, i, width, gradients, positions[from + i] * width);
                    }
                }
            });
        }
    }

    private static void addProduct(double[] parameters, Block block, double[] deltas, int row, int width, double[] into, int at) {
        for (int j = 0; j < width; j++) {
            double sum = 0;
            for (int c = 0; c < block.columns(); c++) {
                sum += parameters[block.offset() + j * block.columns() + c] * deltas[row * block.columns() + c];
            }
            into[at + j] += sum;
        }
    }

    /** {@link NetworkEngine#addExampleSquares} of dense layers alone: those of a layer's gradient aδ' sum to ‖a‖²‖δ‖². */
    static void addSquares(NetworkEngine engine, Batch batch, double[] squares) {
        requireDense(engine.architecture());
        int before = 0;
        for (int entry = 0; entry < batch.labels().size(); entry++) {
            int start = before;
            engine.layers(batch, entry, (block, first, count, activations, deltas) -> {
                for (int i = 0; i < count; i++) {
                    double square = square(activations, i * block.rows(), block.rows())
                            * square(deltas, i * block.columns(), block.columns());
                    squares[start + first + i] += square;
                }
            });
            before += batch.labels().get(entry).size();
        }
    }

    private static double square(double[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i] * values[i];
        }
        return sum;
    }
}
