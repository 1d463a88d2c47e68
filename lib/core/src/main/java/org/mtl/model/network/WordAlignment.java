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
        List<Architecture.Block> all = architecture.blocks().stream()
                .filter(block -> block.name().startsWith(Architecture.ALIGN)).toList();
        for (int k = 0; k < architecture.tasks(); k++) {
            int task = k;
            blocks.add(all.stream().filter(block -> block.task().orElseThrow() == task).toList());
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

    private Matrix vectors(RealVector words, int from) {
        return new Matrix(words, from * width, width);
    }

    /**
     * Moves the words from {@code from} to {@code to} − 1.
     *
     * @param parameters those of the whole network
     * @param moved receives them in the same places
     */
    void forward(int task, RealVector parameters, int from, int to, RealVector words, RealVector moved, SentenceRoom<T> room) {
        int count = to - from;
        if (isFull()) {
            kernels.multiply(count, width, width, vectors(words, from), matrix(parameters, task, 0), 0, vectors(moved, from));
            return;
        }
        T copy = room.array("copy", count * width);
        kernels.get(words, from * width, copy, 0, count * width);
        kernels.put(copy, 0, moved, from * width, count * width);
        Matrix down = down(task, parameters, from, count, words, room);
        kernels.multiply(count, width, rank, down, matrix(parameters, task, 1), 1, vectors(moved, from));
    }

    private Matrix down(int task, RealVector parameters, int from, int count, RealVector words, SentenceRoom<T> room) {
        Matrix down = new Matrix(room.vector("down", count * rank), 0, rank);
        kernels.multiply(count, rank, width, vectors(words, from), matrix(parameters, task, 0), 0, down);
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
     * @param deltas the derivatives by the moved vectors; become those by the vectors
     * @param gradient receives, matrix by matrix, what is added to it
     */
    void backward(int task, RealVector parameters, int from, int to, RealVector words, T deltas, List<T> gradient,
            SentenceRoom<T> room) {
        int count = to - from;
        RealVector ofMoved = room.vector("ofMoved", to * width);
        kernels.put(deltas, from * width, ofMoved, from * width, count * width);
        Matrix moved = vectors(ofMoved, from);
        Matrix plain = vectors(words, from);
        Matrix back = new Matrix(room.vector("back", count * width), 0, width);
        if (isFull()) {
            add(width, width, count, plain, moved, gradient.get(0), room);
            kernels.multiplyByTransposed(count, width, width, moved, matrix(parameters, task, 0), 0, back);
            kernels.get(back.vector(), 0, deltas, from * width, count * width);
            return;
        }
        add(rank, width, count, down(task, parameters, from, count, words, room), moved, gradient.get(1), room);
        Matrix ofDown = new Matrix(room.vector("ofDown", count * rank), 0, rank);
        kernels.multiplyByTransposed(count, rank, width, moved, matrix(parameters, task, 1), 0, ofDown);
        add(width, rank, count, plain, ofDown, gradient.get(0), room);
        kernels.multiplyByTransposed(count, width, rank, ofDown, matrix(parameters, task, 0), 1, moved);
        kernels.get(ofMoved, from * width, deltas, from * width, count * width);
    }

    /** Adds A'B with A count × m and B count × n. */
    private void add(int m, int n, int count, Matrix a, Matrix b, T gradient, SentenceRoom<T> room) {
        RealVector product = room.vector("ofMatrix", m * n);
        kernels.multiplyTransposed(m, n, count, a, b, 0, new Matrix(product, 0, n));
        T copy = room.array("ofMatrix", m * n);
        kernels.get(product, 0, copy, 0, m * n);
        kernels.add(gradient, 0, 1, copy, 0, m * n);
    }
}
