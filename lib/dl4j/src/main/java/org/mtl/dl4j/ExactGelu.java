package org.mtl.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** a·Φ(a) with the normal distribution function itself; ND4J's own GELU is one of two approximations. */
final class ExactGelu extends BaseActivationFunction {

    private static final long serialVersionUID = 1L;

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        return in.muli(distribution(in));
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        INDArray density = Nd4j.exec(new Exp(in.mul(in).muli(-0.5))).muli(1 / Math.sqrt(2 * Math.PI));
        INDArray slope = density.muli(in).addi(distribution(in));
        return new Pair<>(slope.muli(epsilon), null);
    }

    /** Φ of each value. */
    private static INDArray distribution(INDArray in) {
        return Nd4j.exec(new Erf(in.mul(Math.sqrt(0.5)), null)).addi(1).muli(0.5);
    }

    @Override
    public String toString() {
        return "gelu";
    }
}
