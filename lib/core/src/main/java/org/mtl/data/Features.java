package org.mtl.data;

import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.linalg.NativeMatrix;

/** The feature values of all data rows, n × d, all finite. */
public interface Features {

    /** The number of data rows, n. */
    int rows();

    /** The column names, d of them. */
    List<String> names();

    /** The axes of a row, where rows are whole images. */
    default Optional<ImageShape> image() {
        return Optional.empty();
    }

    /** The vectors of words, where rows are sequences of word numbers. */
    default Optional<WordVectors> words() {
        return Optional.empty();
    }

    /**
     * Makes sure that values are quantities, and no numbers of words.
     *
     * @param what what takes the rows, as messages begin
     * @throws MtlException (DATA) if they are sequences of word numbers
     */
    default void requireQuantities(String what) {
        if (words().isPresent()) {
            throw MtlException.data(what + ": the rows are sequences of word numbers (embedding.npy); expected --model text-cnn or"
                    + " text-lstm, or the means of words' vectors, which mtl convert writes without --sequences");
        }
    }

    /** Rows whose values are quantities: the means of words' vectors where rows are sequences of word numbers, otherwise these. */
    default Features asQuantities() {
        return this;
    }

    /**
     * Copies some rows into a row-major tile.
     *
     * @param rows 0-based data rows
     * @param from first position in {@code rows} to copy
     * @param to position after the last one
     * @param tile receives row {@code rows[from + i]} at {@code i * stride}, …, {@code i * stride + d − 1}
     * @param stride the tile's row length, at least d
     */
    void copyRows(int[] rows, int from, int to, double[] tile, int stride);

    /**
     * Copies some rows to places of a row-major matrix.
     *
     * @param rows 0-based data rows
     * @param count how many of them to copy; fastest if they ascend
     * @param places row {@code rows[i]} goes to {@code places[i] * stride}, …, {@code places[i] * stride + d − 1}
     * @param matrix receives the rows
     * @param stride the matrix' row length, at least d
     */
    void copyRows(int[] rows, int count, int[] places, NativeMatrix matrix, int stride);
}
