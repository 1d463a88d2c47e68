package org.mtl.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.linalg.NativeMatrix;

/** The means of words' vectors over sentences: rows of quantities, n × E, where data rows are sequences of word numbers. */
public final class SentenceMeans implements Features {

    /** What numbers of words stand for. */
    public interface Vectors {

        /** E, the numbers in a vector. */
        int width();

        /** Adds a word's vector to {@code into[at]}, …, {@code into[at + E − 1]}. */
        void add(int word, double[] into, int at);
    }

    private final Features sentences;
    private final Vectors vectors;
    private final List<String> names;

    /**
     * Means that are computed anew whenever rows are copied.
     *
     * @param sentences word numbers, each row at least one, with zeros behind its last one
     */
    public SentenceMeans(Features sentences, Vectors vectors) {
        this.sentences = sentences;
        this.vectors = vectors;
        this.names = IntStream.rangeClosed(1, vectors.width()).mapToObj(j -> "e" + j).toList();
    }

    @Override
    public int rows() {
        return sentences.rows();
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public void copyRows(int[] rows, int from, int to, double[] tile, int stride) {
        int length = sentences.names().size();
        double[] numbers = new double[(to - from) * length];
        sentences.copyRows(rows, from, to, numbers, length);
        for (int i = 0; i < to - from; i++) {
            mean(numbers, i * length, length, tile, i * stride);
        }
    }

    private void mean(double[] numbers, int start, int length, double[] into, int at) {
        Arrays.fill(into, at, at + vectors.width(), 0);
        int words = 0;
        while (words < length && numbers[start + words] > 0) {
            vectors.add((int) numbers[start + words], into, at);
            words++;
        }
        for (int j = 0; j < vectors.width(); j++) {
            into[at + j] /= words;
        }
    }

    @Override
    public void copyRows(int[] rows, int count, int[] places, NativeMatrix matrix, int stride) {
        int width = vectors.width();
        double[] tile = new double[count * width];
        copyRows(rows, 0, count, tile, width);
        for (int i = 0; i < count; i++) {
            matrix.set(places[i] * stride, tile, i * width, width);
        }
    }
}
