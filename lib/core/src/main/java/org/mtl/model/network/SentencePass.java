package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mtl.linalg.RealVector;
import org.mtl.parallel.Workers;

/** The passes through the layers in front of the dense ones at given parameters: vectors of words, alignments, sentences. */
final class SentencePass {

    /** Sentences of a tile of filters: few, since the windows of all of them are written out. */
    private static final int CONVOLVED = 16;

    /** Sentences of a tile of a recurrent layer: many, since each word is a product of its own. */
    private static final int RECURRENT = 64;

    private final Architecture architecture;
    private final TextTrunk trunk;
    private final Workers workers;
    private final List<Architecture.Block> layerBlocks;
    private final SentenceLayers layers;
    private final double[] table;
    private final Optional<WordAlignment> alignment;

    /**
     * Copies what it needs of the parameters.
     *
     * @param parameters those of all layers
     */
    SentencePass(Architecture architecture, RealVector parameters, Workers workers) {
        this.architecture = architecture;
        this.trunk = architecture.text().orElseThrow();
        this.workers = workers;
        int skipped = trunk.tuned() ? 1 : 0;
        List<Architecture.Block> blocks = architecture.blocks();
        this.layerBlocks = blocks.subList(skipped, skipped + trunk.layers().size());
        List<double[]> weights = layerBlocks.stream().map(block -> values(parameters, block)).toList();
        this.layers = trunk.kind() == TextTrunk.Kind.CNN
                ? new WindowLayers(trunk, architecture.bias(), architecture.activation(), weights)
                : new RecurrentLayers(trunk, architecture.bias(), weights);
        this.table = trunk.tuned() ? values(parameters, blocks.get(0)) : new double[0];
        this.alignment = architecture.alignment().isEmpty() ? Optional.empty() : Optional.of(alignment(parameters));
    }

    private WordAlignment alignment(RealVector parameters) {
        double[][][] matrices = new double[architecture.tasks()][][];
        for (int k = 0; k < matrices.length; k++) {
            matrices[k] = WordAlignment.blocks(architecture, k).stream().map(block -> values(parameters, block)).toArray(double[][]::new);
        }
        return new WordAlignment(trunk.width(), matrices);
    }

    private static double[] values(RealVector parameters, Architecture.Block block) {
        double[] part = new double[block.size()];
        parameters.get(block.offset(), part.length, part);
        return part;
    }

    /**
     * Sentences after the forward pass.
     *
     * @param numbers of each sentence the numbers of its words
     * @param words of each its vectors, before they were moved
     */
    private record Tile(int from, int[][] numbers, double[][] words, SentenceLayers.Tape tape) {

        int count() {
            return numbers.length;
        }
    }

    /** A chunk after the forward pass. */
    final class Passed {

        private final SentenceChunk chunk;
        private final Tile[] tiles;
        private final int tileRows;
        private final double[] outputs;

        private Passed(SentenceChunk chunk, int tileRows) {
            this.chunk = chunk;
            this.tileRows = tileRows;
            this.tiles = new Tile[(chunk.count() + tileRows - 1) / tileRows];
            this.outputs = new double[chunk.count() * trunk.outputs()];
        }

        /** What the dense layers see, count × outputs. */
        double[] outputs() {
            return outputs;
        }
    }

    /** The forward pass of a chunk in tiles whose size does not depend on the number of threads. */
    Passed forward(Batch batch, SentenceChunk chunk) {
        return forward(batch, chunk, trunk.kind() == TextTrunk.Kind.CNN ? CONVOLVED : RECURRENT);
    }

    /** The forward pass of each sentence alone, so that each can go back alone. */
    Passed forwardOneByOne(Batch batch, SentenceChunk chunk) {
        return forward(batch, chunk, 1);
    }

    private Passed forward(Batch batch, SentenceChunk chunk, int tileRows) {
        Passed passed = new Passed(chunk, tileRows);
        workers.forEach(passed.tiles.length, t -> {
            int from = t * tileRows;
            int count = Math.min(tileRows, chunk.count() - from);
            int[][] numbers = new int[count][];
            double[][] words = new double[count][];
            double[][] moved = new double[count][];
            for (int i = 0; i < count; i++) {
                numbers[i] = numbers(batch, chunk.rows()[from + i]);
                words[i] = words(numbers[i]);
                int unit = from + i;
                double[] plain = words[i];
                moved[i] = alignment.map(align -> align.forward(chunk.tasks()[unit], plain)).orElse(plain);
            }
            int[] lengths = Arrays.stream(numbers).mapToInt(each -> each.length).toArray();
            double[] outputs = new double[count * trunk.outputs()];
            SentenceLayers.Tape tape = layers.forward(new SentenceLayers.Sentences(moved, lengths), outputs);
            System.arraycopy(outputs, 0, passed.outputs, from * trunk.outputs(), outputs.length);
            passed.tiles[t] = new Tile(from, numbers, words, tape);
        });
        return passed;
    }

    private int[] numbers(Batch batch, int row) {
        int at = row * trunk.length();
        int length = 0;
        while (length < trunk.length() && batch.features()[at + length] > 0) {
            length++;
        }
        int[] numbers = new int[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (int) batch.features()[at + i];
        }
        return numbers;
    }

    private double[] words(int[] numbers) {
        int width = trunk.width();
        double[] words = new double[numbers.length * width];
        for (int i = 0; i < numbers.length; i++) {
            if (trunk.tuned()) {
                System.arraycopy(table, numbers[i] * width, words, i * width, width);
            } else {
                trunk.vectors().orElseThrow().copy(numbers[i], words, i * width);
            }
        }
        return words;
    }

    /** The gradient of a tile's value. */
    private final class Sums {

        private final double[][] ofLayers =
                layerBlocks.stream().map(block -> new double[block.size()]).toArray(double[][]::new);
        private final Map<Integer, double[][]> ofAlignments = new TreeMap<>();
        private final double[][] ofWords;

        private Sums(Passed passed, Tile tile, double[] deltas) {
            boolean wanted = trunk.tuned() || alignment.isPresent();
            ofWords = new double[wanted ? tile.count() : 0][];
            for (int i = 0; i < ofWords.length; i++) {
                ofWords[i] = new double[tile.words()[i].length];
            }
            int values = trunk.outputs();
            double[] own = Arrays.copyOfRange(deltas, tile.from() * values, (tile.from() + tile.count()) * values);
            tile.tape().backward(own, ofLayers, ofWords);
            for (int i = 0; i < ofWords.length && alignment.isPresent(); i++) {
                WordAlignment align = alignment.get();
                int task = passed.chunk.tasks()[tile.from() + i];
                double[][] gradient = ofAlignments.computeIfAbsent(task, align::zeros);
                ofWords[i] = align.backward(task, tile.words()[i], ofWords[i], gradient);
            }
        }
    }

    /**
     * Adds the gradient of a chunk's value.
     *
     * @param deltas the derivatives by what the dense layers see, count × outputs
     * @param shared receives the part of what tasks share, at the places of its blocks
     * @param own receives that of alignments likewise; may be the same array
     */
    void backward(Passed passed, double[] deltas, double[] shared, double[] own) {
        Sums[] sums = new Sums[passed.tiles.length];
        workers.forEach(sums.length, t -> {
            if (!isZero(deltas, t * passed.tileRows * trunk.outputs(), passed.tiles[t].count() * trunk.outputs())) {
                sums[t] = new Sums(passed, passed.tiles[t], deltas);
            }
        });
        // In the order of the tiles, whichever thread was first.
        workers.forEach(layerBlocks.size(), layer -> {
            double[] sum = new double[layerBlocks.get(layer).size()];
            Arrays.stream(sums).filter(each -> each != null).forEach(each -> add(each.ofLayers[layer], sum, 0));
            add(layers.toBlock(layer, sum), shared, layerBlocks.get(layer).offset());
        });
        for (int t = 0; t < sums.length; t++) {
            if (sums[t] != null) {
                sums[t].ofAlignments.forEach((task, gradient) -> addAlignment(task, gradient, own));
                addWords(passed.tiles[t], sums[t], shared);
            }
        }
    }

    private void addAlignment(int task, double[][] gradient, double[] into) {
        List<Architecture.Block> blocks = WordAlignment.blocks(architecture, task);
        for (int i = 0; i < gradient.length; i++) {
            add(gradient[i], into, blocks.get(i).offset());
        }
    }

    private void addWords(Tile tile, Sums sums, double[] into) {
        int width = trunk.width();
        for (int i = 0; i < tile.count() && trunk.tuned(); i++) {
            for (int w = 0; w < tile.numbers()[i].length; w++) {
                int at = tile.numbers()[i][w] * width;
                for (int j = 0; j < width; j++) {
                    into[at + j] += sums.ofWords[i][w * width + j];
                }
            }
        }
    }

    /**
     * Adds the products of each sentence's gradient with directions.
     *
     * @param passed a chunk that went forward one by one
     * @param deltas the derivatives of each sentence's own loss by what the dense layers see
     * @param directions T vectors of all parameters
     * @param products count × T values
     */
    void addProducts(Passed passed, double[] deltas, List<double[]> directions, double[] products) {
        workers.forEach(passed.tiles.length, t -> {
            Tile tile = passed.tiles[t];
            Sums sums = new Sums(passed, tile, deltas);
            List<double[]> blocks = new ArrayList<>();
            for (int layer = 0; layer < layerBlocks.size(); layer++) {
                blocks.add(layers.toBlock(layer, sums.ofLayers[layer]));
            }
            for (int d = 0; d < directions.size(); d++) {
                products[t * directions.size() + d] += product(tile, sums, blocks, directions.get(d));
            }
        });
    }

    private double product(Tile tile, Sums sums, List<double[]> blocks, double[] direction) {
        double product = 0;
        for (int layer = 0; layer < blocks.size(); layer++) {
            product += dot(blocks.get(layer), 0, direction, layerBlocks.get(layer).offset(), blocks.get(layer).length);
        }
        for (Map.Entry<Integer, double[][]> of : sums.ofAlignments.entrySet()) {
            List<Architecture.Block> matrices = WordAlignment.blocks(architecture, of.getKey());
            for (int i = 0; i < matrices.size(); i++) {
                product += dot(of.getValue()[i], 0, direction, matrices.get(i).offset(), matrices.get(i).size());
            }
        }
        int width = trunk.width();
        for (int w = 0; w < tile.numbers()[0].length && trunk.tuned(); w++) {
            product += dot(sums.ofWords[0], w * width, direction, tile.numbers()[0][w] * width, width);
        }
        return product;
    }

    private static double dot(double[] a, int at, double[] b, int bAt, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[at + i] * b[bAt + i];
        }
        return sum;
    }

    private static void add(double[] from, double[] into, int at) {
        for (int i = 0; i < from.length; i++) {
            into[at + i] += from[i];
        }
    }

    private static boolean isZero(double[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
