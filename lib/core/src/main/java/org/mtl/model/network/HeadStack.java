package org.mtl.model.network;

import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;

/**
 * The weights of the heads' first layers side by side, so that one product serves all tasks; flat vectors have them one
 * after the other.
 *
 * @param <T> float[] or double[]
 */
final class HeadStack<T> {

    private final NetworkGraph graph;
    private final RealKernels<T> kernels;
    private final List<Architecture.Block> blocks;
    private final T stacked;
    private final T one;

    HeadStack(NetworkGraph graph, RealKernels<T> kernels) {
        this.graph = graph;
        this.kernels = kernels;
        this.blocks = graph.architecture().blocks().stream()
                .filter(block -> block.task().isPresent() && block.name().equals("head.1")).toList();
        this.stacked = kernels.array(size());
        this.one = kernels.array(blocks.stream().mapToInt(Architecture.Block::size).max().orElse(0));
    }

    /** The values of a stack; none where a single task has no need of one. */
    int size() {
        return blocks.size() > 1 ? graph.stackRows() * graph.stackWidth() : 0;
    }

    /** Puts the heads' first layers of a flat vector side by side. */
    void stack(RealVector flat, RealVector stack) {
        if (size() > 0) {
            int column = 0;
            for (Architecture.Block block : blocks) {
                kernels.get(flat, block.offset(), one, 0, block.size());
                copy(one, block.columns(), 0, stacked, graph.stackWidth(), column, block);
                column += block.columns();
            }
            kernels.put(stacked, 0, stack, 0, size());
        }
    }

    /** Puts a stack back into a flat vector. */
    void unstack(RealVector stack, RealVector flat) {
        if (size() > 0) {
            kernels.get(stack, 0, stacked, 0, size());
            int column = 0;
            for (Architecture.Block block : blocks) {
                copy(stacked, graph.stackWidth(), column, one, block.columns(), 0, block);
                kernels.put(one, 0, flat, block.offset(), block.size());
                column += block.columns();
            }
        }
    }

    private void copy(T from, int stride, int column, T to, int toStride, int toColumn, Architecture.Block block) {
        for (int row = 0; row < block.rows(); row++) {
            System.arraycopy(from, row * stride + column, to, row * toStride + toColumn, block.columns());
        }
    }
}
