package org.mtl.dl4j;

import java.util.List;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;

/**
 * A dense layer of the graph. The first layers of all heads are one node, side by side: K small products cost DL4J K times
 * what one does.
 *
 * @param name of the vertex
 * @param input the vertex before it
 * @param inputs the values that it sees of a row
 * @param width its outputs
 * @param activation what it applies
 * @param level of hidden layers their number, as dropout counts; one more for what comes after the last hidden layer
 * @param firstInput the first column of the layer before that it sees
 * @param parts the weight matrices that it holds
 */
record DenseNode(String name, String input, int inputs, int width, Activation activation, int level, int firstInput,
        List<Part> parts) {

    /**
     * A weight matrix in a node.
     *
     * @param column the node's first column that belongs to it
     */
    record Part(Architecture.Block block, int column) {}

    DenseNode {
        parts = List.copyOf(parts);
    }
}
