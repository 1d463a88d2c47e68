package org.mtl.model.network;

/** The layers that make a row of values of a sentence's vectors, with weights that stay as they are while they are in use. */
interface SentenceLayers {

    /**
     * Sentences that go through together; how many there are decides the last bits of the results.
     *
     * @param words of each sentence its words' vectors, length × E, row-major
     * @param lengths of each sentence its number of words, at least 1
     */
    record Sentences(double[][] words, int[] lengths) {

        int count() {
            return lengths.length;
        }
    }

    /** What the forward pass left behind for the backward one. */
    interface Tape {

        /**
         * Adds the gradient of a value.
         *
         * @param deltas its derivatives by the outputs, count × outputs
         * @param gradients receive, layer by layer, what is added to them: as many values as the layer has, in the order that
         *     {@link #toBlock} takes
         * @param words of each sentence receive the derivatives by its words' vectors, which are added; none where they are not
         *     wanted
         */
        void backward(double[] deltas, double[][] gradients, double[][] words);
    }

    /**
     * The forward pass of some sentences.
     *
     * @param outputs receives count × outputs values
     */
    Tape forward(Sentences sentences, double[] outputs);

    /** Puts a layer's gradient into the order of its block, row-major; may be the array itself. */
    double[] toBlock(int layer, double[] gradient);
}
