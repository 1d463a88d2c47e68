package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;

/**
 * Filters over windows of words, and of each the largest sum: {@link TextTrunk.Kind#CNN}.
 *
 * <p>Sentences stand one behind the other with as many rows of zeros between them as the longest window has words, less one. The
 * sums of all windows are then sums of products of these rows with the parts of the filters for one word, each from one row later
 * on than the one before. The backward pass goes through the windows of the largest sums alone, so that it costs a small part of
 * the forward one.
 *
 * @param <T> float[] or double[]
 */
final class WindowLayers<T> implements SentenceLayers<T> {

    private final SentenceCore<T> core;
    private final RealKernels<T> kernels;
    private final TextTrunk trunk;
    private final int width;
    private final int filters;
    private final int gap;
    private final boolean bias;
    private final T one;
    private final RealVector parameters;
    private final List<Architecture.Block> blocks;
    private final List<T> byFilter = new ArrayList<>();

    /** @param parameters those of the whole network, not to be changed while these layers are in use */
    WindowLayers(SentenceCore<T> core, RealVector parameters) {
        this.core = core;
        this.kernels = core.kernels;
        this.trunk = core.trunk;
        this.width = trunk.width();
        this.filters = trunk.size();
        this.gap = trunk.windows().stream().mapToInt(Integer::intValue).max().orElseThrow() - 1;
        this.bias = core.architecture.bias();
        this.one = kernels.array(1);
        core.activation.fill(1, one, 0, 1, 1);
        this.parameters = parameters;
        this.blocks = core.layerBlocks;
    }

    /** The filters one after another, made for the first backward pass that asks for them. */
    private synchronized List<T> byFilter() {
        for (int layer = byFilter.size(); layer < blocks.size(); layer++) {
            Architecture.Block block = blocks.get(layer);
            T matrix = core.scratch().array("matrix", block.size());
            kernels.get(parameters, block.offset(), matrix, 0, block.size());
            T turned = kernels.array(block.size());
            kernels.transpose(matrix, block.rows(), filters, turned);
            byFilter.add(turned);
        }
        return byFilter;
    }

    private int window(int layer) {
        return trunk.windows().get(layer);
    }

    /** Some sentences after the forward pass. */
    private final class Windows implements Tape<T> {

        private final Sentences<T> sentences;
        private final int rows;
        private final T padded;
        private final T best;
        private final T slopes;
        private final List<T> products = new ArrayList<>();

        private Windows(Sentences<T> sentences, T outputs, SentenceRoom<T> room) {
            this.sentences = sentences;
            this.rows = row(sentences.count());
            this.padded = kernels.array(rows * width);
            for (int s = 0; s < sentences.count(); s++) {
                System.arraycopy(sentences.words(), sentences.starts()[s] * width, padded, row(s) * width, sentences.length(s) * width);
            }
            RealVector words = core.scratch().vector("padded", rows * width);
            kernels.put(padded, 0, words, 0, rows * width);
            int values = sentences.count() * trunk.outputs();
            this.best = room.array("best", values);
            T sums = core.scratch().array("sums", values);
            for (int layer = 0; layer < blocks.size(); layer++) {
                products.add(products(layer, words, room));
                largest(layer, sums);
            }
            this.slopes = room.array("slopes", values);
            core.activation.forward(sums, values, outputs, slopes, 0);
        }

        /** Where a sentence starts among the rows, with zeros before it and behind the last one. */
        private int row(int sentence) {
            return sentences.starts()[sentence] + (sentence + 1) * gap;
        }

        /** The sums of all windows without the bias, each filter's in a column, by the row that a window begins at. */
        private T products(int layer, RealVector words, SentenceRoom<T> room) {
            int windows = rows - window(layer) + 1;
            Matrix from = new Matrix(words, 0, width);
            Matrix weights = new Matrix(parameters, blocks.get(layer).offset(), filters);
            Matrix into = new Matrix(core.scratch().vector("products", rows * filters), 0, filters);
            for (int word = 0; word < window(layer); word++) {
                kernels.multiply(windows, filters, width, from.part(word, 0), weights.part(word * width, 0), word == 0 ? 0 : 1, into);
            }
            T products = room.array("products " + layer, rows * filters);
            kernels.get(into.vector(), 0, products, 0, windows * filters);
            return products;
        }

        private int first(int layer, int sentence) {
            return row(sentence) - window(layer) + 1;
        }

        private int end(int sentence) {
            return row(sentence) + sentences.length(sentence);
        }

        private void largest(int layer, T sums) {
            T ofBias = kernels.array(filters);
            if (bias) {
                Architecture.Block block = blocks.get(layer);
                kernels.get(parameters, block.offset() + (block.rows() - 1) * filters, ofBias, 0, filters);
            }
            for (int s = 0; s < sentences.count(); s++) {
                int at = s * trunk.outputs() + layer * filters;
                System.arraycopy(products.get(layer), first(layer, s) * filters, best, at, filters);
                for (int begin = first(layer, s) + 1; begin < end(s); begin++) {
                    kernels.largest(best, at, products.get(layer), begin * filters, filters);
                }
                System.arraycopy(best, at, sums, at, filters);
                kernels.add(sums, at, 1, ofBias, 0, filters);
            }
        }

        @Override
        public void backward(T deltas, List<T> gradients, T words) {
            int values = sentences.count() * trunk.outputs();
            kernels.scale(deltas, slopes, 0, values);
            double[] wide = new double[values];
            kernels.widen(deltas, values, wide);
            List<T> turned = words == null ? List.of() : byFilter();
            T ofRows = words == null ? null : kernels.array(rows * width);
            for (int s = 0; s < sentences.count(); s++) {
                for (int layer = 0; layer < blocks.size(); layer++) {
                    back(s, layer, wide, gradients.get(layer), words == null ? null : turned.get(layer), ofRows);
                }
                if (words != null) {
                    System.arraycopy(ofRows, row(s) * width, words, sentences.starts()[s] * width, sentences.length(s) * width);
                }
            }
        }

        private void back(int s, int layer, double[] deltas, T gradient, T turned, T ofRows) {
            int at = s * trunk.outputs() + layer * filters;
            if (Arrays.stream(deltas, at, at + filters).allMatch(delta -> delta == 0)) {
                return;
            }
            int[] begins = begins(s, layer, at);
            int size = blocks.get(layer).rows();
            int seen = window(layer) * width;
            for (int c = 0; c < filters; c++) {
                double delta = deltas[at + c];
                if (delta != 0) {
                    kernels.add(gradient, c * size, delta, padded, begins[c] * width, seen);
                    if (bias) {
                        kernels.add(gradient, c * size + seen, delta, one, 0, 1);
                    }
                    if (ofRows != null) {
                        kernels.add(ofRows, begins[c] * width, delta, turned, c * size, seen);
                    }
                }
            }
        }

        /** Where the window of each filter's largest sum begins, the first of equal ones. */
        private int[] begins(int s, int layer, int at) {
            int[] begins = new int[filters];
            // Where no sum is a number.
            Arrays.fill(begins, first(layer, s));
            for (int begin = end(s) - 1; begin >= first(layer, s); begin--) {
                kernels.markEqual(best, at, products.get(layer), begin * filters, filters, begin, begins);
            }
            return begins;
        }
    }

    @Override
    public Tape<T> forward(Sentences<T> sentences, T outputs, SentenceRoom<T> room) {
        return new Windows(sentences, outputs, room);
    }

    @Override
    public T toBlock(int layer, T gradient) {
        T block = kernels.array(blocks.get(layer).size());
        kernels.transpose(gradient, filters, blocks.get(layer).rows(), block);
        return block;
    }
}
