package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;

/**
 * Moves the vectors of a task's words: XR, or X + (XP)Q of lower rank ([4] Algorithm 1, in front of layers for sentences).
 *
 * @param <T> float[] or double[]
 */
final class WordAlignment<T> {

    private final RealKernels<T> kernels;
    private final int width;
    private final int rank;
    private final List<List<Architecture.Block>> blocks = new ArrayList<>();

    /** Moves words as R, E × E, or P, E × rank, and Q, rank × E, of each task say. */
    WordAlignment(Architecture architecture, RealKernels<T> kernels) {
        this.kernels = kernels;
        this.width = architecture.text().orElseThrow().width();
        this.rank = architecture.alignment().orElseThrow();
        for (int task = 0; task < architecture.tasks(); task++) {
            blocks.add(architecture.alignmentBlocks(task));
        }
    }

    /** The blocks of a task's matrices. */
    List<Architecture.Block> blocks(int task) {
        return blocks.get(task);
    }

    private boolean isFull() {
        return blocks.get(0).size() == 1;
    }

    private Matrix matrix(RealVector parameters, int task, int number) {
        Architecture.Block block = blocks.get(task).get(number);
        return new Matrix(parameters, block.offset(), block.columns());
    }

    /**
     * Moves the words from {@code from} to {@code to} − 1.
     *
     * @param parameters those of the whole network
     * @param moved receives them in the same places
     */
    void forward(int task, RealVector parameters, int from, int to, T words, T moved, SentenceRoom<T> scratch) {
        int count = to - from;
        Matrix plain = outside("plain", words, from, count, scratch);
        Matrix into = plain;
        if (isFull()) {
            into = new Matrix(scratch.vector("moved", count * width), 0, width);
            kernels.multiply(count, width, width, plain, matrix(parameters, task, 0), 0, into);
        } else {
            Matrix down = down(task, parameters, count, plain, scratch);
            kernels.multiply(count, width, rank, down, matrix(parameters, task, 1), 1, plain);
        }
        kernels.get(into.vector(), 0, moved, from * width, count * width);
    }

    /** Vectors of words where products take them. */
    private Matrix outside(String name, T words, int from, int count, SentenceRoom<T> scratch) {
        RealVector vector = scratch.vector(name, count * width);
        kernels.put(words, from * width, vector, 0, count * width);
        return new Matrix(vector, 0, width);
    }

    private Matrix down(int task, RealVector parameters, int count, Matrix plain, SentenceRoom<T> scratch) {
        Matrix down = new Matrix(scratch.vector("down", count * rank), 0, rank);
        kernels.multiply(count, rank, width, plain, matrix(parameters, task, 0), 0, down);
        return down;
    }

    /** Zeros for the gradient by a task's matrices. */
    List<T> zeros(int task) {
        return blocks.get(task).stream().map(block -> kernels.array(block.size())).toList();
    }

    /**
     * The backward pass of the words from {@code from} to {@code to} − 1.
     *
     * @param words their vectors before they were moved
     * @param deltas the derivatives by the moved vectors; become those by the vectors where these are wanted
     * @param wanted whether they are
     * @param gradient receives, matrix by matrix, what is added to it
     */
    void backward(int task, RealVector parameters, int from, int to, T words, T deltas, boolean wanted, List<T> gradient,
            SentenceRoom<T> scratch) {
        int count = to - from;
        Matrix plain = outside("plain", words, from, count, scratch);
        Matrix moved = outside("moved", deltas, from, count, scratch);
        Matrix back = moved;
        if (isFull()) {
            add(width, width, count, plain, moved, gradient.get(0), scratch);
            if (wanted) {
                back = new Matrix(scratch.vector("back", count * width), 0, width);
                kernels.multiplyByTransposed(count, width, width, moved, matrix(parameters, task, 0), 0, back);
            }
        } else {
            add(rank, width, count, down(task, parameters, count, plain, scratch), moved, gradient.get(1), scratch);
            Matrix ofDown = new Matrix(scratch.vector("ofDown", count * rank), 0, rank);
            kernels.multiplyByTransposed(count, rank, width, moved, matrix(parameters, task, 1), 0, ofDown);
            add(width, rank, count, plain, ofDown, gradient.get(0), scratch);
            if (wanted) {
                kernels.multiplyByTransposed(count, width, rank, ofDown, matrix(parameters, task, 0), 1, moved);
            }
        }
        if (wanted) {
            kernels.get(back.vector(), 0, deltas, from * width, count * width);
        }
    }

    /** Adds A'B with A count × m and B count × n. */
    private void add(int m, int n, int count, Matrix a, Matrix b, T gradient, SentenceRoom<T> scratch) {
        RealVector product = scratch.vector("ofMatrix", m * n);
        kernels.multiplyTransposed(m, n, count, a, b, 0, new Matrix(product, 0, n));
        T copy = scratch.array("ofMatrix", m * n);
        kernels.get(product, 0, copy, 0, m * n);
        kernels.add(gradient, 0, 1, copy, 0, m * n);
    }
}
