package org.mtl.dl4j;

import org.mtl.model.network.Activation;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The activation of a layer, which keeps the layer's deltas as the backward pass comes by: DL4J itself drops them. */
final class RecordedActivation extends BaseActivationFunction {

    private static final long serialVersionUID = 1L;

    private final transient IActivation function;
    private transient INDArray deltas;

    RecordedActivation(Activation activation) {
        this.function = function(activation);
    }

    /** DL4J's function, or ours where it has only approximations. */
    static IActivation function(Activation activation) {
        return switch (activation) {
            case RELU -> new ActivationReLU();
            case TANH -> new ActivationTanH();
            case GELU -> new ExactGelu();
            case IDENTITY -> new ActivationIdentity();
        };
    }

    /** The derivatives by the layer's sums of the last backward pass, rows × width. */
    INDArray deltas() {
        return deltas;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        return function.getActivation(in, training);
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        Pair<INDArray, INDArray> pair = function.backprop(in, epsilon);
        deltas = pair.getFirst();
        return pair;
    }

    @Override
    public String toString() {
        return function.toString();
    }
}
