package org.mtl.dl4j;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph of which several backward passes can follow one forward pass: DL4J forgets the activations after the first. */
final class OpenGraph extends ComputationGraph {

    private static final long serialVersionUID = 1L;

    OpenGraph(ComputationGraphConfiguration configuration) {
        super(configuration);
    }

    /** The gradient of all parameters for derivatives by the outputs, overwritten by the next call. */
    INDArray backward(INDArray... epsilons) {
        calcBackpropGradients(false, false, epsilons);
        return getFlattenedGradients();
    }
}
