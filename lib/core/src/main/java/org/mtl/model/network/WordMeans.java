package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.Features;
import org.mtl.data.SentenceMeans;
import org.mtl.linalg.Blas;

/**
 * The means of the vectors that a network has for words over sentences, before or behind the alignment of a sentence's task: what
 * its first layer sees, averaged, since the mean of aligned vectors is their mean aligned.
 */
final class WordMeans {

    private final Architecture architecture;
    private final double[] parameters;
    private final boolean aligned;
    private final SentenceMeans.Vectors vectors;

    /** @param network one over sequences of words, which has alignments where {@code aligned} */
    WordMeans(NetworkModel.Network network, boolean aligned) {
        this.architecture = network.architecture();
        this.parameters = network.parameters();
        this.aligned = aligned;
        TextTrunk trunk = architecture.text().orElseThrow();
        this.vectors = trunk.tuned() ? new Trained(trunk) : trunk.vectors().orElseThrow();
    }

    /** Vectors that are the first parameters. */
    private final class Trained implements SentenceMeans.Vectors {

        private final TextTrunk trunk;

        private Trained(TextTrunk trunk) {
            this.trunk = trunk;
        }

        @Override
        public int width() {
            return trunk.width();
        }

        @Override
        public void add(int word, double[] into, int at) {
            trunk.requireWord(word);
            for (int j = 0; j < trunk.width(); j++) {
                into[at + j] += parameters[word * trunk.width() + j];
            }
        }
    }

    /** E. */
    int width() {
        return vectors.width();
    }

    boolean isAligned() {
        return aligned;
    }

    /** The means of some rows, each as one of a task, row-major. */
    double[] rows(Features sentences, int[] rows, int[] tasks) {
        double[] means = new double[rows.length * width()];
        new SentenceMeans(sentences, vectors).copyRows(rows, 0, rows.length, means, width());
        if (aligned) {
            for (int from = 0; from < rows.length;) {
                int to = from + 1;
                while (to < rows.length && tasks[to] == tasks[from]) {
                    to++;
                }
                align(tasks[from], means, from, to - from);
                from = to;
            }
        }
        return means;
    }

    /** X becomes XR or X + (XP)Q. */
    private void align(int task, double[] means, int from, int count) {
        int width = width();
        double[] plain = Arrays.copyOfRange(means, from * width, (from + count) * width);
        double[] moved = plain.clone();
        List<Architecture.Block> blocks = architecture.alignmentBlocks(task);
        if (blocks.size() == 1) {
            Blas.multiply(count, width, width, 1, plain, matrix(blocks.get(0)), 0, moved);
        } else {
            int rank = blocks.get(0).columns();
            double[] down = new double[count * rank];
            Blas.multiply(count, rank, width, 1, plain, matrix(blocks.get(0)), 0, down);
            Blas.multiply(count, width, rank, 1, down, matrix(blocks.get(1)), 1, moved);
        }
        System.arraycopy(moved, 0, means, from * width, moved.length);
    }

    private double[] matrix(Architecture.Block block) {
        return Arrays.copyOfRange(parameters, block.offset(), block.offset() + block.size());
    }
}
