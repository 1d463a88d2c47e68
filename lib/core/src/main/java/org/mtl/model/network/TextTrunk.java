package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mtl.data.WordVectors;

/**
 * The layers in front of a network's dense ones that make a row of values of a sentence, a sequence of word numbers with zeros
 * behind its last word.
 *
 * <p>What a sentence becomes depends on its words alone, not on the length that sentences are padded to.
 *
 * @param kind how the layers are put together
 * @param length the numbers of a row, at least as many as the longest sentence has words
 * @param vocabulary V, the numbers that words may have, with 0 for padding
 * @param width E, the numbers in a word's vector
 * @param size the filters of each window, or the units of the recurrent layer
 * @param windows the words that a filter sees at once, of {@link Kind#CNN}
 * @param tuned whether the vectors are parameters, which begin as {@code vectors} says; otherwise they stay as they are
 * @param vectors the vectors; may be absent where they are parameters that are there already
 */
public record TextTrunk(
        Kind kind, int length, int vocabulary, int width, int size, List<Integer> windows, boolean tuned,
        Optional<WordVectors> vectors) {

    /** The name of the vectors among the parameters, V × E without bias; row 0 is padding and no product ever sees it. */
    public static final String EMBEDDING = "embedding";

    /** The name of the recurrent layer. */
    public static final String LSTM = "lstm";

    /** How layers are put together. */
    public enum Kind {
        /**
         * The network of Kim (2014): filters over windows of consecutive words, of each filter the largest sum over all windows
         * that hold at least one word (zeros stand for what lies outside the sentence), to which the activation is applied.
         */
        CNN,
        /**
         * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000): gates i, f, g, o of
         * (x_t, h_{t−1}), c_t = σ(f) c_{t−1} + σ(i) tanh(g), h_t = σ(o) tanh(c_t); the sentence becomes h of its last word.
         */
        LSTM;

        /** The word that options and files use. */
        public String label() {
            return "text-" + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A weight matrix.
     *
     * @param inputs its rows without the bias
     */
    public record Layer(String name, int inputs, int columns) {}

    /** Checks the sizes. */
    public TextTrunk {
        windows = List.copyOf(windows);
        boolean convolves = kind == Kind.CNN;
        if (length < 1 || vocabulary < 2 || width < 1 || size < 1 || windows.isEmpty() == convolves
                || windows.stream().anyMatch(window -> window < 1) || windows.stream().distinct().count() < windows.size()) {
            throw new IllegalArgumentException("expected positive sizes and different windows, found " + length + ", " + vocabulary
                    + ", " + width + ", " + size + ", " + windows);
        }
        if (!tuned && vectors.isEmpty()
                || vectors.isPresent() && (vectors.get().words() != vocabulary || vectors.get().width() != width)) {
            throw new IllegalArgumentException("expected " + vocabulary + " vectors of " + width + " numbers");
        }
    }

    /** The number of values that the dense layers see. */
    public int outputs() {
        return kind == Kind.CNN ? Math.multiplyExact(size, windows.size()) : size;
    }

    /** Makes sure that there is a word of a number. */
    void requireWord(int number) {
        if (number >= vocabulary) {
            throw new IndexOutOfBoundsException("expected numbers of words below " + vocabulary + ", found " + number);
        }
    }

    /** The name of what is handed to the dense layers, as {@link Embeddings} take it. */
    public String outputName() {
        return kind == Kind.CNN ? Embeddings.CONVOLUTIONS : LSTM;
    }

    /**
     * The weight matrices in the order of the parameters: for each window {@code conv.N}, whose rows are the vectors of its words
     * one after another; or {@value #LSTM}, whose rows are x_t, then h_{t−1}, and whose columns are the gates i, f, g, o.
     */
    public List<Layer> layers() {
        if (kind == Kind.LSTM) {
            return List.of(new Layer(LSTM, Math.addExact(width, size), Math.multiplyExact(4, size)));
        }
        List<Layer> layers = new ArrayList<>();
        for (int window : windows) {
            layers.add(new Layer("conv." + window, Math.multiplyExact(window, width), size));
        }
        return layers;
    }
}
