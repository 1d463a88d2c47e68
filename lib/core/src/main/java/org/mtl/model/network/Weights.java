package org.mtl.model.network;

import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;

/**
 * A vector of all parameters, or a gradient by them, as the matrices that products take.
 *
 * @param flat p values in the order of the blocks
 * @param stack the heads' first layers side by side
 */
record Weights(RealVector flat, RealVector stack) {

    /** Zeros. */
    static <T> Weights zeros(NetworkGraph graph, RealKernels<T> kernels, HeadStack<T> heads) {
        return new Weights(kernels.vector(graph.architecture().parameters()), kernels.vector(heads.size()));
    }

    /** The weights of an edge, its bias in the last row. */
    Matrix of(NetworkGraph.Edge edge, NetworkGraph graph) {
        return edge.stacked()
                ? new Matrix(stack, edge.offset(), graph.stackWidth())
                : new Matrix(flat, edge.offset(), edge.columns());
    }
}
