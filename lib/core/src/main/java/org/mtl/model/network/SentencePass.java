package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;

/**
 * The passes through the layers in front of the dense ones at given parameters: vectors of words, alignments, sentences.
 *
 * @param <T> float[] or double[]
 */
final class SentencePass<T> {

    /** Sentences of a tile of filters: few, since the sums of all windows are kept. */
    private static final int CONVOLVED = 16;

    /** Sentences of a tile of a recurrent layer: many, since each word is a product of its own, and yet two of a batch of 64. */
    private static final int RECURRENT = 32;

    private final SentenceCore<T> core;
    private final RealKernels<T> kernels;
    private final TextTrunk trunk;
    private final RealVector parameters;
    private final List<Architecture.Block> layerBlocks;
    private final SentenceLayers<T> layers;

    /** @param parameters those of the whole network, not to be changed while the pass is in use */
    SentencePass(SentenceCore<T> core, RealVector parameters) {
        this.core = core;
        this.kernels = core.kernels;
        this.trunk = core.trunk;
        this.parameters = parameters;
        this.layerBlocks = core.layerBlocks;
        this.layers = trunk.kind() == TextTrunk.Kind.CNN ? new WindowLayers<>(core, parameters) : new RecurrentLayers<>(core, parameters);
    }

    /** A chunk after the forward pass; until the engine's next pass. */
    interface Passed {

        /** What the dense layers see, count × outputs. */
        double[] outputs();

        /**
         * Adds the gradient of the chunk's value.
         *
         * @param deltas the derivatives by what the dense layers see, count × outputs
         * @param shared receives the part of what tasks share, at the places of its blocks
         * @param own receives that of alignments likewise; may be the same vector
         */
        void backward(double[] deltas, RealVector shared, RealVector own);

        /**
         * Adds the products of each sentence's gradient with directions, where the chunk went forward one by one.
         *
         * @param deltas the derivatives of each sentence's own loss by what the dense layers see
         * @param directions T vectors of all parameters
         * @param products count × T values
         */
        void addProducts(double[] deltas, List<double[]> directions, double[] products);
    }

    /** The forward pass of a chunk in tiles whose size does not depend on the number of threads. */
    Passed forward(Batch batch, SentenceChunk chunk) {
        return new Tiles(batch, chunk, trunk.kind() == TextTrunk.Kind.CNN ? CONVOLVED : RECURRENT);
    }

    /** The forward pass of each sentence alone, so that each can go back alone. */
    Passed forwardOneByOne(Batch batch, SentenceChunk chunk) {
        return new Tiles(batch, chunk, 1);
    }

    private final class Tiles implements Passed {

        private final int count;
        private final int tileRows;
        private final List<SentenceTile<T>> tiles;
        private final double[] outputs;

        private Tiles(Batch batch, SentenceChunk chunk, int tileRows) {
            this.count = chunk.count();
            this.tileRows = tileRows;
            this.outputs = new double[count * trunk.outputs()];
            int number = (count + tileRows - 1) / tileRows;
            List<SentenceRoom<T>> rooms = core.rooms(number);
            this.tiles = inParallel(number, t -> new SentenceTile<>(core, parameters, layers, rooms.get(t), batch, chunk, t * tileRows,
                    rows(t), outputs));
        }

        private <R> List<R> inParallel(int number, IntFunction<R> body) {
            List<R> results = new ArrayList<>(Collections.nCopies(number, null));
            core.workers.forEach(number, t -> results.set(t, body.apply(t)));
            return results;
        }

        private int rows(int tile) {
            return Math.min(tileRows, count - tile * tileRows);
        }

        @Override
        public double[] outputs() {
            return outputs;
        }

        private SentenceTile.Gradient<T> gradient(int tile, double[] deltas) {
            int from = tile * tileRows * trunk.outputs();
            double[] own = Arrays.copyOfRange(deltas, from, from + rows(tile) * trunk.outputs());
            return Arrays.stream(own).allMatch(delta -> delta == 0) ? null : tiles.get(tile).backward(own);
        }

        @Override
        public void backward(double[] deltas, RealVector shared, RealVector own) {
            List<SentenceTile.Gradient<T>> gradients = inParallel(tiles.size(), t -> gradient(t, deltas));
            // In the order of the tiles, whichever thread was first.
            core.workers.forEach(layerBlocks.size(), layer -> {
                Architecture.Block block = layerBlocks.get(layer);
                T sum = kernels.array(block.size());
                gradients.stream().filter(Objects::nonNull)
                        .forEach(each -> kernels.add(sum, 0, 1, each.ofLayers().get(layer), 0, block.size()));
                kernels.add(shared, block.offset(), layers.toBlock(layer, sum), 0, block.size());
            });
            for (int t = 0; t < tiles.size(); t++) {
                if (gradients.get(t) != null) {
                    gradients.get(t).ofAlignments().forEach((task, matrices) -> addAlignment(task, matrices, own));
                    if (trunk.tuned()) {
                        addWords(tiles.get(t).numbers(), gradients.get(t).ofWords(), shared);
                    }
                }
            }
        }

        @Override
        public void addProducts(double[] deltas, List<double[]> directions, double[] products) {
            core.workers.forEach(tiles.size(), t -> {
                SentenceTile.Gradient<T> gradient = gradient(t, deltas);
                if (gradient != null) {
                    List<Part> parts = parts(tiles.get(t).numbers(), gradient);
                    for (int d = 0; d < directions.size(); d++) {
                        products[t * directions.size() + d] += product(parts, directions.get(d));
                    }
                }
            });
        }
    }

    private void addAlignment(int task, List<T> matrices, RealVector into) {
        List<Architecture.Block> blocks = core.alignment.blocks(task);
        for (int i = 0; i < blocks.size(); i++) {
            kernels.add(into, blocks.get(i).offset(), matrices.get(i), 0, blocks.get(i).size());
        }
    }

    private void addWords(int[] numbers, T gradient, RealVector into) {
        int width = trunk.width();
        for (int w = 0; w < numbers.length; w++) {
            kernels.add(into, numbers[w] * width, gradient, w * width, width);
        }
    }

    /**
     * A part of a gradient that lies in one piece.
     *
     * @param at where it belongs among all parameters
     * @param values on 64 bits
     * @param from where it starts in them
     */
    private record Part(int at, double[] values, int from, int count) {}

    private List<Part> parts(int[] numbers, SentenceTile.Gradient<T> gradient) {
        List<Part> parts = new ArrayList<>();
        for (int layer = 0; layer < layerBlocks.size(); layer++) {
            parts.add(part(layers.toBlock(layer, gradient.ofLayers().get(layer)), layerBlocks.get(layer)));
        }
        gradient.ofAlignments().forEach((task, matrices) -> {
            List<Architecture.Block> blocks = core.alignment.blocks(task);
            for (int i = 0; i < blocks.size(); i++) {
                parts.add(part(matrices.get(i), blocks.get(i)));
            }
        });
        if (trunk.tuned()) {
            int width = trunk.width();
            double[] wide = new double[numbers.length * width];
            kernels.widen(gradient.ofWords(), wide.length, wide);
            for (int w = 0; w < numbers.length; w++) {
                parts.add(new Part(numbers[w] * width, wide, w * width, width));
            }
        }
        return parts;
    }

    private Part part(T gradient, Architecture.Block block) {
        double[] wide = new double[block.size()];
        kernels.widen(gradient, wide.length, wide);
        return new Part(block.offset(), wide, 0, wide.length);
    }

    private static double product(List<Part> parts, double[] direction) {
        double product = 0;
        for (Part part : parts) {
            double sum = 0;
            for (int i = 0; i < part.count(); i++) {
                sum += part.values()[part.from() + i] * direction[part.at() + i];
            }
            product += sum;
        }
        return product;
    }
}
