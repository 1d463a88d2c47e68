package org.mtl.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** Which vertices of a graph the layers of an architecture become. */
final class GraphPlan {

    static final String INPUT = "rows";

    private final Architecture architecture;
    private final List<DenseNode> nodes = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final String trunkInput;
    private int nextBlock;

    GraphPlan(Architecture architecture) {
        this.architecture = architecture;
        this.trunkInput = architecture.images().isPresent() ? ImageVertices.OUTPUT : INPUT;
        this.nextBlock = architecture.images().map(images -> images.convolutions().size()).orElse(0);
        addTrunk();
        addHeads();
    }

    /** The dense layers in an order in which each comes after what it sees. */
    List<DenseNode> nodes() {
        return nodes;
    }

    /** The vertices of the predictions: one for all tasks, or one for each. */
    List<String> outputs() {
        return outputs;
    }

    private void addTrunk() {
        for (int i = 0; i < architecture.hidden().size(); i++) {
            Architecture.Block block = architecture.blocks().get(nextBlock++);
            nodes.add(new DenseNode(block.name(), last(), inputs(block), block.columns(), architecture.activation(), i + 1, 0,
                    List.of(new DenseNode.Part(block, 0))));
        }
    }

    private String last() {
        return nodes.isEmpty() ? trunkInput : nodes.get(nodes.size() - 1).name();
    }

    private int inputs(Architecture.Block block) {
        return architecture.bias() ? block.rows() - 1 : block.rows();
    }

    private void addHeads() {
        List<Architecture.Block> blocks = architecture.blocks();
        int depth = architecture.headHidden().size() + 1;
        int level = architecture.hidden().size() + 1;
        List<DenseNode.Part> firsts = new ArrayList<>();
        int width = 0;
        for (int k = 0; k < architecture.tasks(); k++) {
            Architecture.Block block = blocks.get(nextBlock + k * depth);
            firsts.add(new DenseNode.Part(block, width));
            width += block.columns();
        }
        int inputs = inputs(firsts.get(0).block());
        DenseNode all = new DenseNode("heads", last(), inputs, width, activation(1, depth), level, 0, firsts);
        nodes.add(all);
        if (depth == 1) {
            outputs.add(all.name());
            return;
        }
        for (int k = 0; k < architecture.tasks(); k++) {
            String before = subset(k);
            for (int j = 1; j < depth; j++) {
                Architecture.Block block = blocks.get(nextBlock + k * depth + j);
                // Dropout counts columns over all heads, which are equally wide.
                int first = k * architecture.headHidden().get(j - 1);
                nodes.add(new DenseNode("head." + k + "." + (j + 1), before, inputs(block), block.columns(),
                        activation(j + 1, depth), level + j, first, List.of(new DenseNode.Part(block, 0))));
                before = last();
            }
            outputs.add(before);
        }
    }

    private Activation activation(int layer, int depth) {
        return layer < depth ? architecture.activation() : Activation.IDENTITY;
    }

    private static String subset(int task) {
        return "first." + task;
    }

    /** DL4J's description of the graph. Its own optimiser does nothing: steps are taken outside. */
    ComputationGraphConfiguration configuration(DataType type) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder().dataType(type).updater(new NoOp())
                .trainingWorkspaceMode(WorkspaceMode.NONE).inferenceWorkspaceMode(WorkspaceMode.NONE)
                .graphBuilder().addInputs(INPUT);
        architecture.images().ifPresent(images -> new ImageVertices(architecture, images).add(graph));
        for (DenseNode node : nodes) {
            graph.addLayer(node.name(), new DenseLayer.Builder().nIn(node.inputs()).nOut(node.width())
                    .hasBias(architecture.bias()).activation(new RecordedActivation(node.activation())).build(), node.input());
        }
        int width = architecture.headHidden().isEmpty() ? 0 : architecture.headHidden().get(0);
        for (int k = 0; k < architecture.tasks() && width > 0; k++) {
            graph.addVertex(subset(k), new SubsetVertex(k * width, (k + 1) * width - 1), "heads");
        }
        return graph.setOutputs(outputs.toArray(new String[0])).build();
    }
}
