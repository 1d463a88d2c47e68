package org.mtl.model.network;

import java.util.List;

/**
 * The layers that make a row of values of a sentence's vectors.
 *
 * @param <T> float[] or double[]
 */
interface SentenceLayers<T> {

    /**
     * Sentences that go through together, word after word; how many there are decides the last bits of the results.
     *
     * @param starts of each sentence its first word, and behind the last one the number of all words
     * @param words the words' vectors, each E values
     */
    record Sentences<T>(int[] starts, T words) {

        int count() {
            return starts.length - 1;
        }

        /** The number of words of a sentence, at least 1. */
        int length(int sentence) {
            return starts[sentence + 1] - starts[sentence];
        }
    }

    /** What the forward pass left behind for the backward one. */
    interface Tape<T> {

        /**
         * The gradient of a value.
         *
         * @param deltas its derivatives by the outputs, count × outputs, which are overwritten
         * @param gradients zeros, receive the derivatives layer by layer, in the order that {@link #toBlock} takes
         * @param words zeros, receives the derivatives by the words' vectors; none where they are not wanted
         */
        void backward(T deltas, List<T> gradients, T words);
    }

    /**
     * The forward pass of some sentences.
     *
     * @param outputs receives count × outputs values
     * @param room is not to be used for others before the tape is done with
     */
    Tape<T> forward(Sentences<T> sentences, T outputs, SentenceRoom<T> room);

    /** A layer's gradient in the order of its block, row-major; may be the array itself. */
    T toBlock(int layer, T gradient);
}
