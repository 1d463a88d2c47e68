package org.mtl.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.mtl.MtlException;
import org.mtl.io.NpyReader;
import org.mtl.io.Numbers;
import org.mtl.linalg.RealKernels;

/**
 * The vectors that numbers of words stand for, V × E; number 0 is padding, whose vector is not looked at. They have 32 bits, as
 * published tables have.
 */
public final class WordVectors implements SentenceMeans.Vectors {

    /** Values that are read at once. */
    private static final int PIECE = 1 << 16;

    private final int words;
    private final int width;
    private final float[] values;

    /**
     * Takes over an array.
     *
     * @param words V, padding included
     * @param width E
     * @param values V × E values, row-major, all finite
     */
    public WordVectors(int words, int width, float[] values) {
        if (words < 2 || width < 1 || values.length != Math.multiplyExact(words, width)) {
            throw new IllegalArgumentException("expected at least 2 x 1 values, found " + words + " x " + width + " and " + values.length);
        }
        this.words = words;
        this.width = width;
        this.values = values;
    }

    /**
     * Reads an array of two axes.
     *
     * @param file {@code embedding.npy}
     * @throws MtlException (DATA) if it has other axes, less than one word beside padding, or a value that is not finite, which the
     *     message names by row and column; (MISSING, IO) if it cannot be read
     */
    public static WordVectors read(Path file) {
        try (NpyReader in = NpyReader.open(file)) {
            long[] shape = in.shape();
            if (shape.length != 2 || shape[0] < 2 || shape[1] < 1 || shape[0] * (double) shape[1] > Integer.MAX_VALUE) {
                throw MtlException.data(file + ": expected 2 axes, the number of words and one more for padding, and the numbers of"
                        + " a vector, at most " + Integer.MAX_VALUE + " values, found the shape " + Arrays.toString(shape));
            }
            float[] values = new float[(int) (shape[0] * shape[1])];
            double[] piece = new double[Math.min(PIECE, values.length)];
            for (int from = 0; from < values.length; from += piece.length) {
                int count = Math.min(piece.length, values.length - from);
                in.read(from, count, piece, 0);
                for (int i = 0; i < count; i++) {
                    values[from + i] = (float) piece[i];
                    if (!Float.isFinite(values[from + i])) {
                        throw MtlException.data(file + ": row " + (from + i) / shape[1] + ", column " + (from + i) % shape[1]
                                + ": expected a finite number of 32 bits, found " + Numbers.format(piece[i]));
                    }
                }
            }
            return new WordVectors((int) shape[0], (int) shape[1], values);
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    /** V, the numbers of words with 0 for padding. */
    public int words() {
        return words;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void add(int word, double[] into, int at) {
        for (int j = 0; j < width; j++) {
            into[at + j] += values[word * width + j];
        }
    }

    /** Copies a word's vector. */
    public <T> void copy(int word, RealKernels<T> kernels, T into, int at) {
        kernels.load(values, word * width, into, at, width);
    }

    /** All V × E values, row-major. */
    public double[] all() {
        double[] all = new double[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i];
        }
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WordVectors same && words == same.words && width == same.width
                && Arrays.equals(values, same.values);
    }

    @Override
    public int hashCode() {
        return 31 * words + width;
    }
}
