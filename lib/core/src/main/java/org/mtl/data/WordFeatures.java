package org.mtl.data;

import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.Numbers;
import org.mtl.linalg.NativeMatrix;

/** Rows that are sequences of word numbers, each followed by zeros up to a common length, with the words' vectors. */
final class WordFeatures implements Features {

    private static final int TILE_ROWS = 1024;

    private final Features numbers;
    private final WordVectors vectors;

    /**
     * Reads all rows once.
     *
     * @param name how messages name the file of the rows
     * @throws MtlException (DATA) with the row and the column if a value is no word of the table, a word follows on padding, or a
     *     row has no word
     */
    WordFeatures(Features numbers, WordVectors vectors, String name) {
        this.numbers = numbers;
        this.vectors = vectors;
        int length = numbers.names().size();
        double[] tile = new double[TILE_ROWS * length];
        DataRows.all(numbers.rows()).forEachBlock(TILE_ROWS, (rows, count) -> {
            numbers.copyRows(rows, 0, count, tile, length);
            for (int i = 0; i < count; i++) {
                require(tile, i * length, length, name + ": row " + rows[i]);
            }
        });
    }

    private void require(double[] values, int at, int length, String place) {
        boolean padding = false;
        for (int j = 0; j < length; j++) {
            double word = values[at + j];
            if (word != Math.rint(word) || word < 0 || word >= vectors.words()) {
                throw MtlException.data(place + ", column " + j + ": expected the number of a word, 1 to " + (vectors.words() - 1)
                        + " as embedding.npy has rows, or 0 for padding, found " + Numbers.format(word));
            }
            if (padding && word > 0) {
                throw MtlException.data(place + ", column " + j + ": expected 0, since padding stands at the end of a sentence and"
                        + " begins before this column, found " + Numbers.format(word));
            }
            padding = word == 0;
        }
        if (values[at] == 0) {
            throw MtlException.data(place + ": expected a sentence of at least one word, found only padding");
        }
    }

    @Override
    public int rows() {
        return numbers.rows();
    }

    @Override
    public List<String> names() {
        return numbers.names();
    }

    @Override
    public Optional<WordVectors> words() {
        return Optional.of(vectors);
    }

    @Override
    public Features asQuantities() {
        return new SentenceMeans(numbers, vectors);
    }

    @Override
    public void copyRows(int[] rows, int from, int to, double[] tile, int stride) {
        numbers.copyRows(rows, from, to, tile, stride);
    }

    @Override
    public void copyRows(int[] rows, int count, int[] places, NativeMatrix matrix, int stride) {
        numbers.copyRows(rows, count, places, matrix, stride);
    }
}
