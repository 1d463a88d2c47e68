package org.mtl.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The forward and the backward pass of some rows through DL4J's graph. */
final class Passes {

    private final Architecture architecture;
    private final GraphPlan plan;
    private final DataType type;
    private final OpenGraph graph;
    private final BlockLayout layout;
    private final HeapVector parameters;
    private final List<DropoutMask> masks = new ArrayList<>();
    private long copied = -1;
    private Map<String, INDArray> activations = Map.of();

    Passes(Architecture architecture, Precision precision, HeapVector parameters) {
        this.architecture = architecture;
        this.plan = new GraphPlan(architecture);
        this.type = precision == Precision.FLOAT ? DataType.FLOAT : DataType.DOUBLE;
        this.graph = new OpenGraph(plan.configuration(type));
        graph.init();
        this.layout = new BlockLayout(architecture, plan.nodes(), graph);
        this.parameters = parameters;
    }

    /** The dense layers. */
    List<DenseNode> nodes() {
        return plan.nodes();
    }

    DataType type() {
        return type;
    }

    /** The predictions of all tasks, rows × width, row-major, after which nothing goes back. */
    double[] predict(Rows rows) {
        return forward(rows, Dropout.NONE, false);
    }

    /** The predictions of all tasks, rows × width, row-major. */
    double[] forward(Rows rows, Dropout dropout) {
        return forward(rows, dropout, true);
    }

    /**
     * Runs forward.
     *
     * @param goesBack whether a backward pass follows: DL4J otherwise overwrites sums that it would need
     */
    private double[] forward(Rows rows, Dropout dropout, boolean goesBack) {
        copyParameters();
        if (dropout.rate() > 0 || !masks.isEmpty()) {
            masks().forEach(mask -> mask.set(dropout, rows.positions()));
        }
        activations = graph.feedForward(new INDArray[] {input(rows)}, goesBack, false);
        List<INDArray> outputs = plan.outputs().stream().map(activations::get).toList();
        return Numbers.values(outputs.size() == 1
                ? outputs.get(0) : Nd4j.concat(1, outputs.toArray(new INDArray[0])));
    }

    private INDArray input(Rows rows) {
        int count = rows.count();
        return architecture.images()
                .map(images -> Numbers.array(rows.features(), type, count, images.channels(), images.height(), images.width()))
                .orElseGet(() -> Numbers.array(rows.features(), type, count, architecture.inputs()));
    }

    private void copyParameters() {
        if (copied != parameters.changes()) {
            copied = parameters.changes();
            double[] values = new double[parameters.length()];
            parameters.get(0, values.length, values);
            graph.params().assign(Numbers.array(layout.toGraph(values), type, 1, values.length));
        }
    }

    /** Made at the first use: a layer that knows of dropout costs a copy of its inputs, even where nothing is dropped. */
    private List<DropoutMask> masks() {
        if (masks.isEmpty()) {
            for (DenseNode node : plan.nodes()) {
                if (node.level() > 1) {
                    DropoutMask mask = new DropoutMask(node.level() - 1, node.firstInput());
                    ((Layer) graph.getLayer(node.name()).conf().getLayer()).setIDropout(mask);
                    masks.add(mask);
                }
            }
        }
        return masks;
    }

    /**
     * The gradient by all parameters over the rows of the last forward pass, in our order.
     *
     * @param deltas the derivatives by the predictions, rows × width
     */
    double[] backward(Rows rows, double[] deltas) {
        return layout.fromGraph(Numbers.memory(back(rows, deltas)));
    }

    /** A backward pass of which only the deltas of layers are wanted. */
    INDArray back(Rows rows, double[] deltas) {
        INDArray all = Numbers.array(deltas, type, rows.count(), deltas.length / rows.count());
        INDArray[] epsilons = new INDArray[plan.outputs().size()];
        int column = 0;
        for (int i = 0; i < epsilons.length; i++) {
            int width = epsilons.length == 1 ? deltas.length / rows.count() : architecture.outputs().get(i);
            epsilons[i] = all.get(NDArrayIndex.all(), NDArrayIndex.interval(column, column + width)).dup('c');
            column += width;
        }
        return graph.backward(epsilons);
    }

    /** The derivatives by the rows themselves of the last backward pass, rows × inputs in as many axes as rows have. */
    INDArray inputDeltas() {
        return graph.getVertex(GraphPlan.INPUT).getEpsilon();
    }

    /** What a dense layer sees, of the last forward pass, rows × inputs. */
    INDArray inputs(DenseNode node) {
        return activations.get(node.input());
    }

    /** The derivatives by a dense layer's sums of the last backward pass, rows × width. */
    INDArray deltas(DenseNode node) {
        BaseLayer layer = (BaseLayer) graph.getLayer(node.name()).conf().getLayer();
        return ((RecordedActivation) layer.getActivationFn()).deltas();
    }

    void close() {
        graph.close();
    }
}
