package org.mtl.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of examples: as products with directions, and of dense layers as their two factors. */
final class ExampleGradients {

    private final Architecture architecture;
    private final Passes passes;
    private final TaskLosses losses;
    private final int batchRows;

    ExampleGradients(Architecture architecture, Passes passes, TaskLosses losses, int batchRows) {
        this.architecture = architecture;
        this.passes = passes;
        this.losses = losses;
        this.batchRows = batchRows;
    }

    /**
     * Directions as they were given and, for each, the weights of each dense layer of the graph.
     *
     * @param layers of a direction the weights and the biases of each node; none for images
     */
    record Prepared(double[] vectors, int count, List<List<Weights>> layers) implements NetworkEngine.Directions {}

    /**
     * The weights of a node, in × out, and its biases, 1 × out; the latter are 0 where there is no bias.
     */
    private record Weights(INDArray weights, INDArray biases) {}

    /** {@link NetworkEngine#directions}. */
    Prepared directions(double[] vectors, int count) {
        List<List<Weights>> all = new ArrayList<>();
        int size = architecture.parameters();
        for (int t = 0; t < count && architecture.images().isEmpty(); t++) {
            int at = t * size;
            all.add(passes.nodes().stream().map(node -> weights(node, vectors, at)).toList());
        }
        return new Prepared(vectors.clone(), count, all);
    }

    private Weights weights(DenseNode node, double[] vector, int at) {
        double[] weights = new double[node.inputs() * node.width()];
        double[] biases = new double[node.width()];
        for (DenseNode.Part part : node.parts()) {
            int columns = part.block().columns();
            for (int r = 0; r < part.block().rows(); r++) {
                int from = at + part.block().offset() + r * columns;
                double[] into = r < node.inputs() ? weights : biases;
                System.arraycopy(vector, from, into, (r < node.inputs() ? r * node.width() : 0) + part.column(), columns);
            }
        }
        return new Weights(Numbers.array(weights, passes.type(), node.inputs(), node.width()),
                Numbers.array(biases, passes.type(), 1, node.width()));
    }

    /** {@link NetworkEngine#exampleProducts}. */
    void products(Batch batch, Prepared directions, double[] products) {
        if (architecture.images().isPresent()) {
            oneByOne(batch, (pair, gradient) -> {
                for (int t = 0; t < directions.count(); t++) {
                    products[pair * directions.count() + t] = dot(gradient, directions.vectors(), t * gradient.length);
                }
            });
            return;
        }
        for (Rows rows : Rows.byTask(batch, architecture.inputs(), batchRows)) {
            double[] predictions = passes.forward(rows, Dropout.NONE);
            List<List<INDArray>> moved = directions.layers().stream().map(this::moved).toList();
            for (Rows.Part part : rows.parts()) {
                passes.back(rows, losses.ownDeltas(part, predictions));
                for (int t = 0; t < directions.count(); t++) {
                    double[] sums = Numbers.values(dots(moved.get(t)));
                    for (int i = 0; i < part.places().length; i++) {
                        products[(part.pair() + part.first() + i) * directions.count() + t] = sums[part.places()[i]];
                    }
                }
            }
        }
    }

    /** AU of each node, rows × width. */
    private List<INDArray> moved(List<Weights> direction) {
        List<INDArray> moved = new ArrayList<>();
        for (int i = 0; i < direction.size(); i++) {
            DenseNode node = passes.nodes().get(i);
            moved.add(passes.inputs(node).mmul(direction.get(i).weights()).addiRowVector(direction.get(i).biases()));
        }
        return moved;
    }

    /** The row sums of (AU) ∘ D over all nodes. */
    private INDArray dots(List<INDArray> moved) {
        INDArray sums = null;
        for (int i = 0; i < moved.size(); i++) {
            INDArray part = moved.get(i).mul(passes.deltas(passes.nodes().get(i))).sum(1);
            sums = sums == null ? part : sums.addi(part);
        }
        return sums;
    }

    /** Takes the gradient of one example. */
    private interface Visitor {

        /**
         * An example.
         *
         * @param pair its place among the labels of the batch
         */
        void accept(int pair, double[] gradient);
    }

    /** The gradient of an example by convolutions is no product of two factors: each example is passed back alone. */
    private void oneByOne(Batch batch, Visitor visitor) {
        for (int entry = 0; entry < batch.labels().size(); entry++) {
            for (Rows row : Rows.ofEntry(batch, entry, architecture.inputs(), 1)) {
                Rows.Part part = row.parts().get(0);
                double[] deltas = losses.ownDeltas(part, passes.forward(row, Dropout.NONE));
                visitor.accept(part.pair() + part.first(), passes.backward(row, deltas));
            }
        }
    }

    /** {@link NetworkEngine#addExampleSquares}, of any layers. */
    void addSquares(Batch batch, double[] squares) {
        oneByOne(batch, (pair, gradient) -> squares[pair] += dot(gradient, gradient, 0));
    }

    /** {@link NetworkEngine#addInputGradients}. */
    void addInputGradients(Batch batch, double[] gradients) {
        int width = architecture.inputs();
        for (Rows rows : Rows.byTask(batch, width, batchRows)) {
            double[] predictions = passes.forward(rows, Dropout.NONE);
            for (Rows.Part part : rows.parts()) {
                passes.back(rows, losses.ownDeltas(part, predictions));
                double[] found = Numbers.values(passes.inputDeltas());
                for (int at = 0; at < found.length; at++) {
                    gradients[rows.positions()[at / width] * width + at % width] += found[at];
                }
            }
        }
    }

    private static double dot(double[] a, double[] b, int at) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[at + i];
        }
        return sum;
    }

    /** {@link NetworkEngine#layers}, of the dense layers. */
    void layers(Batch batch, int entry, NetworkEngine.LayerVisitor visitor) {
        for (Rows rows : Rows.ofEntry(batch, entry, architecture.inputs(), batchRows)) {
            Rows.Part part = rows.parts().get(0);
            passes.back(rows, losses.ownDeltas(part, passes.forward(rows, Dropout.NONE)));
            for (DenseNode node : passes.nodes()) {
                for (DenseNode.Part held : node.parts()) {
                    if (held.block().task().isEmpty() || held.block().task().getAsInt() == part.task()) {
                        visit(rows, part, node, held, visitor);
                    }
                }
            }
        }
    }

    private void visit(Rows rows, Rows.Part part, DenseNode node, DenseNode.Part held, NetworkEngine.LayerVisitor visitor) {
        Architecture.Block block = held.block();
        double[] seen = Numbers.values(passes.inputs(node));
        double[] all = Numbers.values(passes.deltas(node));
        double[] activations = new double[rows.count() * block.rows()];
        double[] deltas = new double[rows.count() * block.columns()];
        for (int i = 0; i < rows.count(); i++) {
            System.arraycopy(seen, i * node.inputs(), activations, i * block.rows(), node.inputs());
            if (block.rows() > node.inputs()) {
                activations[i * block.rows() + node.inputs()] = 1;
            }
            System.arraycopy(all, i * node.width() + held.column(), deltas, i * block.columns(), block.columns());
        }
        visitor.accept(block, part.first(), rows.count(), activations, deltas);
    }
}
