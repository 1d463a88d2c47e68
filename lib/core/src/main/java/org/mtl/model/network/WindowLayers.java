package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.Blas;

/**
 * Filters over windows of words, and of each the largest sum: {@link TextTrunk.Kind#CNN}.
 *
 * <p>The backward pass goes through the windows of the largest sums alone, so that it costs a small part of the forward one.
 */
final class WindowLayers implements SentenceLayers {

    private final TextTrunk trunk;
    private final boolean bias;
    private final DoubleActivations activation;
    private final List<double[]> weights;
    private final double[][] byFilter;

    /** @param weights of each window a block, row-major */
    WindowLayers(TextTrunk trunk, boolean bias, Activation activation, List<double[]> weights) {
        this.trunk = trunk;
        this.bias = bias;
        this.activation = new DoubleActivations(activation);
        this.weights = weights;
        this.byFilter = new double[weights.size()][];
        for (int layer = 0; layer < byFilter.length; layer++) {
            byFilter[layer] = transposed(weights.get(layer), rows(layer), trunk.size());
        }
    }

    private int rows(int layer) {
        return trunk.windows().get(layer) * trunk.width() + (bias ? 1 : 0);
    }

    private static double[] transposed(double[] matrix, int rows, int columns) {
        double[] turned = new double[matrix.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                turned[c * rows + r] = matrix[r * columns + c];
            }
        }
        return turned;
    }

    @Override
    public Tape forward(Sentences sentences, double[] outputs) {
        int values = trunk.outputs();
        double[] sums = new double[sentences.count() * values];
        int[] windows = new int[sums.length];
        for (int layer = 0; layer < byFilter.length; layer++) {
            largest(sentences, layer, sums, windows);
        }
        double[] slopes = new double[sums.length];
        double[] activations = new double[sums.length];
        activation.forward(sums, sums.length, activations, slopes, 0);
        System.arraycopy(activations, 0, outputs, 0, sums.length);
        return (deltas, gradients, words) -> {
            for (int s = 0; s < sentences.count(); s++) {
                for (int at = 0; at < values; at++) {
                    int i = s * values + at;
                    double delta = deltas[i] * slopes[i];
                    if (delta != 0) {
                        back(sentences, s, at, windows[i], delta, gradients, words);
                    }
                }
            }
        };
    }

    /** Of each sentence and filter the largest sum, and where its window begins; the first of equal ones. */
    private void largest(Sentences sentences, int layer, double[] sums, int[] windows) {
        int window = trunk.windows().get(layer);
        int rows = rows(layer);
        int filters = trunk.size();
        int all = Arrays.stream(sentences.lengths()).map(length -> length + window - 1).sum();
        double[] products = new double[all * filters];
        Blas.multiply(all, filters, rows, 1, patches(sentences, window, rows, all), weights.get(layer), 0, products);
        int patch = 0;
        for (int s = 0; s < sentences.count(); s++) {
            int at = s * trunk.outputs() + layer * filters;
            for (int begin = 1 - window; begin < sentences.lengths()[s]; begin++, patch++) {
                for (int c = 0; c < filters; c++) {
                    double sum = products[patch * filters + c];
                    // What is not a number stays one, so that what diverges is seen.
                    if (begin == 1 - window || sum > sums[at + c] || Double.isNaN(sum)) {
                        sums[at + c] = sum;
                        windows[at + c] = begin;
                    }
                }
            }
        }
    }

    private double[] patches(Sentences sentences, int window, int rows, int all) {
        int width = trunk.width();
        double[] patches = new double[all * rows];
        int patch = 0;
        for (int s = 0; s < sentences.count(); s++) {
            int length = sentences.lengths()[s];
            for (int begin = 1 - window; begin < length; begin++, patch++) {
                int first = Math.max(0, begin);
                int end = Math.min(length, begin + window);
                System.arraycopy(sentences.words()[s], first * width, patches, patch * rows + (first - begin) * width,
                        (end - first) * width);
                if (bias) {
                    patches[(patch + 1) * rows - 1] = 1;
                }
            }
        }
        return patches;
    }

    private void back(Sentences sentences, int s, int at, int begin, double delta, double[][] gradients, double[][] words) {
        int layer = at / trunk.size();
        int rows = rows(layer);
        int filter = at % trunk.size() * rows;
        int width = trunk.width();
        int first = Math.max(0, begin);
        int count = (Math.min(sentences.lengths()[s], begin + trunk.windows().get(layer)) - first) * width;
        int in = filter + (first - begin) * width;
        add(delta, sentences.words()[s], first * width, gradients[layer], in, count);
        if (bias) {
            gradients[layer][filter + rows - 1] += delta;
        }
        if (words.length > 0) {
            add(delta, byFilter[layer], in, words[s], first * width, count);
        }
    }

    private static void add(double factor, double[] from, int at, double[] into, int intoAt, int count) {
        for (int i = 0; i < count; i++) {
            into[intoAt + i] += factor * from[at + i];
        }
    }

    @Override
    public double[] toBlock(int layer, double[] gradient) {
        return transposed(gradient, trunk.size(), rows(layer));
    }
}
