package org.mtl.model.network;

/**
 * What a step leaves out of a chunk of sentences: of their values as of a hidden layer of number 0, and of the layers behind.
 *
 * @param behind what is left out of the dense layers
 * @param width the number of values of a sentence
 */
record SentenceDropout(Dropout behind, int width) {

    /** That of a chunk: each leaves out others, though places in it are counted from 0. */
    static SentenceDropout of(Dropout dropout, int chunk, int width) {
        return new SentenceDropout(
                chunk == 0 ? dropout : new Dropout(dropout.rate(), dropout.key() + chunk * 0x9e3779b97f4a7c15L), width);
    }

    /** Sets what is left out to 0 and scales the rest up; the same to values and to derivatives by them. */
    void apply(double[] values) {
        if (behind.rate() == 0) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= behind.drops(0, i / width, i % width) ? 0 : 1 / (1 - behind.rate());
        }
    }
}
