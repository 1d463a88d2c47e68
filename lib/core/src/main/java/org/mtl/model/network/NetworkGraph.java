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
 *
 * <p>Between the inputs and the trunk there may be nodes of alignments. What leads to them is a product for each task, which
 * makes the rows of that task only, so that every row of a chunk must belong to one task.
 */
final class NetworkGraph {

    /**
     * What a layer puts out.
     *
     * @param widths the columns of each group
     * @param kind what is done with its sums
     */
    record Node(List<Integer> widths, Kind kind) {

        /** What is done with the sums of a node. */
        enum Kind {
            /** They are predictions, or rows as they come. */
            OPEN,
            /** The activation is applied. */
            HIDDEN,
            /** They are handed on as they are. */
            ALIGNED
        }

        /** Whether its activations are followed by other layers and depend on weights. */
        boolean hidden() {
            return kind != Kind.OPEN;
        }

        boolean aligned() {
            return kind == Kind.ALIGNED;
        }

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
     * @param task the task whose rows it makes; {@value #ALL} for all rows
     */
    record Edge(int from, int group, int to, int column, int columns, int inputs, boolean stacked, int offset, int task) {

        /** No task. */
        static final int ALL = -1;

        Edge(int from, int group, int to, int column, int columns, int inputs, boolean stacked, int offset) {
            this(from, group, to, column, columns, inputs, stacked, offset, ALL);
        }

        /** Whether it makes the rows of one task only. */
        boolean ofTask() {
            return task != ALL;
        }
    }

    private final Architecture architecture;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final int ones;

    NetworkGraph(Architecture architecture) {
        this.architecture = architecture;
        this.ones = architecture.bias() ? 1 : 0;
        List<Architecture.Block> blocks = architecture.blocks();
        nodes.add(new Node(List.of(architecture.inputs()), Node.Kind.OPEN));
        addAlignment(blocks);
        for (int layer = 0; layer < architecture.hidden().size(); layer++) {
            int width = architecture.hidden().get(layer);
            int from = nodes.size() - 1;
            nodes.add(new Node(List.of(width), Node.Kind.HIDDEN));
            edges.add(new Edge(from, 0, from + 1, 0, width, nodes.get(from).width(0), false, blocks.get(layer).offset()));
        }
        addHeads(blocks);
    }

    private void addAlignment(List<Architecture.Block> blocks) {
        for (int layer = 0; layer < architecture.alignmentLayers(); layer++) {
            int width = blocks.get(block(0, layer)).columns();
            nodes.add(new Node(List.of(width), Node.Kind.ALIGNED));
            for (int k = 0; k < architecture.tasks(); k++) {
                edges.add(new Edge(layer, 0, layer + 1, 0, width, nodes.get(layer).width(0), false,
                        blocks.get(block(k, layer)).offset(), k));
            }
        }
    }

    /** Which block a task's own layer is, counted from its alignment on. */
    private int block(int task, int layer) {
        return architecture.hidden().size()
                + task * (architecture.alignmentLayers() + architecture.headHidden().size() + 1) + layer;
    }

    /** Which block the products that lead to a node have as weights, for a task. */
    int blockInto(int node, int task) {
        int alignment = architecture.alignmentLayers();
        return node <= alignment ? block(task, node - 1)
                : node <= trunk() ? node - 1 - alignment : block(task, alignment + node - trunk() - 1);
    }

    private void addHeads(List<Architecture.Block> blocks) {
        int trunk = trunk();
        int tasks = architecture.tasks();
        int layers = architecture.headHidden().size() + 1;
        int first = architecture.alignmentLayers();
        for (int layer = 0; layer < layers; layer++) {
            boolean last = layer == layers - 1;
            nodes.add(new Node(last ? architecture.outputs() : Collections.nCopies(tasks, architecture.headHidden().get(layer)),
                    last ? Node.Kind.OPEN : Node.Kind.HIDDEN));
            int to = nodes.size() - 1;
            Node node = nodes.get(to);
            if (layer == 0) {
                int inputs = nodes.get(trunk).width(0);
                boolean stacked = tasks > 1;
                edges.add(new Edge(trunk, 0, to, 0, node.width(), inputs, stacked, stacked ? 0 : blocks.get(block(0, first)).offset()));
                continue;
            }
            for (int k = 0; k < tasks; k++) {
                int offset = blocks.get(block(k, first + layer)).offset();
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

    /** The products that start from a node: one for each group, in order, or one for each task. */
    List<Edge> outOf(int node) {
        return edges.stream().filter(edge -> edge.from() == node).toList();
    }

    /** 1 where a 1 is appended to activations, else 0. */
    int ones() {
        return ones;
    }

    /** The last node that tasks share. */
    int trunk() {
        return architecture.alignmentLayers() + architecture.hidden().size();
    }

    /** Whether rows are aligned, so that each must belong to one task. */
    boolean aligned() {
        return architecture.alignment().isPresent();
    }

    /** Whether the inputs are added to a node's sums: R_k = I + P_kQ_k. */
    boolean addsInputs(int node) {
        return node == 2 && architecture.alignmentLayers() == 2;
    }

    /** The labelled rows of a batch in chunks as the layers need them. */
    List<RowChunk> chunks(Batch batch, int most) {
        return aligned() ? RowChunk.byTask(batch, most) : RowChunk.of(batch, most);
    }

    /** The node of the outputs. */
    int output() {
        return nodes.size() - 1;
    }

    /** The rows of an edge's weights, the bias included. */
    int rows(Edge edge) {
        return edge.ofTask() ? edge.inputs() : edge.inputs() + ones;
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
