package org.mtl.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.ImageTrunk;

/**
 * Where the values of each weight matrix lie among DL4J's parameters. DL4J has dense weights column by column with the biases
 * behind, those of convolutions filter by filter with the biases in front; ours are row-major with the bias as last row.
 */
final class BlockLayout {

    /**
     * A weight matrix among DL4J's parameters: value (r, c) lies at {@code weights + c · inputs + r}.
     *
     * @param inputs the rows without the bias
     * @param biases where the bias of column 0 lies
     */
    private record Place(Architecture.Block block, int weights, int inputs, int biases) {}

    private final boolean bias;
    private final List<Place> places = new ArrayList<>();

    BlockLayout(Architecture architecture, List<DenseNode> nodes, ComputationGraph graph) {
        this.bias = architecture.bias();
        Map<String, Integer> starts = starts(graph);
        List<Architecture.Block> blocks = architecture.blocks();
        List<ImageTrunk.Convolution> convolutions = architecture.images().map(ImageTrunk::convolutions).orElse(List.of());
        for (int i = 0; i < convolutions.size(); i++) {
            int start = starts.get(convolutions.get(i).name());
            int filters = convolutions.get(i).filters();
            places.add(new Place(blocks.get(i), start + (bias ? filters : 0), convolutions.get(i).patch(), start));
        }
        for (DenseNode node : nodes) {
            int start = starts.get(node.name());
            int biases = start + node.inputs() * node.width();
            for (DenseNode.Part part : node.parts()) {
                int weights = start + part.column() * node.inputs();
                places.add(new Place(part.block(), weights, node.inputs(), biases + part.column()));
            }
        }
    }

    private static Map<String, Integer> starts(ComputationGraph graph) {
        Map<String, Integer> starts = new HashMap<>();
        int at = 0;
        for (int index : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[index];
            if (vertex.numParams() > 0) {
                starts.put(vertex.getVertexName(), at);
                at += Math.toIntExact(vertex.numParams());
            }
        }
        return starts;
    }

    /** Puts our parameters into DL4J's order. */
    double[] toGraph(double[] ours) {
        double[] theirs = new double[ours.length];
        for (Place place : places) {
            Architecture.Block block = place.block();
            for (int r = 0; r < place.inputs(); r++) {
                for (int c = 0; c < block.columns(); c++) {
                    theirs[place.weights() + c * place.inputs() + r] = ours[block.offset() + r * block.columns() + c];
                }
            }
            if (bias) {
                int last = block.offset() + place.inputs() * block.columns();
                System.arraycopy(ours, last, theirs, place.biases(), block.columns());
            }
        }
        return theirs;
    }

    /** Puts DL4J's parameters, or a gradient by them, into our order. */
    double[] fromGraph(double[] theirs) {
        double[] ours = new double[theirs.length];
        for (Place place : places) {
            Architecture.Block block = place.block();
            for (int r = 0; r < place.inputs(); r++) {
                for (int c = 0; c < block.columns(); c++) {
                    ours[block.offset() + r * block.columns() + c] = theirs[place.weights() + c * place.inputs() + r];
                }
            }
            if (bias) {
                int last = block.offset() + place.inputs() * block.columns();
                System.arraycopy(theirs, place.biases(), ours, last, block.columns());
            }
        }
        return ours;
    }
}
