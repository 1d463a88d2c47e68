package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.Blas;

/** Moves the vectors of a task's words: XR, or X + (XP)Q of lower rank ([4] Algorithm 1, in front of layers for sentences). */
final class WordAlignment {

    private final int width;
    private final int rank;
    private final double[][][] matrices;

    /**
     * @param width E
     * @param matrices of each task R, E × E, or P, E × rank, and Q, rank × E
     */
    WordAlignment(int width, double[][][] matrices) {
        this.width = width;
        this.matrices = matrices;
        this.rank = matrices[0].length == 1 ? width : matrices[0][0].length / width;
    }

    /** The moved vectors of a sentence, which are new. */
    double[] forward(int task, double[] words) {
        int length = words.length / width;
        double[][] of = matrices[task];
        if (of.length == 1) {
            double[] moved = new double[words.length];
            Blas.multiply(length, width, width, 1, words, of[0], 0, moved);
            return moved;
        }
        double[] moved = words.clone();
        Blas.multiply(length, width, rank, 1, down(words, of), of[1], 1, moved);
        return moved;
    }

    private double[] down(double[] words, double[][] of) {
        double[] down = new double[words.length / width * rank];
        Blas.multiply(words.length / width, rank, width, 1, words, of[0], 0, down);
        return down;
    }

    /** Zeros for the gradient by a task's matrices. */
    double[][] zeros(int task) {
        return Arrays.stream(matrices[task]).map(matrix -> new double[matrix.length]).toArray(double[][]::new);
    }

    /**
     * The backward pass of a sentence.
     *
     * @param words its vectors before they were moved
     * @param deltas the derivatives by the moved vectors
     * @param gradient receives, matrix by matrix, what is added to it
     * @return the derivatives by the vectors, which are new
     */
    double[] backward(int task, double[] words, double[] deltas, double[][] gradient) {
        int length = words.length / width;
        double[][] of = matrices[task];
        if (of.length == 1) {
            Blas.multiplyTransposed(width, width, length, 1, words, deltas, 1, gradient[0]);
            double[] back = new double[words.length];
            Blas.multiplyByTransposed(length, width, width, 1, deltas, of[0], 0, back);
            return back;
        }
        double[] down = down(words, of);
        Blas.multiplyTransposed(rank, width, length, 1, down, deltas, 1, gradient[1]);
        double[] ofDown = new double[down.length];
        Blas.multiplyByTransposed(length, rank, width, 1, deltas, of[1], 0, ofDown);
        Blas.multiplyTransposed(width, rank, length, 1, words, ofDown, 1, gradient[0]);
        double[] back = deltas.clone();
        Blas.multiplyByTransposed(length, width, rank, 1, ofDown, of[0], 1, back);
        return back;
    }

    /** The blocks of a task's matrices, in the order that they are given and taken here. */
    static List<Architecture.Block> blocks(Architecture architecture, int task) {
        return architecture.blocks().stream()
                .filter(block -> block.task().isPresent() && block.task().getAsInt() == task
                        && block.name().startsWith(Architecture.ALIGN))
                .toList();
    }
}
