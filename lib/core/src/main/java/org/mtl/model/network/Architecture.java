package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The layers of a network f_k(x) = g(θ_k; f(γ; x)) with K tasks (METHODS §2, hard sharing): a trunk of dense layers common
 * to all tasks, then for each task a head of dense layers, the last of which has no activation. In front of the trunk there
 * may be an alignment of each task ([4] Algorithm 1): the trunk then sees x'R_k.
 *
 * @param images the convolutional layers in front of the trunk's dense ones, which all tasks share; none for other rows
 * @param inputs d, the number of values of a row
 * @param hidden the widths of the trunk's layers; none is a network of heads only
 * @param headHidden the widths of each head's hidden layers
 * @param activation applied by all hidden layers, of trunk and heads
 * @param bias whether every layer has a bias
 * @param outputs C_k, the number of values that task k's head predicts, for every task
 * @param alignment the rank of each task's alignment: d for any matrix R_k, less for R_k = I + P_kQ_k with P_k of so many
 *     columns; none where all tasks hand their rows to the trunk as they are
 * @param text the layers that make values of sequences of words, in front of the trunk's dense ones; none for other rows. An
 *     alignment then moves each word's vector, and d of it is the width of these vectors
 */
public record Architecture(
        Optional<ImageTrunk> images, int inputs, List<Integer> hidden, List<Integer> headHidden, Activation activation, boolean bias,
        List<Integer> outputs, OptionalInt alignment, Optional<TextTrunk> text) {

    /** The name of an alignment's matrix R_k, d × d. */
    public static final String ALIGN = "align";

    /** The name of P_k, d × rank. */
    public static final String ALIGN_DOWN = "align.down";

    /** The name of Q_k, rank × d. */
    public static final String ALIGN_UP = "align.up";

    /**
     * A weight matrix with its bias as the last row: a layer maps a row a, a 1 appended where there is a bias, to aW.
     *
     * <p>The matrices of alignments and the vectors of words have no bias.
     *
     * @param name {@code embedding}, {@code conv.1}, …, {@code lstm}, {@code trunk.1}, {@code trunk.2}, …, {@code head.1}, …, {@value #ALIGN}, or
     *     {@value #ALIGN_DOWN} and {@value #ALIGN_UP}
     * @param task the task that it belongs to; none where it is shared
     * @param rows the inputs of the layer, and one more where there is a bias
     * @param columns the layer's outputs
     * @param offset where the rows × columns values, row-major, start in the flat vector of all parameters
     */
    public record Block(String name, OptionalInt task, int rows, int columns, int offset) {

        /** The number of its values. */
        public int size() {
            return rows * columns;
        }
    }

    /** Checks the sizes. */
    public Architecture {
        hidden = List.copyOf(hidden);
        headHidden = List.copyOf(headHidden);
        outputs = List.copyOf(outputs);
        if (inputs < 1 || outputs.isEmpty() || !positive(hidden) || !positive(headHidden) || !positive(outputs)) {
            throw new IllegalArgumentException(
                    "expected positive sizes, found " + inputs + ", " + hidden + ", " + headHidden + ", " + outputs);
        }
        if (images.isPresent() && images.get().inputs() != inputs) {
            throw new IllegalArgumentException("expected images of " + inputs + " values, found " + images.get());
        }
        int most = text.map(TextTrunk::width).orElse(inputs);
        if (alignment.isPresent() && (alignment.getAsInt() < 1 || alignment.getAsInt() > most)) {
            throw new IllegalArgumentException(
                    "expected an alignment of rank 1 to " + most + ", found " + alignment.getAsInt());
        }
        if (text.isPresent() && (images.isPresent() || text.get().length() != inputs)) {
            throw new IllegalArgumentException("expected sequences of " + inputs + " words and no images, found " + text.get().length());
        }
    }

    /** A network of numbers or images. */
    public Architecture(
            Optional<ImageTrunk> images, int inputs, List<Integer> hidden, List<Integer> headHidden, Activation activation, boolean bias,
            List<Integer> outputs, OptionalInt alignment) {
        this(images, inputs, hidden, headHidden, activation, bias, outputs, alignment, Optional.empty());
    }

    /** A network without alignments. */
    public Architecture(
            Optional<ImageTrunk> images, int inputs, List<Integer> hidden, List<Integer> headHidden, Activation activation, boolean bias,
            List<Integer> outputs) {
        this(images, inputs, hidden, headHidden, activation, bias, outputs, OptionalInt.empty());
    }

    /** A network of dense layers only. */
    public Architecture(
            int inputs, List<Integer> hidden, List<Integer> headHidden, Activation activation, boolean bias, List<Integer> outputs) {
        this(Optional.empty(), inputs, hidden, headHidden, activation, bias, outputs);
    }

    private static boolean positive(List<Integer> sizes) {
        return sizes.stream().allMatch(size -> size > 0);
    }

    /** K. */
    public int tasks() {
        return outputs.size();
    }

    /** The same layers with an alignment of a rank in front of them, or without one. */
    public Architecture withAlignment(OptionalInt rank) {
        return new Architecture(images, inputs, hidden, headHidden, activation, bias, outputs, rank, text);
    }

    /** How many layers an alignment is: 0, 1 or 2. */
    int alignmentLayers() {
        return alignment.isEmpty() ? 0 : alignment.getAsInt() == aligned() ? 1 : 2;
    }

    /** d of an alignment: the values of a row, or those of a word's vector. */
    private int aligned() {
        return text.map(TextTrunk::width).orElse(inputs);
    }

    /** The dense layers, behind those for images or words where there are any, as a network of their own. */
    Architecture dense() {
        return new Architecture(denseInputs(), hidden, headHidden, activation, bias, outputs);
    }

    private int denseInputs() {
        return text.map(TextTrunk::outputs).or(() -> images.map(ImageTrunk::outputs)).orElse(inputs);
    }

    /**
     * All weight matrices in the order of the flat vector: the trunk from its first layer on, then task by task its alignment
     * and its head.
     */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        images.ifPresent(trunk -> trunk.convolutions().forEach(
                layer -> add(blocks, layer.name(), OptionalInt.empty(), layer.patch(), layer.filters())));
        text.ifPresent(trunk -> addText(blocks, trunk));
        int width = denseInputs();
        for (int layer = 0; layer < hidden.size(); layer++) {
            add(blocks, "trunk." + (layer + 1), OptionalInt.empty(), width, hidden.get(layer));
            width = hidden.get(layer);
        }
        for (int k = 0; k < outputs.size(); k++) {
            addAlignment(blocks, OptionalInt.of(k));
            int in = width;
            for (int layer = 0; layer <= headHidden.size(); layer++) {
                int size = layer < headHidden.size() ? headHidden.get(layer) : outputs.get(k);
                add(blocks, "head." + (layer + 1), OptionalInt.of(k), in, size);
                in = size;
            }
        }
        return blocks;
    }

    private void addText(List<Block> blocks, TextTrunk trunk) {
        if (trunk.tuned()) {
            addRows(blocks, TextTrunk.EMBEDDING, OptionalInt.empty(), trunk.vocabulary(), trunk.width());
        }
        trunk.layers().forEach(layer -> add(blocks, layer.name(), OptionalInt.empty(), layer.inputs(), layer.columns()));
    }

    private void addAlignment(List<Block> blocks, OptionalInt task) {
        if (alignmentLayers() == 1) {
            addRows(blocks, ALIGN, task, aligned(), aligned());
        } else if (alignmentLayers() == 2) {
            addRows(blocks, ALIGN_DOWN, task, aligned(), alignment.getAsInt());
            addRows(blocks, ALIGN_UP, task, alignment.getAsInt(), aligned());
        }
    }

    /** The blocks of a task's alignment: {@value #ALIGN}, or {@value #ALIGN_DOWN} and {@value #ALIGN_UP}; none without one. */
    List<Block> alignmentBlocks(int task) {
        return blocks().stream().filter(block -> block.name().startsWith(ALIGN) && block.task().getAsInt() == task).toList();
    }

    private void add(List<Block> blocks, String name, OptionalInt task, int inputs, int columns) {
        addRows(blocks, name, task, bias ? inputs + 1 : inputs, columns);
    }

    private static void addRows(List<Block> blocks, String name, OptionalInt task, int rows, int columns) {
        int offset = blocks.isEmpty() ? 0 : end(blocks.get(blocks.size() - 1));
        Math.addExact(offset, Math.multiplyExact(rows, columns));
        blocks.add(new Block(name, task, rows, columns, offset));
    }

    private static int end(Block block) {
        return block.offset() + block.size();
    }

    /** p, the number of all parameters. */
    public int parameters() {
        List<Block> blocks = blocks();
        return end(blocks.get(blocks.size() - 1));
    }

    /** The number of shared parameters, which come first. */
    public int sharedParameters() {
        return blocks().stream().filter(block -> block.task().isEmpty()).mapToInt(Block::size).sum();
    }
}
