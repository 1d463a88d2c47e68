package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.NetworkGraph.Edge;

/**
 * The deltas of the trunk that come from one task alone, where rows have labels of several tasks.
 *
 * @param <T> float[] or double[]
 */
final class TaskChain<T> {

    private final EngineCore<T> core;
    private final int rows;
    private final List<RealVector> deltas = new ArrayList<>();

    /** Room for so many rows. */
    TaskChain(EngineCore<T> core, int rows) {
        this.core = core;
        this.rows = rows;
        deltas.add(core.kernels.vector(0));
        for (int node = 1; node <= core.graph.trunk(); node++) {
            deltas.add(core.kernels.vector(Math.multiplyExact(rows, core.graph.nodes().get(node).width())));
        }
    }

    /** The rows that there is room for. */
    int rows() {
        return rows;
    }

    /** A trunk node's deltas. */
    Matrix deltas(int node) {
        return new Matrix(deltas.get(node), 0, core.graph.nodes().get(node).width());
    }

    /**
     * Computes the deltas of some rows of the chunk from those of the task's first head layer, which are in the room.
     *
     * @param first where the rows go in this chain
     */
    void backward(int task, int start, int rows, int first, ChunkRoom<T> room) {
        NetworkGraph graph = core.graph;
        for (int node = graph.trunk(); node > 0; node--) {
            Edge edge = core.pass.outOf(node).get(0);
            int width = graph.nodes().get(node).width();
            Matrix weights = core.parameters.of(edge, graph);
            Matrix into = deltas(node).part(first, 0);
            if (node == graph.trunk()) {
                int column = graph.nodes().get(node + 1).column(task);
                core.kernels.multiplyByTransposed(rows, width, graph.nodes().get(node + 1).width(task),
                        room.deltas(node + 1).part(start, column), weights.part(0, column), 0, into);
            } else {
                core.kernels.multiplyByTransposed(rows, width, edge.columns(), deltas(node + 1).part(first, 0), weights, 0, into);
            }
            core.kernels.scale(into.vector(), into.at(), room.slopes(node), start * width, rows * width);
        }
    }
}
