package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The layers of an architecture as products: nodes hold what a layer puts out, edges the products that lead from one to the
 * next. Node 0 holds the inputs, the last one the outputs of all tasks side by side.
 *
 * <p>A node of the trunk is one group of columns; a hidden node of the heads has a group for each task. Where there are
 * several tasks, the first layers of all heads are one product, with their weights side by side in the stack.
 */
final class NetworkGraph {

    /**
     * What a layer puts out.
     *
     * @param widths the columns of each group
     * @param hidden whether the activation is applied
     */
    record Node(List<Integer> widths, boolean hidden) {

        int groups() {
            return widths.size();
        }

        int width(int group) {
            return widths.get(group);
        }

        /** The columns of all groups. */
        int width() {
            return column(groups());
        }

        /** The column of sums and deltas at which a group starts. */
        int column(int group) {
            int column = 0;
            for (int g = 0; g < group; g++) {
                column += widths.get(g);
            }
            return column;
        }
    }

    /**
     * A product of a group's activations with weights.
     *
     * @param from the node that it starts from, and its group
     * @param to the node that it leads to, and the first of its columns that it makes
     * @param columns how many columns it makes
     * @param inputs the width of the group, rows of the weights without the bias
     * @param stacked whether the weights lie in the stack
     * @param offset where they start, in the stack or in the flat vector
     */
    record Edge(int from, int group, int to, int column, int columns, int inputs, boolean stacked, int offset) {}

    private final Architecture architecture;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final int ones;

    NetworkGraph(Architecture architecture) {
        this.architecture = architecture;
        this.ones = architecture.bias() ? 1 : 0;
        List<Architecture.Block> blocks = architecture.blocks();
        nodes.add(new Node(List.of(architecture.inputs()), false));
        for (int layer = 0; layer < architecture.hidden().size(); layer++) {
            int width = architecture.hidden().get(layer);
            nodes.add(new Node(List.of(width), true));
            edges.add(new Edge(layer, 0, layer + 1, 0, width, nodes.get(layer).width(0), false, blocks.get(layer).offset()));
        }
        addHeads(blocks);
    }

    private void addHeads(List<Architecture.Block> blocks) {
        int trunk = trunk();
        int tasks = architecture.tasks();
        int layers = architecture.headHidden().size() + 1;
        for (int layer = 0; layer < layers; layer++) {
            boolean last = layer == layers - 1;
            nodes.add(new Node(last ? architecture.outputs() : Collections.nCopies(tasks, architecture.headHidden().get(layer)),
                    !last));
            int to = nodes.size() - 1;
            Node node = nodes.get(to);
            if (layer == 0) {
                int inputs = nodes.get(trunk).width(0);
                boolean stacked = tasks > 1;
                edges.add(new Edge(trunk, 0, to, 0, node.width(), inputs, stacked, stacked ? 0 : blocks.get(trunk).offset()));
                continue;
            }
            for (int k = 0; k < tasks; k++) {
                int offset = blocks.get(trunk + k * layers + layer).offset();
                edges.add(new Edge(to - 1, k, to, node.column(k), node.width(k), nodes.get(to - 1).width(k), false, offset));
            }
        }
    }

    Architecture architecture() {
        return architecture;
    }

    List<Node> nodes() {
        return nodes;
    }

    /** All products in the order of the forward pass. */
    List<Edge> edges() {
        return edges;
    }

    /** The products that lead to a node. */
    List<Edge> into(int node) {
        return edges.stream().filter(edge -> edge.to() == node).toList();
    }

    /** The products that start from a node: one for each group, in order. */
    List<Edge> outOf(int node) {
        return edges.stream().filter(edge -> edge.from() == node).toList();
    }

    /** 1 where a 1 is appended to activations, else 0. */
    int ones() {
        return ones;
    }

    /** The last node that tasks share. */
    int trunk() {
        return architecture.hidden().size();
    }

    /** The node of the outputs. */
    int output() {
        return nodes.size() - 1;
    }

    /** The rows of an edge's weights, the bias included. */
    int rows(Edge edge) {
        return edge.inputs() + ones;
    }

    /** The distance of a node's rows of activations. */
    int activationStride(int node) {
        return nodes.get(node).width() + ones * nodes.get(node).groups();
    }

    /** The column of a node's activations at which a group starts. */
    int activationColumn(int node, int group) {
        return nodes.get(node).column(group) + ones * group;
    }

    /** The columns of the stack: the widths of the first layers of all heads. */
    int stackWidth() {
        return nodes.get(trunk() + 1).width();
    }

    /** The rows of the stack. */
    int stackRows() {
        return nodes.get(trunk()).width(0) + ones;
    }
}
